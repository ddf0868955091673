# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs net-link and net-peer, led by lines (net-lines.h), each in a host of a Lab."""

import os
import queue
import tempfile
import re
import subprocess
import threading
import time

import netlab

SLOWNESS = 3 if os.environ.get('DUO_SANITIZED') else 1
CONNECT_S = 30 * SLOWNESS
PREPARE_S = 60 * SLOWNESS
LINK_ERRORS = ('ENGINE', 'NO_ADDRESS', 'NO_RELAY', 'REFUSED', 'IMPOSTOR', 'UNREACHABLE', 'HANDSHAKE', 'LOST',
               'RULES', 'NEWER', 'NOT_OPEN', 'TOO_LONG', 'BUSY', 'RELAY_REFUSED', 'RELAY_EXPIRED', 'RELAY_LOST')


class Event:
    """What a program told: "MS NAME TEXT"."""

    def __init__(self, line):
        at, self.name, *rest = line.split(' ', 2)
        self.ms = float(at)
        self.text = rest[0] if rest else ''

    def __repr__(self):
        return '%.0f %s %s' % (self.ms, self.name, self.text[:80])


class Program:
    """A running net-link or net-peer.  Events come in by a thread and are kept in order."""

    binary = None
    joined = None   # (event, text) that says that the two are joined
    over = ()       # texts of the same event that say that it will not be

    def __init__(self, lab, host, name=None, **options):
        self.name = name or host.name
        self.events, self.arriving = [], queue.Queue()
        words = ['--%s=%s' % (key, value) for key, values in options.items() if key != 'relay_only'
                 for value in (values if isinstance(values, (list, tuple)) else [values])]
        if options.get('relay_only'):
            words.append('--relay-only')
        # What it keeps is nobody else's, and gone with it.
        self.data = tempfile.TemporaryDirectory(prefix='duologue-net-')
        self.process = host.node.popen(netlab.PROGRAMS / self.binary, *words, text=True, bufsize=1, stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, env=dict(os.environ, XDG_DATA_HOME=self.data.name))
        lab.processes.append(self.process)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.wait('ready', timeout_s=PREPARE_S)

    def read(self):
        for line in self.process.stdout:
            # What GLib prints as debug messages is not meant for us.
            if re.match(r'\d+\.\d{3} \S', line):
                self.arriving.put(Event(line.rstrip('\n')))
        self.arriving.put(None)

    def tell(self, *words):
        self.process.stdin.write(' '.join(map(str, words)) + '\n')

    def drain(self):
        """All that has come so far."""
        while True:
            try:
                event = self.arriving.get_nowait()
            except queue.Empty:
                return self.events
            if event is not None:
                self.events.append(event)

    def wait(self, name, text=None, timeout_s=10, after=0):
        """The first event called NAME, with this TEXT (or one of these), at or after index AFTER."""
        texts = (text,) if isinstance(text, str) else text
        deadline = time.monotonic() + timeout_s
        while True:
            self.drain()
            for event in self.events[after:]:
                if event.name == name and (texts is None or event.text in texts):
                    return event
            if self.process.poll() is not None and self.arriving.empty() and not self.reader.is_alive():
                raise netlab.Trouble('%s ended with status %d while waiting for %s %s; %s'
                                     % (self.name, self.process.returncode, name, text, self.events[-5:]))
            left = deadline - time.monotonic()
            if left <= 0:
                raise netlab.Trouble('%s: waited %g s in vain for %s %s; the last were %s'
                                     % (self.name, timeout_s, name, text, self.events[-5:]))
            try:
                event = self.arriving.get(timeout=min(left, 0.5))
            except queue.Empty:
                continue
            if event is not None:
                self.events.append(event)

    def all(self, name):
        return [event for event in self.drain() if event.name == name]

    def code(self, timeout_s=PREPARE_S):
        """My invite or reply, once it is there; a failure instead of it is raised."""
        event = self.wait_either(timeout_s, 'code', 'failure')
        if event.name == 'failure':
            raise netlab.Trouble('%s made no code: %s' % (self.name, event.text))
        return event.text

    def wait_either(self, timeout_s, *names):
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            for event in self.drain():
                if event.name in names:
                    return event
            time.sleep(0.01)
        raise netlab.Trouble('%s: waited %g s in vain for %s' % (self.name, timeout_s, ' or '.join(names)))

    def wait_joined(self, timeout_s=CONNECT_S):
        return self.wait(*self.joined, timeout_s=timeout_s)

    def forget(self):
        """What was told so far; before the same program begins anew."""
        self.drain()
        self.events.clear()

    def candidates(self):
        """["host 10.1.0.2", …]; of a Link."""
        return [event.text for event in self.all('candidate')]

    def path(self):
        return self.all('path')[-1].text

    def failure(self):
        """The name of the error of the link that ended it, or None."""
        failures = self.all('failure')
        if not failures:
            return None
        words = failures[-1].text.split()
        number = words[1] if 'quark' in words[0] or '-' in words[0] else words[0]
        return LINK_ERRORS[int(number)]

    def received(self):
        return [event.text.split(' ')[0] for event in self.all('received')]

    def quit(self, timeout_s=10 * SLOWNESS):
        """Its status must be 0."""
        self.tell('quit')
        try:
            status = self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise netlab.Trouble('%s does not end' % self.name) from None
        if status:
            raise netlab.Trouble('%s ended with status %d' % (self.name, status))


