#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Duologue beside what else there is; build-aux/bench tells the options.

What was measured goes to the file of --results as JSON, so that table and picture can be made anew
from it (--report).
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import chart    # noqa: E402
import instructions  # noqa: E402
import invite_sizes  # noqa: E402
import machine  # noqa: E402
import pane     # noqa: E402
import peers    # noqa: E402
import report   # noqa: E402
import window   # noqa: E402
import work     # noqa: E402

SIZES = (100, 1024, 4096, 16384, 65536)
SIZED = ('duologue', 'libdatachannel', 'chromium', 'limit')
FULL = {'rounds': 3, 'ms': 600, 'connects': 5, 'counts': (1, 3, 10, 30, 100), 'keystrokes': 11,
        'messages': (100, 1000, 10000, 100000), 'has_browsers': True}
QUICK = {'rounds': 1, 'ms': 200, 'connects': 2, 'counts': (1, 3), 'keystrokes': 0,
         'messages': (1000,), 'has_browsers': False}
BROWSERS = ('chromium', 'firefox')
QUICK_PEERS = ('duologue', 'libdatachannel', 'chromium', 'limit')


def say(*words):
    print('[%4.0f s]' % (time.monotonic() - STARTED), *words, flush=True)


STARTED = time.monotonic()


class Results:
    """results[part][who][figure] = [value, …], one a turn."""

    def __init__(self):
        self.parts = {}
        self.complaints = []

    def add(self, part, who, figures):
        for figure, value in figures.items():
            self.parts.setdefault(part, {}).setdefault(who, {}).setdefault(figure, []).append(value)

    def turn(self, part, who, measure):
        """Takes what MEASURE gives; that somebody breaks is told and ends nothing."""
        try:
            self.add(part, who, measure())
        except (work.PeerError, peers.browsers.BrowserError, OSError, RuntimeError,
                subprocess.SubprocessError, window.guikit.GuiError) as error:
            self.complaints.append('%s, %s: %s' % (part, who, str(error).split('\n', 1)[0][:200]))
            say('  ', self.complaints[-1])


def measure_links(results, names, plan):
    """A B A B …: a burst of other work on this computer hits all of them."""
    for turn in range(plan['rounds']):
        for name in names:
            say('two peers, turn %d of %d: %s' % (turn + 1, plan['rounds'], name))
            figures = {}
            results.turn('link', name, lambda: work.link(
                peers.CONTESTANTS[name][1], plan['ms'], plan['connects'], figures,
                is_alone=name != 'limit') or {})
            results.add('link', name, figures)


def measure_memory(results, names, plan):
    for turn in range(min(plan['rounds'], 3)):
        for name in names:
            # The limit can do one at a time; to start a browser takes too long for --quick.
            if name != 'limit' and (plan['has_browsers'] or name not in BROWSERS):
                say('idle peers, turn %d: %s' % (turn + 1, name))
                make = peers.CONTESTANTS[name][1]
                results.turn('memory', name, lambda: work.memory(make, plan['counts']))


def measure_sizes(results, names, plan):
    for turn in range(min(plan['rounds'], 3)):
        for name in names:
            if name in SIZED and (plan['has_browsers'] or name not in BROWSERS):
                say('sizes of a message, turn %d: %s' % (turn + 1, name))
                make = peers.CONTESTANTS[name][1]
                results.turn('sizes', name, lambda: work.sizes(make, plan['ms'] / 2, SIZES))


PARTS = {
    'link': measure_links,
    'memory': measure_memory,
    'sizes': measure_sizes,
    'window': lambda results, names, plan: window.measure(results, plan, say),
    'pane': lambda results, names, plan: pane.measure(results, plan, say),
    'invite': lambda results, names, plan: invite_sizes.measure(results, plan, say),
    'instructions': lambda results, names, plan: instructions.measure(results, plan, say),
}
QUICK_PARTS = [part for part in PARTS if part not in ('sizes', 'instructions')]


def arguments():
    parser = argparse.ArgumentParser(prog='build-aux/bench', description=__doc__.split('\n', 1)[0])
    parser.add_argument('--quick', action='store_true',
                        help='a minute: few of them, once, into no file')
    parser.add_argument('--rounds', type=int, help='turns of each (%d)' % FULL['rounds'])
    parser.add_argument('--only', nargs='+', choices=peers.CONTESTANTS, metavar='WHO',
                        help='of ' + ', '.join(peers.CONTESTANTS))
    parser.add_argument('--parts', nargs='+', choices=PARTS, metavar='PART',
                        help='of ' + ', '.join(PARTS))
    parser.add_argument('--results', type=pathlib.Path, help='what was measured, as JSON; with --parts the others are kept')
    parser.add_argument('--report', action='store_true',
                        help='measure nothing: write RESULTS.md and results.svg from --results')
    return parser.parse_args()


def measure(options):
    plan = QUICK if options.quick else {**FULL, 'rounds': options.rounds or FULL['rounds']}
    names = options.only or (QUICK_PEERS if options.quick else list(peers.CONTESTANTS))
    results = Results()
    about = machine.describe(sys.argv[1:])
    about['parts'] = {}
    for part in options.parts or (QUICK_PARTS if options.quick else PARTS):
        began = time.monotonic()
        load = os.getloadavg()[0]
        PARTS[part](results, names, plan)
        about['parts'][part] = '%s at %s, %.0f s, load %.0f to %.0f' % (
            part, machine.now(), time.monotonic() - began, load, os.getloadavg()[0])
    return {'about': about, 'parts': results.parts, 'complaints': results.complaints}


def keep(options, found):
    """Adds to what was measured before the parts that are measured anew, if only parts are."""
    if not (options.parts and options.results.exists()) or options.only or options.quick:
        return found
    before = json.loads(options.results.read_text(encoding='utf-8'))
    return {
        'about': {**found['about'], 'command': before['about']['command'],
                  'parts': {**before['about'].get('parts', {}), **found['about']['parts']}},
        'parts': {**before['parts'], **found['parts']},
        'complaints': found['complaints'] + [
            text for text in before['complaints'] if text.split(',')[0] not in found['parts']]}


def main():
    options = arguments()
    if options.report:
        found = json.loads(options.results.read_text(encoding='utf-8'))
    else:
        found = keep(options, measure(options))
        found = json.loads(json.dumps(found))     # as it will be read: keys are strings
        if options.results:
            options.results.write_text(json.dumps(found, indent=1) + '\n', encoding='utf-8')
    print(report.table(found), report.invites(found), sep='\n\n')
    if not (options.quick or options.only) and len(found['parts']) == len(PARTS):
        (peers.HERE / 'RESULTS.md').write_text(report.document(found), encoding='utf-8')
        (peers.HERE / 'results.svg').write_text(chart.draw(found), encoding='utf-8')


if __name__ == '__main__':
    main()
