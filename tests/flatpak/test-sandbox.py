#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed Flatpak: started from its desktop file, talking, asking portals, and uninstalled.

  test-sandbox.py BUNDLE [CASE…]

FLATPAK_USER_DIR is an installation that has the runtime; flatpak/test gives all of it.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))
import browsers  # noqa: E402
import duo  # noqa: E402
import sandbox  # noqa: E402
import tap  # noqa: E402
import traces  # noqa: E402
from invites import INVITE, REPLY, InviteCase  # noqa: E402
from portal import Portal  # noqa: E402

BUNDLE = sys.argv.pop(1)
APP_ID = sandbox.APP_ID
NOBODY = 65534
MANIFEST = duo.ROOT / 'flatpak' / (APP_ID + '.yml')
PEOPLE = {'': {'display-name': 'Alice'}, 'bob': {'display-name': 'Bob'},
          'carol': {'display-name': 'Carol'}}
# Everything that stays when the program is gone, below the person's home.
KEPT = re.compile(r'\.var/app/%s/(data/duologue/|config/glib-2\.0/settings/keyfile$)'
                  % re.escape(APP_ID))
# The test's own (what a desktop would tell GTK), and Flatpak's list of where libraries are.
NOT_OURS = re.compile(r'/config/gtk-4\.0/settings\.ini$|%s/\.ld\.so/|/\.local/|^\.cache/|^\.config/pulse'
                      % re.escape(APP_ID))


def permissions(text):
    """What `flatpak info --show-permissions` says, as options of finish-args."""
    names = {'shared': 'share', 'sockets': 'socket', 'devices': 'device'}
    found = re.findall(r'^(shared|sockets|devices)=(.*)$', text, re.M)
    said = {'--%s=%s' % (names[kind], value) for kind, values in found
            for value in values.split(';') if value}
    # Older Flatpaks know only x11: beside "fallback" it means the same.
    return said - {'--socket=x11'} if '--socket=fallback-x11' in said else said


