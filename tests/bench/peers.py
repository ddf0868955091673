# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is measured: programs and pages that speak the protocol of README.md, and what they cost."""

import os
import pathlib
import queue
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))
import browsers  # noqa: E402

PEERS = HERE / 'peers'
BUILD = pathlib.Path(os.environ.get('DUO_BUILD', HERE.parent.parent / 'build-test' / 'gcc'))
MODULES = pathlib.Path(os.environ.get('DUO_BENCH_MODULES', HERE))
TICKS_S = os.sysconf('SC_CLK_TCK')
WAIT_S = 25


class PeerError(Exception):
    """It said that it broke, or nothing at all."""


class TooSlow(PeerError):
    """It did not tell in time."""


def read(path):
    try:
        return pathlib.Path(path).read_text(encoding='utf-8', errors='replace')
    except (FileNotFoundError, ProcessLookupError):
        return ''


def descendants(pid):
    """PID and all that it started, as far as they still run."""
    children = {}
    for stat in pathlib.Path('/proc').glob('[0-9]*/stat'):
        words = read(stat).rpartition(')')[2].split()
        if words:
            children.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found = [pid]
    for process in found:
        found += children.get(process, [])
    return found


class Peer:
    """One side.  What it costs is that of its process and all that this one started."""

    def __init__(self):
        self.told = []

    def lines(self, timeout):
        """What it told since the last time: [(ms, [word, …])]; waits for something."""
        raise NotImplementedError

    def say(self, line):
        raise NotImplementedError

    def pids(self):
        raise NotImplementedError

    def wait(self, *words, timeout=WAIT_S):
        """The event that begins with WORDS: when it was told (ms), and what follows them."""
        deadline = time.monotonic() + timeout
        while True:
            for event in self.told:
                if event[1][0] in ('broken', 'no-such-command'):
                    raise PeerError(' '.join(event[1]))
                if event[1][:len(words)] == list(words):
                    self.told.remove(event)
                    return event[0], event[1][len(words):]
            left = deadline - time.monotonic()
            if left <= 0:
                raise TooSlow('nothing told %r within %d s' % (' '.join(words), timeout))
            self.told += self.lines(left)

    def forget_complaints(self):
        self.told = [event for event in self.told if event[1][0] != 'broken']

    def ask(self, line, *words, timeout=WAIT_S):
        self.say(line)
        return self.wait(*words, timeout=timeout)

    def cpu_s(self):
        total = 0
        for pid in self.pids():
            words = read('/proc/%d/stat' % pid).rpartition(')')[2].split()
            total += sum(map(int, words[11:13])) if words else 0
        return total / TICKS_S

    def memory_mb(self):
        """Proportional: what two processes share counts half for each."""
        total = 0
        for pid in self.pids():
            for line in read('/proc/%d/smaps_rollup' % pid).splitlines():
                if line.startswith('Pss:'):
                    total += int(line.split()[1])
        return total / 1024

    def threads(self):
        return sum(int(read('/proc/%d/status' % pid).partition('Threads:')[2].split()[0] or 0)
                   for pid in self.pids() if read('/proc/%d/status' % pid))


def parse(line):
    """A description is one word, whatever is in it."""
    words = line.split(' ', 4)
    return float(words[0]), words[1:] if words[1] in ('offer', 'answer') else line.split()[1:]


class Program(Peer):
    def __init__(self, argv, env):
        super().__init__()
        self.queue = queue.Queue()
        self.process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, **env}, text=True, bufsize=1)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.queue.put(line.rstrip('\n'))
        self.queue.put(None)

    def lines(self, timeout):
        try:
            line = self.queue.get(timeout=timeout)
        except queue.Empty:
            return []
        if line is None:
            self.queue.put(None)
            raise PeerError('it ended with status %s' % self.process.wait())
        return [parse(line)]

    def say(self, line):
        try:
            self.process.stdin.write(line + '\n')
        except BrokenPipeError as error:
            raise PeerError('it is gone') from error

    def pids(self):
        return descendants(self.process.pid)

    def close(self):
        try:
            self.process.stdin.close()
            self.process.wait(3)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.reader.join()
        self.process.stdout.close()


class Chromium(browsers.Chromium):
    # As a page sees addresses that it was allowed to use the camera with: no detour by mDNS.
    ARGUMENTS = browsers.Chromium.ARGUMENTS + ('--disable-features=WebRtcHideLocalIpsWithMdns',)


class Firefox(browsers.Firefox):
    PREFERENCES = {**browsers.Firefox.PREFERENCES, 'privacy.reduceTimerPrecision': False,
                   'media.peerconnection.ice.obfuscate_host_addresses': False}


class Page(Peer):
    def __init__(self, kind):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix='duo-bench-')
        self.browser = kind(self.folder.name)
        self.browser.open(PEERS / 'page.html')

    def lines(self, timeout):
        return [parse(line) for line in
                self.browser.script('return window.eval("take(%d)")' % (timeout * 1000))]

    def say(self, line):
        self.browser.script('window.eval(arguments[0])', 'command(%r), null' % line)

    def pids(self):
        found = descendants(self.browser.process.pid)
        # Who drives the browser is no part of it.
        return found[1:] if isinstance(self.browser, browsers.Chromium) else found

    def close(self):
        self.browser.close()
        self.folder.cleanup()


def node(kind):
    return lambda: Program(['node', PEERS / 'node-peer.js', kind],
                           {'NODE_PATH': str(MODULES / 'node_modules')})


OWN_ENVIRONMENT = {'GST_REGISTRY': str(BUILD / 'gst-registry.bin')}


def built(name):
    return lambda: Program([BUILD / 'tests' / 'bench' / name], OWN_ENVIRONMENT)


# In the order of the table: its name there, how it is started.
CONTESTANTS = {
    'duologue': ('Duologue', built('duologue-peer')),
    'libdatachannel': ('libdatachannel (node-datachannel)', node('node-datachannel')),
    'libwebrtc': ('libwebrtc (@roamhq/wrtc)', node('wrtc')),
    'chromium': ('Chromium', lambda: Page(Chromium)),
    'firefox': ('Firefox', lambda: Page(Firefox)),
    'aiortc': ('aiortc', lambda: Program(['/usr/bin/python3', PEERS / 'aiortc-peer.py'], {})),
    'werift': ('werift', node('werift')),
    'limit': ('DTLS alone (OpenSSL), the limit', built('dtls-peer')),
}
