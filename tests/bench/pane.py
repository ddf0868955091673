# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the list of messages costs beside GTK's own with plain labels, by pane.c."""

import re
import subprocess

import peers

FIGURE = re.compile(r'^(\S.*?) +median +([\d.]+)', re.MULTILINE)
STEPS = ('load until rows are shown', 'append at the bottom', 'scroll up, 40 px', 'scroll up, 400 px',
         'jump to any row, first frame', 'search all of it')
MEMORY = re.compile(r'in sight, ([\d.]+) MB more')
WITH_DISPLAY = peers.HERE.parent / 'support' / 'with-display'


def run(count, *options):
    printed = subprocess.run(
        [WITH_DISPLAY, peers.BUILD / 'tests' / 'bench' / 'pane', *options, str(count)], check=True,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=300).stdout
    figures = {'%s, ms' % what: float(median) for what, median in FIGURE.findall(printed)
               if what in STEPS}
    figures['memory of the list, MB'] = float(MEMORY.search(printed)[1])
    return figures


def measure(results, plan, say):
    """Each figure of a turn is the median of many steps already."""
    for turn in range(min(plan['rounds'], 3)):
        for count in plan['messages']:
            say('chat pane of %d messages, turn %d' % (count, turn + 1))
            results.turn('pane', 'duologue %d' % count, lambda: run(count))
            results.turn('pane', 'limit %d' % count, lambda: run(count, '--plain'))
