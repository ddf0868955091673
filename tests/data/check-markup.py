#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the .ui files and other XML: well formed, and usable without eyes or mouse.

  check-markup.py ROOT [CASE…]
"""

import pathlib
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
# Properties whose text a person reads or hears.
SPOKEN = {'label', 'title', 'subtitle', 'tooltip-text', 'placeholder-text', 'description',
          'heading', 'body'}


def ui_files():
    return sorted((ROOT / 'src').rglob('*.ui'))


def properties(node):
    return {p.get('name').replace('_', '-'): p for p in node.findall('property')}


class Markup(unittest.TestCase):
    def test_well_formed(self):
        files = ui_files() + sorted((ROOT / 'src').rglob('*.gresource.xml')) + sorted(
            (ROOT / 'data').rglob('*.xml*'))
        self.assertTrue(files)
        for path in files:
            with self.subTest(path.relative_to(ROOT).as_posix()):
                run = subprocess.run(['xmllint', '--noout', '--nonet', path], text=True,
                                     stderr=subprocess.PIPE, check=False)
                self.assertEqual((run.returncode, run.stderr), (0, ''))

    def test_ids_are_used_once(self):
        for path in ui_files():
            with self.subTest(path.name):
                ids = [n.get('id') for n in ET.parse(path).iter('object') if n.get('id')]
                self.assertEqual(sorted(ids), sorted(set(ids)))

    def test_icon_buttons_say_what_they_do(self):
        for path in ui_files():
            for node in ET.parse(path).iter('object'):
                names = properties(node)
                if node.get('class') not in ('GtkButton', 'GtkMenuButton', 'GtkToggleButton'):
                    continue
                if 'icon-name' not in names:
                    continue
                with self.subTest(file=path.name, icon=names['icon-name'].text):
                    spoken = [p for a in node.findall('accessibility')
                              for p in a.iter('property') if p.get('name') == 'label']
                    self.assertTrue('tooltip-text' in names, 'no tooltip')
                    self.assertTrue(spoken or 'tooltip-text' in names, 'no accessible name')

    def test_spoken_text_is_translatable(self):
        for path in ui_files():
            for node in ET.parse(path).iter('object'):
                for name, node_property in properties(node).items():
                    text = (node_property.text or '').strip()
                    if name in SPOKEN and any(c.isalpha() for c in text):
                        with self.subTest(file=path.name, text=text):
                            self.assertEqual(node_property.get('translatable'), 'yes')


if __name__ == '__main__':
    tap.main()
