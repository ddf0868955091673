# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person waits for, and what a window costs: the real program on a virtual display, beside an
empty window of libadwaita and the blog's page in Chromium."""

import contextlib
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

import peers
import screen

import duo        # noqa: E402  (peers.py says where)
import guikit     # noqa: E402

PAGES = peers.HERE.parent / 'browser'
RETURN = 0xff0d
IDLE_S = 4
CALM_S = 12   # GTK blinks its cursor for ten seconds, at 60 frames a second; libnice looks on for five
WINDOW = (640, 900)


class WindowedChromium(peers.Chromium):
    """With a window on the display; OPENED is there from the start."""

    def __init__(self, artifacts, opened, position=(0, 0)):
        self.ARGUMENTS = tuple(
            argument for argument in peers.Chromium.ARGUMENTS if 'headless' not in argument) + (
                '--app=' + opened.as_uri(), '--window-position=%d,%d' % position,
                '--window-size=%d,%d' % WINDOW)
        super().__init__(artifacts)

    def pids(self):
        return peers.descendants(self.process.pid)[1:]


# -- What processes cost ----------------------------------------------------------------------


def on_processor_s(pids):
    """To the nanosecond, unlike the ticks of stat."""
    return sum(int(peers.read(path).split()[0]) for pid in pids
               for path in pathlib.Path('/proc/%d/task' % pid).glob('*/schedstat')
               if peers.read(path)) / 1e9


def wakeups(pids):
    return sum(int(peers.read(path).partition('\nvoluntary_ctxt_switches:')[2].split()[0])
               for pid in pids for path in pathlib.Path('/proc/%d/task' % pid).glob('*/status')
               if peers.read(path))


def memory_mb(pids):
    """Proportional, and what only these processes have."""
    found = {'Pss': 0, 'Private_Clean': 0, 'Private_Dirty': 0}
    for pid in pids:
        for line in peers.read('/proc/%d/smaps_rollup' % pid).splitlines():
            name = line.split(':')[0]
            if name in found:
                found[name] += int(line.split()[1]) / 1024
    return found['Pss'], found['Private_Clean'] + found['Private_Dirty']


def idle(pids, what):
    """After some time in which nobody does anything."""
    before_s, before = on_processor_s(pids()), wakeups(pids())
    time.sleep(IDLE_S)
    shared, own = memory_mb(pids())
    return {
        what + ': CPU, %': 100 * (on_processor_s(pids()) - before_s) / IDLE_S,
        what + ': wakeups a second': (wakeups(pids()) - before) / IDLE_S,
        what + ': memory, MB': shared,
        what + ': memory of its own, MB': own,
    }


# -- A start ----------------------------------------------------------------------------------


