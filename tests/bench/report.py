# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what was measured to a table: medians, and beside them the quartiles."""

import peers
from work import quantile

COLUMNS = list(peers.CONTESTANTS)


def number(value):
    if value >= 100:
        return f'{value:,.0f}'
    return '%.1f' % value if value >= 10 else '%.2f' % value


def cell(values):
    """The median, and the quartiles where there are enough for it; in words what came to no figure."""
    if not values:
        return '–'
    words = [value for value in values if isinstance(value, str)]
    if words and 2 * len(words) >= len(values):
        return words[0]
    if words:
        return '%s; %s in %d of %d turns' % (
            cell([value for value in values if value not in words]), words[0], len(words), len(values))
    if len(values) < 3:
        return number(quantile(values, 0.5))
    return '%s (%s–%s)' % tuple(number(quantile(values, share)) for share in (0.5, 0.25, 0.75))


def rows_of(part):
    """One row for each figure, in the order in which they were measured."""
    longest_first = sorted(part.values(), key=len, reverse=True)
    figures = dict.fromkeys(figure for found in longest_first for figure in found)
    return [(figure, {who: found.get(figure, []) for who, found in part.items()})
            for figure in figures]


def memory_rows(part):
    """From the costs of several numbers of peers to that of the first and of each further one."""
    rows = {}
    for who, found in part.items():
        for turn in range(len(found.get('0', []))):
            count = max(map(int, found))
            megabytes = {n: values[turn][0] for n, values in found.items()}
            threads = {n: values[turn][1] for n, values in found.items()}
            for figure, value in (
                    ('memory of a process with one idle peer, MB', megabytes['1']),
                    ('… before it has any, MB', megabytes['0']),
                    ('each further peer, up to %d, kB' % count,
                     (megabytes[str(count)] - megabytes['1']) / (count - 1) * 1024),
                    ('threads with one idle peer', threads['1']),
                    ('threads with %d' % count, threads[str(count)])):
                rows.setdefault(figure, {}).setdefault(who, []).append(value)
    return list(rows.items())


def pane_rows(part):
    """PART is by "who count"."""
    rows = {}
    for key, found in part.items():
        who, count = key.split()
        for figure, values in found.items():
            rows.setdefault((int(count), figure), {})[who] = values
    return [('chat pane of %s messages: %s' % (f'{count:,}', figure), values)
            for (count, figure), values in sorted(rows.items(), key=lambda row: row[0][0])]


def grid(head, rows):
    return '\n'.join(['| ' + ' | '.join(head) + ' |', '|---' + '|---:' * (len(head) - 1) + '|',
                      *('| ' + ' | '.join(row) + ' |' for row in rows)])


def table(found):
    parts = found['parts']
    rows = (rows_of(parts.get('link', {})) + memory_rows(parts.get('memory', {})) +
            rows_of(parts.get('window', {})) + pane_rows(parts.get('pane', {})) +
            rows_of(parts.get('instructions', {})))
    columns = [who for who in COLUMNS if any(values.get(who) for _, values in rows)]
    return grid(['', *(peers.CONTESTANTS[who][0] for who in columns)],
                [[figure, *(cell(values.get(who)) for who in columns)] for figure, values in rows])


def invites(found):
    rows = []
    for who, figures in found['parts'].get('invite', {}).items():
        ways = [figures[way][0] for way in ('there', 'back')]
        rows.append([who, *(str(way[unit]) for way in ways for unit in ('bytes', 'characters'))])
    return grid(['what is carried', 'there, bytes', 'characters', 'back, bytes', 'characters'], rows)


def document(found):
    about = found['about']
    versions = ', '.join('%s %s' % item for item in about['versions'].items())
    complaints = ''.join('\n- ' + text for text in found['complaints'])
    return f'''# What was measured

Made by `{about['command']}`, which makes it anew; [`README.md`](README.md) tells what each line is.

Commit {about['commit']}, {about['processor']}, {about['memory']}, {about['system']}.
Each part, and how many programs wanted a processor before and after it: {'; '.join(about['parts'].values())}.
{versions}.

Medians, and in brackets the quartiles.

{table(found)}

{invites(found)}

![How cost grows](results.svg)
{'What broke:' + complaints if complaints else ''}
'''
