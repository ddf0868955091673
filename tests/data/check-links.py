#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that a desktop hands duologue: links to the program, over the bus.

  check-links.py DESKTOP-FILE SERVICE-FILE APP-ID [CASE…]
"""

import configparser
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402

DESKTOP = pathlib.Path(sys.argv.pop(1))
SERVICE = pathlib.Path(sys.argv.pop(1))
APP_ID = sys.argv.pop(1)


def read(path):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return parser


class Links(unittest.TestCase):
    def test_the_scheme_is_ours(self):
        """As update-desktop-database sees it, which every installation runs."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(DESKTOP, folder)
            subprocess.run(['update-desktop-database', folder], check=True, timeout=30)
            cache = read(pathlib.Path(folder, 'mimeinfo.cache'))['MIME Cache']
        self.assertEqual(cache['x-scheme-handler/duologue'], DESKTOP.name + ';')

    def test_a_link_is_handed_over(self):
        entry = read(DESKTOP)['Desktop Entry']
        self.assertIn(entry['Exec'].split()[1], ('%u', '%U'))
        self.assertEqual(entry['DBusActivatable'], 'true')
        self.assertEqual(DESKTOP.stem, APP_ID, 'the bus knows the program by this name')

    def test_the_bus_can_start_it(self):
        service = read(SERVICE)['D-BUS Service']
        program, option = service['Exec'].split()
        self.assertEqual(SERVICE.stem, APP_ID)
        self.assertEqual(service['Name'], APP_ID)
        self.assertTrue(program.startswith('/') and program.endswith('/duologue'), program)
        self.assertEqual(option, '--gapplication-service')


if __name__ == '__main__':
    tap.main()
