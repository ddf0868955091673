#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two who talk while one of them is killed again and again: everything that was said arrives
once and in order.  `test-kill.py` kills 12 times; `test-kill.py --kills=1000` is the long run."""

import os
import pathlib
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))

KILLS = 12
for argument in sys.argv[1:]:
    if argument.startswith('--kills='):
        KILLS = int(argument.partition('=')[2])
        sys.argv.remove(argument)
        os.environ.setdefault('DUO_CASE_DEADLINE', str(120 + 10 * KILLS))

import tap  # noqa: E402

BUILD = pathlib.Path(os.environ.get('DUO_BUILD', HERE.parent.parent / 'build-test' / 'gcc'))
SLOWNESS = 3 if os.environ.get('DUO_SANITIZED') else 1
# Generous: a busy machine is no loss.
WAIT_S = 180 * SLOWNESS
STREAM_MS = 8


class Peer:
    """One net-peer; what it keeps outlives it."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.log = (folder / f'{name}.log').open('ab')
        self.start()

    def start(self):
        environment = dict(os.environ, XDG_DATA_HOME=str(self.folder / self.name),
                           XDG_CACHE_HOME=str(self.folder / self.name),
                           GSETTINGS_BACKEND='memory', GSETTINGS_SCHEMA_DIR=str(BUILD / 'data'),
                           G_DEBUG='fatal-criticals')
        self.process = subprocess.Popen(
            [BUILD / 'tests' / 'net' / 'net-peer', '--profile=kill', '--continue', f'--name={self.name}',
             '--address=127.0.0.1'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, env=environment)
        self.lines, self.rest = [], b''
        self.wait('ready')

    def read(self, timeout_s):
        if select.select([self.process.stdout], [], [], timeout_s)[0]:
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                raise AssertionError(f'{self.name} ended by itself: {self.process.wait()}')
            *lines, self.rest = (self.rest + data).split(b'\n')
            self.lines += [line.decode().split(' ', 1)[1] for line in lines]  # after the time

    def wait(self, beginning):
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            for i, line in enumerate(self.lines):
                if line.startswith(beginning):
                    del self.lines[:i + 1]
                    return line
            self.read(0.2)
        raise AssertionError(f'{self.name}: timed out after {WAIT_S} s waiting for "{beginning}"; '
                             f'last lines: {self.lines[-5:]}')

    def tell(self, *words):
        self.process.stdin.write((' '.join(words) + '\n').encode())
        self.process.stdin.flush()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def quit(self):
        self.tell('quit')
        self.process.stdin.close()
        self.process.wait(WAIT_S)
        self.process.stdout.close()

    def messages(self, kind):
        path = self.folder / self.name / 'duologue' / 'profiles' / 'kill' / 'conversations.db'
        database = sqlite3.connect(path)
        assert database.execute('PRAGMA integrity_check').fetchone() == ('ok',)
        assert database.execute('SELECT count(*) FROM conversations').fetchone() == (1,), 'one conversation'
        texts = [row[0] for row in database.execute('SELECT text FROM messages WHERE kind = ? ORDER BY id', (kind,))]
        database.close()
        return texts


MINE, THEIRS = 0, 1


def join(inviter, invited):
    for peer in (inviter, invited):
        peer.lines.clear()
    inviter.tell('invite')
    invited.tell('accept', inviter.wait('code ').split(' ', 1)[1])
    inviter.tell('answer', invited.wait('code ').split(' ', 1)[1])
    for peer in (inviter, invited):
        peer.wait('presence connected')


class Kill(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='duologue-kill-'))
        self.peers = [Peer(self.folder, 'alice'), Peer(self.folder, 'bob')]

    def tearDown(self):
        for peer in self.peers:
            if peer.process.poll() is None:
                peer.kill()
            peer.log.close()
        shutil.rmtree(self.folder)

    def pass_time(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for peer in self.peers:
                peer.read(max(0, min(0.01, deadline - time.monotonic())))

    def test_killed_again_and_again(self):
        seed = random.randrange(2 ** 32)
        chance = random.Random(seed)
        print(f'# seed {seed}, {KILLS} kills')
        join(*self.peers)
        for n in range(KILLS):
            for peer in self.peers:
                peer.tell('stream', str(STREAM_MS))
            self.pass_time(chance.uniform(0, 0.4))
            victims = chance.choice([[0], [1], [0, 1]])
            for i in victims:
                self.peers[i].kill()
            for i in victims:
                self.peers[i].start()
            for i in {0, 1} - set(victims):
                self.peers[i].tell('hang-up')
                self.peers[i].wait('presence not-connected')
            join(*(self.peers if chance.random() < 0.5 else reversed(self.peers)))
            if n % 50 == 49:
                print(f'# {n + 1} kills', flush=True)
        for peer in self.peers:
            peer.tell('stream', '0')
        self.wait_for_the_last()
        for peer in self.peers:
            peer.quit()
        self.compare()

    def wait_for_the_last(self):
        deadline = time.monotonic() + 2 * WAIT_S
        while time.monotonic() < deadline:
            self.pass_time(0.5)
            if all(a.messages(MINE)[-1:] == b.messages(THEIRS)[-1:]
                   for a, b in (self.peers, self.peers[::-1])):
                return
        raise AssertionError('timed out waiting until the last message is on both sides')

    def compare(self):
        for a, b in (self.peers, self.peers[::-1]):
            said, heard = a.messages(MINE), b.messages(THEIRS)
            self.assertEqual(said, [str(i) for i in range(len(said))], f'{a.name} said every number once')
            self.assertEqual(heard, said, f'{b.name} heard every number once and in order')
            print(f'# {a.name} to {b.name}: {len(said)} messages, each once and in order')


if __name__ == '__main__':
    tap.main()
