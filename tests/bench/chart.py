# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the picture of what was measured: bars beside each other, and how cost grows.

Plain SVG; its colours follow the reader's light or dark scheme.
"""

import math
from xml.sax.saxutils import escape

import peers
import report
from work import quantile

WIDTH = 900
PANEL_WIDTH, PANEL_HEIGHT, GAP = 430, 230, 40
COLOURS = {    # on white, on dark
    'duologue': ('#1a5fb4', '#78aeed'), 'libdatachannel': ('#986a44', '#cdab8f'),
    'libwebrtc': ('#2a7e43', '#57e389'), 'chromium': ('#a51d2d', '#f66151'),
    'firefox': ('#c64600', '#ffa348'), 'aiortc': ('#613583', '#c061cb'),
    'werift': ('#5e5c64', '#c0bfbc'), 'limit': ('#77767b', '#9a9996'),
}
BARS = (
    ('connect two processes, ms', 'Connect, ms (less is better)'),
    ('round trip, median, µs', 'Round trip of 100 bytes, µs (less is better)'),
    ('small messages one way, 1/s', 'Small messages a second (more is better)'),
    ('64 KiB messages, MB/s', '64 KiB messages, MB/s (more is better)'),
)


def scheme(ink, faint, rule, ground, which):
    """No variables: not every viewer of SVG knows them."""
    return ('text,.ink{fill:%s}.faint{fill:%s}.rule{stroke:%s}.range{stroke:%s}.halo{stroke:%s}'
            '.ground{fill:%s}%s') % (
        ink, faint, rule, ink, ground, ground, ''.join(
            '.bar.{0},.dot.{0},.name.{0}{{fill:{1}}}.line.{0}{{stroke:{1}}}'.format(who, pair[which])
            for who, pair in COLOURS.items()))


def style():
    return ('<style>text{font:12px Cantarell,sans-serif}.small{font-size:11px}'
            '.title{font-weight:bold;font-size:13px}.line{fill:none;stroke-width:2}.halo{stroke-width:4}'
            '%s@media(prefers-color-scheme:dark){%s}</style>' % (
                scheme('#1e1e1e', '#77767b', '#deddda', '#ffffff', 0),
                scheme('#f6f5f4', '#9a9996', '#3d3846', '#1e1e1e', 1)))


def text(x, y, words, classes='', anchor='start'):
    return '<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>' % (
        x, y, classes, anchor, escape(words))


def name_of(who):
    return peers.CONTESTANTS[who][0].partition(' (')[0].partition(',')[0]


def bars(x, y, title, found):
    """One bar for each who was measured; the thin line is from quartile to quartile."""
    most = max(quantile(values, 0.75) for values in found.values())
    left, row = x + 105, PANEL_HEIGHT / 9
    scale = (PANEL_WIDTH - 180) / most
    parts = [text(x, y + 12, title, 'title')]
    for n, (who, values) in enumerate(found.items()):
        low, middle, high = (quantile(values, share) for share in (0.25, 0.5, 0.75))
        top = y + 24 + n * row
        centre = top + (row - 6) / 2
        parts += [
            text(left - 6, centre + 4, name_of(who), 'small', 'end'),
            '<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" class="bar %s"/>'
            % (left, top, max(1, middle * scale), row - 6, who),
            # With a rim, since the bar may be as light or as dark as the line.
            *('<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" class="%s"/>'
              % (left + low * scale, left + high * scale, centre, centre, kind)
              for kind in ('halo', 'range')),
            text(left + max(middle, high) * scale + 6, centre + 4, report.number(middle), 'small')]
    return parts


def decades(values):
    low, high = (10 ** f(math.log10(edge)) for f, edge in (
        (math.floor, min(values)), (math.ceil, max(values))))
    return low, high if high > low else low * 10


def lines(x, y, title, found, unit):
    """FOUND: {(class, name): {x: y}}; both axes are logarithmic."""
    left, right, top, bottom = x + 50, x + PANEL_WIDTH - 95, y + 26, y + PANEL_HEIGHT - 18
    x_low, x_high = decades([at for points in found.values() for at in points])
    y_low, y_high = decades([value for points in found.values() for value in points.values()])

    def place(at, value):
        return (left + (right - left) * math.log(at / x_low) / math.log(x_high / x_low),
                bottom - (bottom - top) * math.log(value / y_low) / math.log(y_high / y_low))

    parts = [text(x, y + 12, title, 'title')]
    for power in range(round(math.log10(y_low)), round(math.log10(y_high)) + 1):
        height = place(x_low, 10 ** power)[1]
        parts += ['<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" class="rule"/>'
                  % (left, right, height, height),
                  text(left - 6, height + 4, '%g' % 10 ** power, 'small faint', 'end')]
    for power in range(round(math.log10(x_low)), round(math.log10(x_high)) + 1):
        parts.append(text(place(10 ** power, y_low)[0], bottom + 15, f'{10 ** power:,}',
                          'small faint', 'middle'))
    parts.append(text(right + 30, bottom + 15, unit, 'small faint'))
    ends = []
    for (who, name), points in found.items():
        spots = [place(at, value) for at, value in sorted(points.items())]
        parts.append('<polyline points="%s" class="line %s"/>'
                     % (' '.join('%.1f,%.1f' % spot for spot in spots), who))
        parts += ['<circle cx="%.1f" cy="%.1f" r="2.5" class="dot %s"/>' % (*spot, who)
                  for spot in spots]
        ends.append((spots[-1][1], spots[-1][0], who, name))
    lowest = -math.inf
    for end, at, who, name in sorted(ends):      # names that would lie on each other move down
        lowest = max(end, lowest + 13)
        parts.append(text(at + 7, lowest + 4, name, 'small name ' + who))
    return parts


def growth(found):
    """What grows with what: (title, {(class, name): {x: y}}, unit)."""
    parts = found['parts']
    panes = {}
    for key, figures in parts.get('pane', {}).items():
        who, count = key.split()
        for figure, name in ('append at the bottom, ms', 'append'), ('scroll up, 40 px, ms', 'scroll'):
            if figure in figures:
                label = name if who == 'duologue' else name + ', plain'
                panes.setdefault((who, label), {})[int(count)] = quantile(figures[figure], 0.5)
    memory = {(who, name_of(who)): {int(count): quantile([megabytes for megabytes, _ in values], 0.5)
                                    for count, values in figures.items() if int(count)}
              for who, figures in parts.get('memory', {}).items()}
    sizes = {(who, name_of(who)): {int(size): quantile(values, 0.5)
                                   for size, values in figures.items()}
             for who, figures in parts.get('sizes', {}).items()}
    return [(title, what, unit) for title, what, unit in (
        ('A frame of the chat pane, ms of processor', panes, 'messages'),
        ('Memory of a process, MB', memory, 'open peers'),
        ('Throughput, MB/s', sizes, 'bytes each')) if what]


def draw(found):
    link = found['parts'].get('link', {})
    panels = []
    for figure, title in BARS:
        values = {who: link[who][figure] for who in report.COLUMNS
                  if figure in link.get(who, {})}
        if values:
            panels.append(lambda x, y, title=title, values=values: bars(x, y, title, values))
    for title, what, unit in growth(found):
        panels.append(lambda x, y, title=title, what=what, unit=unit: lines(x, y, title, what, unit))
    rows = (len(panels) + 1) // 2
    height = rows * (PANEL_HEIGHT + 20) + 50
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d">'
             % (WIDTH, height, WIDTH, height), style(),
             '<rect width="100%" height="100%" class="ground"/>']
    for n, panel in enumerate(panels):
        parts += panel(15 + n % 2 * (PANEL_WIDTH + GAP / 2), 15 + n // 2 * (PANEL_HEIGHT + 20))
    about = found['about']
    parts.append(text(15, height - 14, 'Medians; the thin lines are quartiles. %s, %s, commit %s'
                      % (about['date'], about['processor'], about['commit']), 'small faint'))
    return '\n'.join(parts) + '\n</svg>\n'
