#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person waits for, and what a window costs: figures.py [ROUNDS]

Starts the real program on a virtual display ROUNDS times and prints medians.  A time that the
accessibility bus was asked for includes the asking: about 10 ms a poll.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402


def memory(person):
    """Resident and proportional memory in MB."""
    pid = person.app.process.pid
    fields = dict(line.split(':', 1) for line in
                  pathlib.Path('/proc/%d/smaps_rollup' % pid).read_text().splitlines()[1:])
    return tuple(int(fields[name].split()[0]) / 1024 for name in ('Rss', 'Pss'))


def first_frame(desktop):
    """Seconds from the start of a process until it has painted its first frame."""
    program = os.environ.get('DUOLOGUE', str(duo.BUILD / 'src' / 'duologue'))
    begin = time.monotonic()
    with subprocess.Popen([program, '--profile=frame'], stderr=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, env={
                              **desktop.env, 'G_MESSAGES_DEBUG': 'duologue-ui',
                              'GSETTINGS_SCHEMA_DIR': duo.schema_folder(),
                              'GSETTINGS_BACKEND': 'memory'}) as process:
        try:
            for line in process.stdout:
                if 'first frame' in line:
                    return time.monotonic() - begin
        finally:
            process.terminate()
    raise RuntimeError('the program ended before it painted anything')


def run(desktop):
    figures = {'process start to first frame (s)': first_frame(desktop)}
    alice = duo.Person(desktop, 'alice', (0, 0))
    bob = duo.Person(desktop, 'bob', (640, 0))
    desktop.wait(lambda: alice.box('Your signal').is_visible(), 'the window is laid out')
    time.sleep(2)   # The key is made in the background: let both be idle.
    figures['idle window, resident (MB)'], figures['idle window, proportional (MB)'] = memory(alice)

    begin = time.monotonic()
    offer = alice.invite()
    figures['click on Invite to the whole invite (s)'] = time.monotonic() - begin
    answer = bob.accept(offer)
    alice.give(answer)
    begin = time.monotonic()
    alice.button('Receive Answer').click()
    alice.wait_status('Connected')
    figures['click on Receive Answer to "Connected" (s)'] = time.monotonic() - begin
    bob.wait_connected()
    figures['connected window, resident (MB)'], figures['connected window, proportional (MB)'] = \
        memory(alice)

    begin = time.monotonic()
    alice.send('ping', by_enter=True)
    bob.wait_row('ping')
    figures['typed message to the row in the friend\'s window (s)'] = time.monotonic() - begin
    for person in alice, bob:
        person.quit()
    return figures


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    results = []
    with tempfile.TemporaryDirectory(prefix='duo-figures-') as folder:
        with guikit.Desktop(folder) as desktop:
            for _ in range(rounds):
                results.append(run(desktop))
    for name in results[0]:
        values = [result[name] for result in results]
        print('%-56s median %8.2f   (%.2f to %.2f, %d runs)' %
              (name, statistics.median(values), min(values), max(values), rounds))


if __name__ == '__main__':
    main()