@contextlib.contextmanager
def started(argv, env, awaited):
    """Runs a program until it printed all that is AWAITED: gives ({text: ms}, its process)."""
    began = time.monotonic()
    found = {}
    with subprocess.Popen(argv, env=env, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            for line in process.stdout:
                found.update({text: (time.monotonic() - began) * 1000
                              for text in awaited if text in line})
                if len(found) == len(awaited):
                    break
            else:
                raise RuntimeError('it ended before it told %r' % (awaited,))
            yield found, process
        finally:
            process.terminate()


def start_duologue(desktop, home):
    env = {**desktop.env, 'G_MESSAGES_DEBUG': 'duologue-ui duologue-chat', 'HOME': home,
           'XDG_CONFIG_HOME': home + '/config', 'XDG_DATA_HOME': home + '/data',
           'GSETTINGS_SCHEMA_DIR': duo.schema_folder(), 'DUOLOGUE_LOCALEDIR': str(duo.BUILD / 'po'),
           'GST_REGISTRY': str(duo.BUILD / 'gst-registry.bin')}
    awaited = 'first frame', 'the engine is warm'
    with started([str(duo.BUILD / 'src' / 'duologue')], env, awaited) as (found, process):
        time.sleep(1)
        return {'process start to first frame, ms': found[awaited[0]],
                'process start to ready, ms': found[awaited[1]],
                **idle(lambda: [process.pid], 'idle window')}


def start_empty(desktop):
    with started([str(duo.BUILD / 'tests' / 'bench' / 'empty-window')], desktop.env,
                 ('first frame',)) as (found, process):
        time.sleep(1)
        shown = found['first frame']
        return {'process start to first frame, ms': shown, 'process start to ready, ms': shown,
                **idle(lambda: [process.pid], 'idle window')}


def start_page(folder):
    page = WindowedChromium(folder, PAGES / 'blog.html')
    try:
        browsers = peers.browsers
        painted = browsers.poll(
            lambda: page.script('const paint = performance.getEntriesByType("paint");'
                                'const [load] = performance.getEntriesByType("navigation");'
                                'return paint.length && load.loadEventEnd ?'
                                '[performance.timeOrigin + paint[0].startTime,'
                                ' performance.timeOrigin + load.loadEventEnd] : null'),
            'the page is painted')
        started_ms = start_of(page.pids()[0])
        time.sleep(1)
        return {'process start to first frame, ms': painted[0] - started_ms,
                'process start to ready, ms': painted[1] - started_ms,
                **idle(page.pids, 'idle window')}
    finally:
        page.close()


def start_of(pid):
    """When that process was started, in ms of the wall clock."""
    ticks = int(peers.read('/proc/%d/stat' % pid).rpartition(')')[2].split()[19])
    booted_s = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    return (booted_s + ticks / peers.TICKS_S) * 1000


# -- From one window to the other ---------------------------------------------------------------


def from_window_to_window(desktop, eye, count):
    """Two real programs that talk with each other."""
    alice = duo.Person(desktop, 'alice', (0, 0), size=WINDOW)
    bob = duo.Person(desktop, 'bob', (WINDOW[0] + 20, 0), size=WINDOW)
    figures = {}
    try:
        desktop.wait(lambda: alice.box('Your signal').is_visible(), 'the window is laid out')
        time.sleep(2)    # The key is made in the background: let both be idle.
        duo.connect(alice, bob)
        time.sleep(CALM_S)
        figures.update(idle(lambda: [alice.app.process.pid], 'connected window'))

        alice.app.activate()
        x, y = bob.app.origin(bob.window)
        left, top, width, height = bob.list().extents()
        place = x + left, y + top, width, height
        times = []
        for n in range(count):
            alice.box('Message').type('message %d' % n)
            times.append(eye.seconds_to_change(place, RETURN) * 1000)
            bob.wait_row('message %d' % n)
        figures['keystroke to the friend\'s screen, ms'] = statistics.median(times)
    finally:
        for person in alice, bob:
            person.app.stop()
    return figures


def from_page_to_page(folder, eye, count):
    """The blog's page as it should be: its own shows only what comes on the wrong channel."""
    with contextlib.ExitStack() as stack:
        pages = []
        for position in (WINDOW[0] + 20, 0), (0, 0):    # the second has the keyboard
            pages.append(WindowedChromium(folder, PAGES / 'better.html', position))
            stack.callback(pages[-1].close)
        bob, alice = pages
        alice.click('invite')
        bob.fill('xx2', alice.wait_value('xx'))
        bob.click('accept')
        alice.fill('xx2', bob.wait_value('xx'))
        alice.click('take-answer')
        peers.browsers.poll(lambda: alice.script('return window.eval("channel.readyState")') == 'open',
                            'the channel is open')
        time.sleep(CALM_S)
        figures = idle(alice.pids, 'connected window')
        times = []
        for n in range(count):
            place = bob.script(
                'const chat = document.getElementById("chat");'
                'chat.replaceChildren();'
                'const box = chat.getBoundingClientRect();'
                'return [screenX + box.x, screenY + outerHeight - innerHeight + box.y, box.width, 80]')
            alice.fill('message', 'message %d' % n)
            alice.script('document.getElementById("send").focus()')
            times.append(eye.seconds_to_change(tuple(map(int, place)), RETURN) * 1000)
            bob.wait_line('message %d' % n)
        figures['keystroke to the friend\'s screen, ms'] = statistics.median(times)
        return figures


# -- Without a window ----------------------------------------------------------------------------


def through_histories():
    """Two conversations of one process, without windows: medians in ms."""
    run = subprocess.run([duo.BUILD / 'tests' / 'bench' / 'message-round-trip'], check=True, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120,
                         env={**os.environ, 'GSETTINGS_BACKEND': 'memory',
                              'GSETTINGS_SCHEMA_DIR': duo.schema_folder()})
    return {'two conversations without windows: %s, ms' % what.strip(): float(median)
            for what, median in re.findall(r'^(.*?) +median ([\d.]+) ms', run.stdout, re.MULTILINE)}


def measure(results, plan, say):
    with tempfile.TemporaryDirectory(prefix='duo-bench-') as folder, \
            guikit.Desktop(folder) as desktop:
        eye = screen.Screen(desktop.env['DISPLAY'])
        for turn in range(min(plan['rounds'], 3)):
            say('windows, turn %d' % (turn + 1))
            home = tempfile.mkdtemp(dir=folder)
            results.turn('window', 'duologue', lambda: start_duologue(desktop, home))
            results.turn('window', 'limit', lambda: start_empty(desktop))
            if plan['keystrokes']:
                results.turn('window', 'duologue', lambda: from_window_to_window(
                    desktop, eye, plan['keystrokes']))
            results.turn('window', 'duologue', through_histories)
            if plan['has_browsers']:
                results.turn('window', 'chromium', lambda: start_page(folder))
                results.turn('window', 'chromium', lambda: from_page_to_page(
                    folder, eye, plan['keystrokes']))
        eye.close()
