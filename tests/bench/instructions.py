# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Instructions, counted by callgrind: unlike times they do not wobble."""

import pathlib
import re
import subprocess
import tempfile

import pane
import peers
import work

APPENDS = 60    # pane.c's
TOTAL = re.compile(r'^(?:totals|summary): (\d+)', re.MULTILINE)


def valgrind(folder, *options):
    return ['valgrind', '--tool=callgrind', '--callgrind-out-file=%s/%%p' % folder, *options]


def counted(folder, names='*'):
    return sum(int(TOTAL.search(path.read_text('utf-8'))[1])
               for path in pathlib.Path(folder).glob(names))


def control(order, *programs):
    for program in programs:
        subprocess.run(['callgrind_control', order, str(program.process.pid)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)


def of_round_trip(name, count):
    """For both peers; neither starting nor connecting is in it."""
    with tempfile.TemporaryDirectory() as folder:
        argv = [*valgrind(folder, '--instr-atstart=no'), peers.BUILD / 'tests' / 'bench' / name]
        with work.two(lambda: peers.Program(argv, peers.OWN_ENVIRONMENT)) as (a, b, _):
            work.connect(a, b)
            work.round_trips(a, 20)
            control('--instr=on', a, b)
            work.round_trips(a, count)
            control('--dump', a, b)
            for peer in a, b:
                peer.say('quit')
                peer.process.wait(60)
        return counted(folder, '*.1') / count    # what comes after the dump is another file


def of_append(count, *options):
    """One message more in a pane of COUNT, and the frame that shows it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([pane.WITH_DISPLAY, *valgrind(folder, '--toggle-collect=bench_append'),
                        peers.BUILD / 'tests' / 'bench' / 'pane', '--short', *options, str(count)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
        return counted(folder) / APPENDS


def measure(results, plan, say):
    for turn in range(min(plan['rounds'], 3)):
        for who, name in ('duologue', 'duologue-peer'), ('limit', 'dtls-peer'):
            say('instructions, turn %d: round trip, %s' % (turn + 1, who))
            results.turn('instructions', who, lambda: {
                'round trip of 100 bytes, instructions': of_round_trip(name, 1000)})
        for who, options in ('duologue', ()), ('limit', ('--plain',)):
            say('instructions, turn %d: chat pane, %s' % (turn + 1, who))
            results.turn('instructions', who, lambda: {
                'message appended to 1000 and shown, instructions': of_append(1000, *options)})
