#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the Flatpak's manifest, and that the program is linked with nothing it would not have.

  check-flatpak.py ROOT PROGRAM [CASE…]

Flathub's linter is not in Debian.  What it says about a manifest is said here in fewer words;
flatpak/README.md lists its rules and where each is looked at.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'flatpak'))
import traces  # noqa: E402

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
PROGRAM = sys.argv.pop(1)
APP_ID = 'io.github.duologue.Duologue'
MANIFEST = ROOT / 'flatpak' / (APP_ID + '.yml')
LIBRARIES = ROOT / 'flatpak' / 'runtime-libraries.txt'
# The program, started by somebody else, is refused two calls, one of them only after another thread was heard.
TRACE = '''10 unlink("/before") = -1 EROFS (Read-only file system)
11 execve("/app/bin/duologue", ["duologue"], 0x7ff /* 9 vars */ <unfinished ...>
10 close(3) = 0
11 <... execve resumed>)             = 0
11 unlink("/usr/share/fonts/truetype/.uuid" <unfinished ...>
12 openat(AT_FDCWD, "/etc/shadow", O_RDONLY) = -1 EACCES (Permission denied)
11 <... unlink resumed>)             = -1 EROFS (Read-only file system)
11 unlink("/usr/share/pretty" <unfinished ...>
12 close(4) = 0
11 <... unlink resumed>)             = -1 EROFS (Read-only file system)
'''
# What every window and every talk needs; each further permission says what it is for.
USUAL = ['--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11',
         '--device=dri']
# What Flathub's linter refuses, or lets through only where an exception was made.
REFUSED = tuple(re.compile(pattern) for pattern in (
    r'--filesystem=', r'--persist=\.$', r'--metadata=', r'--(no|un)\w+=', r'--no-talk-name=',
    r'--(socket|device|share|allow)-if=',
    r'--socket=(x11|gpg-agent|ssh-auth|session-bus|system-bus|inherit-wayland-socket)$',
    r'--device=(all|input|usb|shm)$', r'--(own|system-own)-name=',
    r'--(system-)?talk-name=(org\.freedesktop|org\.gnome|org\.kde)\.\*$',
    r'--(system-)?talk-name=org\.freedesktop\.(DBus|Flatpak|systemd1|login1)\b',
    r'--(system-)?talk-name=org\.freedesktop\.(impl\.)?portal\.',
    r'--(system-)?talk-name=(ca\.desrt\.dconf|org\.gtk\.vfs|org\.mpris\.|org\.kde\.)',
    r'--(system-)?talk-name=' + re.escape(APP_ID), r'--talk-name=org\.freedesktop\.Secrets$',
))


def complaints_about_permissions(permissions):
    found = [p for p in permissions if any(pattern.match(p) for pattern in REFUSED)]
    if '--socket=fallback-x11' in permissions and not {'--socket=wayland',
                                                       '--share=ipc'} <= set(permissions):
        found.append('fallback-x11 goes with wayland and ipc')
    if '--socket=wayland' in permissions and '--socket=fallback-x11' not in permissions:
        found.append('wayland alone')
    return found


def complaints_about_id(app_id):
    parts = app_id.split('.')
    found = []
    if not 3 <= len(parts) <= 5 or len(app_id) > 255:
        found.append('number of parts')
    if not all(re.fullmatch(r'[A-Za-z_][\w-]*', part) for part in parts):
        found.append('characters')
    if parts[1:2] in (['github'], ['gitlab']) and (parts[0] != 'io' or len(parts) < 4):
        found.append('code hosting')
    if parts[-1] == 'desktop':
        found.append('ends with desktop')
    return found


def complaints_about_source(source):
    kind, found = source.get('type'), []
    if kind in ('archive', 'file'):
        if not source.get('url', '').startswith('https://'):
            found.append('not from an https address')
        if not re.fullmatch(r'[0-9a-f]{64}', source.get('sha256', '')):
            found.append('not pinned by its sha256')
        if {'md5', 'sha1'} & set(source):
            found.append('has an old sum')
    elif kind == 'git' and not ('commit' in source and 'branch' not in source):
        found.append('not pinned by its commit')
    if '/' in source.get('dest-filename', ''):
        found.append('dest-filename is a path')
    return found


def complaints_about_module(module):
    found = [c for source in module['sources'] for c in complaints_about_source(source)]
    if any(c == '/lib/debug' or c.startswith('/lib/debug/') for c in module.get('cleanup', [])):
        found.append('throws the debugging information away')
    if '--share=network' in module.get('build-options', {}).get('build-args', []):
        found.append('builds with the network')
    if any(o.startswith('--enable-debug') for o in module.get('config-opts', [])):
        found.append('is built for debugging')
    return found