class Sandbox(InviteCase):
    suite = 'flatpak'

    @classmethod
    def setUpClass(cls):
        folder = os.path.join(duo.artifacts(cls.suite), 'sandbox')
        cls.desktop = sandbox.SandboxDesktop(folder, size='1480x1000x24')
        cls.desktop.__enter__()
        cls.addClassCleanup(cls.desktop.__exit__)
        cls.portal = Portal(cls.desktop)
        cls.portal.__enter__()
        cls.addClassCleanup(cls.portal.__exit__)
        cls.install()

    @classmethod
    def install(cls):
        cls.desktop.install(BUNDLE)

    def setUp(self):
        self.desktop.stop_all()
        shutil.rmtree(os.path.join(self.desktop.home, '.var'), ignore_errors=True)
        sandbox.write_all_settings(self.desktop, PEOPLE)
        self.portal.shown.clear()
        self.portal.unknown.clear()

    def launched(self):
        alice = sandbox.launch_person(self.desktop, 'alice', (0, 0))
        self.addCleanup(alice.app.stop)
        return alice

    def ran(self, *options, profile='bob', position=(740, 0), **more):
        person = sandbox.run_person(self.desktop, profile, position, options, **more)
        self.addCleanup(person.app.stop)
        return person

    # -- What is installed ---------------------------------------------------

    def test_it_has_the_manifest_s_permissions(self):
        manifest = yaml.safe_load(MANIFEST.read_text(encoding='utf-8'))
        said = self.desktop.flatpak('info', '--show-permissions', APP_ID)
        self.assertEqual(permissions(said), set(manifest['finish-args']))
        for group in re.findall(r'^\[(.*)\]$', said, re.M):
            self.assertIn(group, ('Context',))

    def inside(self, *argv):
        return self.desktop.flatpak('run', '--command=' + argv[0], APP_ID, *argv[1:])

    def test_libraries(self):
        """Each is found, and what the runtime lacks comes from the manifest's modules."""
        said = self.inside('ldd', '/app/bin/duologue')
        self.assertNotIn('not found', said)
        ours = set(re.findall(r'=> /app/lib/(\S+)', said))
        self.assertEqual(ours, {'libqrencode.so.4', 'libzbar.so.0'})
        for element in 'webrtcbin', 'nicesrc', 'dtlsdec', 'sctpdec':
            self.inside('gst-inspect-1.0', '--exists', element)

    def test_what_is_exported(self):
        """The desktop sees these files and no others; they are fit to be seen."""
        exports = pathlib.Path(self.desktop.env['FLATPAK_USER_DIR'], 'exports', 'share')
        found = {str(path.relative_to(exports)) for path in exports.rglob('*' + APP_ID + '*')
                 if path.is_file()}
        # flatpak-builder's own copy, by the name that it had before 2017.
        found.discard('metainfo/%s.appdata.xml' % APP_ID)
        share = lambda kind, end: '%s/%s%s' % (kind, APP_ID, end)     # noqa: E731
        self.assertEqual(found, {
            share('applications', '.desktop'), share('dbus-1/services', '.service'),
            share('metainfo', '.metainfo.xml'),
            share('icons/hicolor/scalable/apps', '.svg'),
            share('icons/hicolor/symbolic/apps', '-symbolic.svg')})
        entry = exports / share('applications', '.desktop')
        self.validate(['desktop-file-validate', entry])
        self.validate(['appstreamcli', 'validate', '--no-net',
                       exports / share('metainfo', '.metainfo.xml')])

    def validate(self, argv):
        run = subprocess.run(argv, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_no_rights_inside(self):
        """The person's files, the system's bus, other programs and a capability are not there."""
        run_inside = self.inside if os.getuid() else self.inside_as_nobody
        home = tempfile.mkdtemp(prefix='duo-home-')
        self.addCleanup(shutil.rmtree, home, ignore_errors=True)
        secret = pathlib.Path(home, 'secret')
        secret.write_text('x', encoding='ascii')
        secret.chmod(0o644)
        script = 'cat "$0" 2>&1; ls /run/dbus 2>&1; grep CapEff /proc/self/status; ls /proc'
        said = run_inside('sh', '-c', script, str(secret))
        self.assertIn('No such file', said.splitlines()[0])
        self.assertNotIn('system_bus_socket', said)
        self.assertIn('CapEff:\t' + '0' * 16, said)
        self.assertNotIn(str(os.getpid()), said.split())

    def inside_as_nobody(self, *argv):
        """From root a sandbox takes nothing away, so this is somebody else to whom this installation is
        the system's."""
        installation = self.desktop.env['FLATPAK_USER_DIR']
        os.chmod(installation, 0o755)
        home = tempfile.mkdtemp(prefix='duo-nobody-')
        self.addCleanup(shutil.rmtree, home, ignore_errors=True)
        os.chown(home, NOBODY, NOBODY)
        # The folders above it may be root's alone.
        script = 'mount --bind "$0" /mnt; exec setpriv --reuid=%d --regid=%d --clear-groups "$@"'
        run = subprocess.run(
            ['unshare', '--mount', 'sh', '-euc', script % (NOBODY, NOBODY), installation,
             'flatpak', '--system', 'run', '--command=' + argv[0], APP_ID, *argv[1:]],
            env={'PATH': os.environ['PATH'], 'HOME': home, 'FLATPAK_SYSTEM_DIR': '/mnt'},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    # -- Talking -------------------------------------------------------------

    def talk(self, alice, bob):
        duo.connect(alice, bob)
        alice.send('Hello from one sandbox')
        bob.wait_row('Hello from one sandbox', mine=False)
        bob.send('and from the other: 漢字 👋')
        alice.wait_row('and from the other: 漢字 👋', mine=False)

    def test_two_sandboxes_talk(self):
        """The one started from its desktop file, the other beside it; what crosses the border is
        logged by the proxies, and nothing of it is refused."""
        alice = self.launched()
        bob = self.ran('--log-session-bus', '--log-system-bus', '--log-a11y-bus')
        self.talk(alice, bob)
        for person in alice, bob:
            self.assertEqual(self.desktop.instances().get(person.app.instance()),
                             person.app.process.pid)
        self.desktop.screenshot('talk')
        self.notifies(alice, 'Bob', bob)
        self.notifies(bob, 'Alice', alice)
        log = pathlib.Path(bob.app.output_path)
        self.quit(alice, bob)
        self.assertEqual(traces.refused_calls(log), [])
        self.assertEqual(self.portal.unknown, [])

    def notifies(self, person, name, friend):
        """PERSON looks away; what the friend called NAME writes comes through the portal."""
        person.app.activate()
        self.desktop.wait(lambda: not any(said['title'] == name for said in self.portal.shown.values()),
                          'what %s said before is seen' % name)
        friend.app.activate()
        friend.send('are you there?')
        shown = self.portal.wait_shown(name, 'are you there?')
        self.assertFalse(person.app.has_focus(person.window))
        self.portal.press(shown, APP_ID)
        self.desktop.wait(lambda: person.app.has_focus(person.window), 'the window came to the front')
        self.desktop.wait(lambda: shown not in self.portal.shown, 'it is seen')

    def test_notification_while_the_usual_profile_is_away(self):
        """The portal starts that one, because it knows no other; it shows nothing and ends."""
        bob, carol = self.ran(), self.ran(profile='carol', position=(0, 0))
        self.talk(bob, carol)
        self.notifies(carol, 'Bob', bob)
        self.desktop.wait(lambda: not self.desktop.is_on_bus(APP_ID), 'the third one ended', 60)
        self.assertFalse([app for app in (bob.app, carol.app) if app.has_crashed()])
        self.quit(bob, carol)

    def test_background_is_asked_for(self):
        """To run on without a window is granted by a portal, and by none that is not there."""
        bob = self.ran()
        settings = {**PEOPLE['bob'], 'runs-in-background': True}
        sandbox.write_all_settings(self.desktop, {**PEOPLE, 'bob': settings})
        asked = self.portal.wait_asked('RequestBackground')
        self.assertIn('reason', asked.arguments[1])
        bob.window.do('window.close')
        self.desktop.wait(lambda: not bob.app.windows(), 'the window is gone')
        self.assertIsNone(bob.app.process.poll(), 'it runs on')
        self.desktop.call(APP_ID + '.bob', 'Activate', '{}')
        self.desktop.wait(bob.app.windows, 'the window is there again')

    def test_files_and_links_through_portals(self):
        """A conversation is saved where the person said, and a web page opened by who can."""
        alice, bob = self.launched(), self.ran()
        self.talk(alice, bob)
        # What a real portal lets in is shown to the sandbox somewhere else; this it sees anyway.
        self.portal.saves_to = pathlib.Path(self.desktop.home, sandbox.DATA, 'cache', 'saved.txt')
        bob.app.activate()
        self.desktop.key('ctrl+shift+s')
        self.portal.wait_asked('SaveFile')
        self.desktop.wait(self.portal.saves_to.exists, 'the conversation is saved')
        self.desktop.wait(lambda: 'Hello from one sandbox' in self.portal.saves_to.read_text('utf-8'),
                          'what was said is in it')
        bob.send('https://example.org/page')
        alice.wait_row('https://example.org/page', mine=False)
        alice.app.activate()
        # A link in a text has no action of its own.
        alice.list().find(role='label', name='https://example.org/page').mouse('b1c')
        self.portal.wait_asked('OpenURI', lambda said: said[1] == 'https://example.org/page')
        self.quit(alice, bob)

    def test_link_starts_it(self):
        """A duologue: link that somebody clicked outside of the sandbox, with nothing running."""
        bob = self.ran()
        code = self.invite(bob)
        before = set(self.desktop.instances())
        self.open_from_outside(code)
        alice = sandbox.SandboxedPerson(self.desktop, 'alice', sandbox.ActivatedApp(
            self.desktop, 'alice', before), (0, 0))
        self.addCleanup(alice.app.stop)
        self.press(self.dialog(alice, 'Talk with Bob?'), 'Talk')
        bob.take_answer(self.wait_code(alice, REPLY))
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_link_to_the_running_one(self):
        alice, bob = self.launched(), self.ran()
        self.open_from_outside(self.invite(bob))
        self.press(self.dialog(alice, 'Talk with Bob?'), 'Cancel')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'the question is gone')
        self.assertEqual(len(self.desktop.instances()), 2, 'no third one was started')
        self.quit(alice, bob)

    def open_from_outside(self, link):
        self.assertTrue(link.startswith(INVITE))
        subprocess.run(['gio', 'open', link], env=self.desktop.env, check=True, timeout=60,
                       stdout=self.desktop.log, stderr=self.desktop.log)

    def test_nothing_is_refused(self):
        """What the kernel says to it while it starts, invites, and ends."""
        log = pathlib.Path(self.desktop.artifacts, 'strace.log')
        bob = self.ran(prefix=traces.strace(log))
        bob.invite()
        self.quit(bob)
        self.assertEqual(traces.refused_by_the_kernel(log), [])

    @unittest.skipUnless(shutil.which('chromium') and shutil.which('chromedriver'),
                         'Chromium is missing')
    def test_browser_outside(self):
        """The blog's page in a browser that runs on the other side of the border."""
        sandbox.write_all_settings(self.desktop, {**PEOPLE, '': {'local-addresses': [duo.ADDRESS]}})
        page = browsers.Chromium(self.desktop.artifacts)
        self.addCleanup(page.close)
        page.open(duo.ROOT / 'tests' / 'browser' / 'blog.html')
        alice = self.launched()
        page.fill('xx2', alice.invite())
        page.click('accept')
        alice.take_answer(page.wait_value('xx'))
        alice.wait_connected()
        alice.send('Hello page')
        page.wait_line('Hello page')
        page.fill('message', 'hello sandbox')
        page.click('send')
        alice.wait_row('hello sandbox', mine=False)
        self.quit(alice)

    # -- The end -------------------------------------------------------------

    def test_uninstalled(self):
        """What was said stays where README.md says, and nothing else does."""
        alice, bob = self.launched(), self.ran()
        self.talk(alice, bob)
        self.quit(alice, bob)
        try:
            self.desktop.flatpak('--user', 'uninstall', '--noninteractive', APP_ID)
            left = [path for path in self.desktop.left_at_home() if not NOT_OURS.search(path)]
            self.assertEqual([path for path in left if not KEPT.match(path)], [])
            readme = (duo.ROOT / 'README.md').read_text(encoding='utf-8')
            for database in ('data/duologue/conversations.db',
                             'data/duologue/profiles/bob/conversations.db'):
                self.assertIn(str(sandbox.DATA / database), left)
            self.assertIn('~/%s/data/duologue/' % sandbox.DATA, readme)
            self.assertEqual(self.of_the_installation(), [])
        finally:
            self.install()

    def of_the_installation(self):
        """What names the program there, but for its history and what a bundle came from."""
        folder = pathlib.Path(self.desktop.env['FLATPAK_USER_DIR'])
        found = [str(path.relative_to(folder)) for path in folder.rglob('*' + APP_ID + '*')]
        return [path for path in found if not path.startswith(('.removed', 'repo/'))]


if __name__ == '__main__':
    tap.main()
