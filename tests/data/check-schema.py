#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the GSettings schema: strict, every key explained, private by default.

  check-schema.py ROOT APP-ID [CASE…]
"""

import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
APP_ID = sys.argv.pop(1)


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        from gi.repository import Gio
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        subprocess.run(['glib-compile-schemas', '--strict', '--targetdir', folder.name,
                        ROOT / 'data'], check=True)
        source = Gio.SettingsSchemaSource.new_from_directory(folder.name, None, True)
        cls.schema = source.lookup(APP_ID, False)

    def test_relocatable(self):
        """Each profile has a path of its own."""
        self.assertIsNotNone(self.schema)
        self.assertIsNone(self.schema.get_path())

    def test_every_key_is_explained(self):
        keys = list(ET.parse(ROOT / 'data' / f'{APP_ID}.gschema.xml').iter('key'))
        self.assertEqual(len(keys), len(self.schema.list_keys()))
        for key in keys:
            with self.subTest(key.get('name')):
                self.assertTrue((key.findtext('summary') or '').strip())

    def test_nothing_outside_is_contacted_by_default(self):
        for name in self.schema.list_keys():
            if name.endswith('-servers'):
                with self.subTest(name):
                    self.assertEqual(self.schema.get_key(name).get_default_value().unpack(), [])


if __name__ == '__main__':
    tap.main()