def needed(program):
    run = subprocess.run(['objdump', '-p', program], capture_output=True, text=True, check=True)
    return set(re.findall(r'^ *NEEDED +(\S+)$', run.stdout, re.M))


def libraries():
    """{library: where it comes from}"""
    lines = [line.split() for line in LIBRARIES.read_text(encoding='utf-8').splitlines()]
    return {words[0]: words[1] for words in lines if words and not words[0].startswith('#')}


class Manifest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = MANIFEST.read_text(encoding='utf-8')
        cls.manifest = yaml.safe_load(cls.text)
        cls.modules = {module['name']: module for module in cls.manifest['modules']}

    def test_head(self):
        self.assertEqual(self.manifest['id'], APP_ID)
        self.assertEqual(complaints_about_id(APP_ID), [])
        self.assertEqual(self.manifest['command'], 'duologue')
        self.assertEqual(self.manifest['runtime'], 'org.gnome.Platform')
        self.assertEqual(self.manifest['sdk'], 'org.gnome.Sdk')
        self.assertFalse(MANIFEST.is_symlink())
        self.assertLessEqual(set(self.manifest), {
            'id', 'runtime', 'runtime-version', 'sdk', 'command', 'finish-args', 'cleanup',
            'modules'})
        self.assertNotIn('/lib/debug', self.manifest['cleanup'])
        self.assertFalse((ROOT / '.gitmodules').exists())

    def test_no_more_permissions_than_are_explained(self):
        permissions = self.manifest['finish-args']
        self.assertEqual(complaints_about_permissions(permissions), [])
        self.assertLessEqual(set(USUAL), set(permissions))
        for permission in set(permissions) - set(USUAL):
            self.assertRegex(self.text, r'\n  # .+\n  - %s\n' % re.escape(permission))

    def test_sources_are_pinned(self):
        for name, module in self.modules.items():
            with self.subTest(name):
                self.assertEqual(complaints_about_module(module), [])

    def test_linked_with_what_is_there(self):
        self.assertEqual(needed(PROGRAM) - set(libraries()), set())

    def test_modules_are_what_the_runtime_lacks(self):
        ours = {library: origin.removeprefix('module:') for library, origin in libraries().items()
                if origin.startswith('module:')}
        self.assertEqual(set(ours.values()) | {'duologue'}, set(self.modules))
        self.assertLessEqual(set(ours), needed(PROGRAM), 'a module that nothing needs')

    def test_versions_of_modules(self):
        for line in LIBRARIES.read_text(encoding='utf-8').splitlines():
            if match := re.match(r'\S+ +module:(\S+) +(\S+)$', line):
                with self.subTest(match.group(1)):
                    self.assertIn(match.group(2), self.modules[match.group(1)]['sources'][0]['url'])

    def test_what_must_not_pass_does_not(self):
        for permission in ('--filesystem=home', '--socket=session-bus', '--device=all',
                           '--talk-name=org.freedesktop.portal.Desktop', '--socket=x11',
                           '--own-name=' + APP_ID, '--talk-name=org.freedesktop.*',
                           '--nosocket=wayland', '--system-talk-name=org.freedesktop.login1',
                           '--device-if=all:!has-input-device'):
            self.assertEqual(complaints_about_permissions(USUAL + [permission]), [permission])
        self.assertTrue(complaints_about_permissions(['--socket=fallback-x11']))
        self.assertTrue(complaints_about_id('com.github.someone.App'))
        self.assertTrue(complaints_about_id('io.github.App'))
        self.assertTrue(complaints_about_source({'type': 'archive', 'url': 'https://x/y.tar'}))
        self.assertTrue(complaints_about_source({'type': 'git', 'branch': 'main'}))
        self.assertEqual(needed('/bin/sh') & {'libc.so.6'}, {'libc.so.6'})

    def test_what_the_kernel_refused(self):
        """Calls that strace tells in two lines, and what Fontconfig tries."""
        with tempfile.NamedTemporaryFile('w', suffix='.log', encoding='utf-8') as log:
            log.write(TRACE)
            log.flush()
            refused = traces.refused_by_the_kernel(log.name)
        self.assertEqual([line.split('"')[1] for line in refused], ['/etc/shadow', '/usr/share/pretty'])


if __name__ == '__main__':
    tap.main()