class Link(Program):
    """The link layer alone.  STUN and TURN servers as webrtcbin wants them."""

    binary = 'net-link'
    joined = ('state', 'open')
    over = ('failed', 'closed')

    def __init__(self, lab, host, stun=(), turn=(), **options):
        super().__init__(lab, host, stun=[gst_uri(uri) for uri in as_list(stun)],
                         turn=[gst_uri(uri) for uri in as_list(turn)], **options)


class Person(Program):
    """Everything but the window."""

    binary = 'net-peer'
    joined = ('presence', 'connected')
    over = ('failed', 'lost', 'not-connected')

    def report(self, addresses=False):
        """What the connection card says: {title: [line, …]}."""
        seen = len(self.drain())
        self.tell('report', 'addresses' if addresses else '')
        text = self.wait('report', after=seen).text.replace('\\n', '\n')
        sections, lines = {}, []
        for line in text.splitlines()[1:]:
            if line.startswith('  '):
                lines.append(line.strip())
            else:
                lines = sections[line] = []
        return sections


def as_list(value):
    return [value] if isinstance(value, str) else list(value)


def gst_uri(uri):
    scheme, rest = uri.split(':', 1)
    return '%s://%s' % (scheme, rest)


def connect(inviter, friend, timeout_s=CONNECT_S, delay_s=0):
    """Invite, accept, carry the reply back after so long, be joined.  Returns the ms from the
    reply's arrival until both are joined."""
    inviter.tell('invite')
    friend.tell('accept', inviter.code())
    answer = friend.code()
    time.sleep(delay_s)
    began_ms = time.monotonic() * 1000
    inviter.tell('answer', answer)
    return max(p.wait_joined(timeout_s).ms for p in (inviter, friend)) - began_ms


def attempt(inviter, friend, timeout_s, delay_s=0):
    """As connect (); instead of raising it tells (ms, path) or (ms, 'NAME of the failure')."""
    inviter.tell('invite')
    try:
        friend.tell('accept', inviter.code())
        answer = friend.code()
    except netlab.Trouble as trouble:
        return None, inviter.failure() or friend.failure() or str(trouble)
    time.sleep(delay_s)
    began_ms = time.monotonic() * 1000
    inviter.tell('answer', answer)
    event, text = inviter.joined
    ended = inviter.wait(event, (text, *inviter.over), timeout_s)
    if ended.text != text:
        return ended.ms - began_ms, inviter.failure()
    return max(friend.wait_joined(timeout_s).ms, ended.ms) - began_ms, inviter.path()
