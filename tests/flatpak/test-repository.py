#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A repository of one's own, as flatpak/publish makes it, on a web server of the test.

  test-repository.py REPOSITORY [CASE…]

Nothing is run from it; what it is good for is that it can be installed and that nobody can change it.
"""

import functools
import http.server
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))
import duo  # noqa: E402
import tap  # noqa: E402

REPOSITORY = sys.argv.pop(1)
PUBLISH = duo.ROOT / 'flatpak' / 'publish'


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


class Repository(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Near the repository, so that what is the same need not be copied.
        cls.tmp = tempfile.mkdtemp(prefix='published-', dir=pathlib.Path(REPOSITORY).parent)
        cls.addClassCleanup(shutil.rmtree, cls.tmp, ignore_errors=True)
        cls.repository = os.path.join(cls.tmp, 'repo')
        shutil.copytree(REPOSITORY, cls.repository)
        serve = functools.partial(Quiet, directory=cls.repository)
        cls.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), serve)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.server.shutdown)
        cls.address = 'http://127.0.0.1:%d' % cls.server.server_port
        # gpg's agent wants a short path for its socket.
        cls.keys = tempfile.mkdtemp(prefix='duo-gpg-')
        cls.addClassCleanup(shutil.rmtree, cls.keys, ignore_errors=True)
        cls.addClassCleanup(cls.run_it, 'gpgconf', '--homedir', cls.keys, '--kill', 'gpg-agent')
        cls.new_key('owner@example.org')
        cls.publish()

    @classmethod
    def publish(cls):
        cls.run_it(PUBLISH, '--repository', cls.repository, cls.address, 'owner@example.org')

    @classmethod
    def new_key(cls, name):
        cls.run_it('gpg', '--batch', '--quiet', '--passphrase', '', '--quick-generate-key', name,
                   'ed25519', 'sign')

    @classmethod
    def run_it(cls, *argv, check=True, home=None):
        home = home or cls.tmp
        env = dict(os.environ, GNUPGHOME=cls.keys, HOME=home, XDG_DATA_HOME=home + '/data',
                   XDG_CACHE_HOME=home + '/cache', FLATPAK_USER_DIR=home + '/flatpak')
        run = subprocess.run(argv, env=env, capture_output=True, text=True, timeout=120,
                             stdin=subprocess.DEVNULL, check=False)
        if check and run.returncode:
            raise AssertionError('%s\n%s%s' % (argv, run.stdout, run.stderr))
        return run

    def computer(self):
        """A home on which nothing is installed."""
        return tempfile.mkdtemp(dir=self.tmp)

    def install(self, home, check=True):
        # The runtime would come from Flathub, which cannot be reached.
        return self.run_it('flatpak', '--user', 'install', '--noninteractive', '--no-deps',
                           'duologue', duo.APP_ID, home=home, check=check)

    def test_added_and_installed(self):
        home = self.computer()
        self.run_it('flatpak', '--user', 'remote-add', '--from', 'duologue',
                    self.address + '/duologue.flatpakrepo', home=home)
        self.install(home)
        said = self.run_it('flatpak', 'info', '--user', duo.APP_ID, home=home).stdout
        self.assertIn('duologue', said)
        program = pathlib.Path(home, 'flatpak/app', duo.APP_ID, 'current/active/files/bin/duologue')
        self.assertTrue(program.exists())
        # Its translations are an extension, which may come now; it itself is up to date.
        before = self.commit(home)
        self.assertNotIn('app/' + duo.APP_ID, self.update(home))
        self.assertEqual(self.commit(home), before)

    def update(self, home):
        return self.run_it('flatpak', '--user', 'update', '--noninteractive', '--no-deps',
                           home=home).stdout

    def commit(self, home):
        return self.run_it('flatpak', 'info', '--user', '--show-commit', duo.APP_ID, home=home).stdout

    def test_updated(self):
        """The next release reaches who has installed the one before."""
        home = self.computer()
        self.run_it('flatpak', '--user', 'remote-add', '--from', 'duologue',
                    self.address + '/duologue.flatpakrepo', home=home)
        self.install(home)
        before = self.commit(home)
        names = self.run_it('ostree', '--repo=' + REPOSITORY, 'refs').stdout.split()
        self.run_it('flatpak', 'build-commit-from', '--src-repo=' + REPOSITORY, '--force',
                    '--no-update-summary', '--timestamp=NOW', '--subject=the next release',
                    self.repository, *[name for name in names if name.startswith('app/')])
        self.publish()
        self.update(home)
        self.assertNotEqual(self.commit(home), before)

    def test_reference(self):
        """The file that one click installs from names all that is needed."""
        text = pathlib.Path(self.repository, 'duologue.flatpakref').read_text(encoding='utf-8')
        lines = dict(line.split('=', 1) for line in text.splitlines() if '=' in line)
        self.assertEqual(lines['Name'], duo.APP_ID)
        self.assertEqual(lines['Url'], self.address)
        self.assertEqual(lines['RuntimeRepo'], 'https://dl.flathub.org/repo/flathub.flatpakrepo')
        self.assertTrue(lines['GPGKey'])

    def test_another_key_is_refused(self):
        """Who holds the server, but not the key, cannot give anybody another program."""
        home = self.computer()
        self.new_key('somebody@example.org')
        key = os.path.join(home, 'key.gpg')
        self.run_it('gpg', '--batch', '--output', key, '--export', 'somebody@example.org')
        self.run_it('flatpak', '--user', 'remote-add', '--gpg-import=' + key, 'duologue',
                    self.address, home=home, check=False)
        run = self.install(home, check=False)
        self.assertNotEqual(run.returncode, 0)
        self.assertRegex(run.stderr, 'signature|GPG')
        self.assertFalse(pathlib.Path(home, 'flatpak/app', duo.APP_ID).exists())


if __name__ == '__main__':
    tap.main()
