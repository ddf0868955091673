#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the metainfo against Flathub's guidelines on quality, as far as a program can tell.

  check-metainfo.py ROOT APP-ID METAINFO DESKTOP-FILE VERSION [CASE…]
"""

import colorsys
import configparser
import datetime
import pathlib
import re
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
APP_ID = sys.argv.pop(1)
METAINFO = sys.argv.pop(1)
DESKTOP = sys.argv.pop(1)
VERSION = sys.argv.pop(1)
HOME = 'https://github.com/duologue/Duologue'
FILES = 'https://raw.githubusercontent.com/duologue/Duologue/'
PICTURES = ROOT / 'data' / 'screenshots'
# A window of at most 1000x700, and the shadow that GTK draws around it.
PICTURE_MAX = 1000 + 128, 700 + 128
LANGUAGE = '{http://www.w3.org/XML/1998/namespace}lang'
# Categories that say nothing of what the program is for.
EMPTY_CATEGORIES = {'GNOME', 'GTK', 'Application', 'GUI'}


def english(element, path):
    return [e for e in element.findall(path) if LANGUAGE not in e.attrib]


class Metainfo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = ET.parse(METAINFO).getroot()

    def one(self, path):
        found = english(self.root, path)
        self.assertEqual(len(found), 1, path)
        return found[0].text

    def test_name_and_summary(self):
        name, summary = self.one('name'), self.one('summary')
        self.assertLessEqual(len(name), 15)
        self.assertTrue(10 <= len(summary) <= 35, summary)
        self.assertNotRegex(summary, r'[.!]$')
        self.assertNotRegex(summary.lower(), r'^(a|an|the) |\b(app|tool|client|gtk|gnome)\b')
        self.assertNotIn(name.lower(), summary.lower())
        self.assertEqual(summary.split(' ', 1)[1], summary.split(' ', 1)[1].lower())
        for translated in self.root.findall('summary'):
            self.assertLessEqual(len(translated.text), 35)

    def test_developer(self):
        developer = self.root.find('developer')
        self.assertEqual(developer.get('id'), APP_ID.rpartition('.')[0])
        self.assertTrue(self.one('developer/name'))
        self.assertIsNone(self.root.find('developer_name'), 'the older way')

    def test_id_and_licences(self):
        self.assertEqual(self.one('id'), APP_ID)
        self.assertEqual(self.one('launchable'), APP_ID + '.desktop')
        self.assertEqual(self.one('metadata_license'), 'CC0-1.0')
        self.assertEqual(self.one('project_license'), 'GPL-3.0-or-later')
        self.assertEqual(self.root.find('content_rating').get('type'), 'oars-1.1')
        self.assertEqual(self.root.find("content_rating/content_attribute[@id='social-chat']").text,
                         'intense')

    def test_addresses(self):
        addresses = {url.get('type'): url.text for url in self.root.findall('url')}
        self.assertLessEqual({'homepage', 'bugtracker', 'vcs-browser'}, set(addresses))
        for address in addresses.values():
            self.assertTrue(address.startswith(HOME), address)

    def test_devices(self):
        self.assertEqual(self.one('requires/display_length'), '360')
        self.assertEqual({e.text for e in self.root.findall('supports/control')},
                         {'keyboard', 'pointing', 'touch'})

    def test_brand_colours(self):
        colours = {e.get('scheme_preference'): e.text for e in self.root.findall('branding/color')}
        self.assertEqual(set(colours), {'light', 'dark'})
        lightness = {}
        for scheme, colour in colours.items():
            self.assertRegex(colour, r'^#[0-9a-f]{6}$')
            rgb = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
            _, lightness[scheme], saturation = colorsys.rgb_to_hls(*rgb)
            self.assertGreater(saturation, 0.25, 'is colourful')
        self.assertGreater(lightness['light'], 0.6)
        self.assertLess(lightness['dark'], 0.4)

    def test_description(self):
        text = ' '.join(' '.join(e.text.split()) for e in english(self.root, 'description//p')
                        + english(self.root, 'description//li'))
        self.assertGreater(len(text), 3 * 70)
        self.assertLessEqual(len(english(self.root, 'description/ul/li')), 10)

    def test_releases(self):
        releases = self.root.findall('releases/release')
        self.assertEqual(releases[0].get('version'), VERSION)
        dates = [datetime.date.fromisoformat(release.get('date')) for release in releases]
        self.assertEqual(dates, sorted(dates, reverse=True))
        self.assertLessEqual(dates[0], datetime.date.today())
        for release in releases:
            said = ' '.join(e.text for e in release.iter() if e.text)
            self.assertGreater(len(said), 40, release.get('version'))

    def test_screenshots(self):
        shots = self.root.findall('screenshots/screenshot')
        self.assertTrue(3 <= len(shots) <= 10)
        self.assertEqual([s.get('type') for s in shots], ['default'] + [None] * (len(shots) - 1))
        for shot in shots:
            address = shot.find('image').text
            self.assertTrue(address.startswith(FILES + 'v%s/data/screenshots/' % VERSION), address)
            path = PICTURES / address.rpartition('/')[2]
            for caption in shot.findall('caption'):
                self.assertNotRegex(caption.text, r'[.。]$|^\d')
                self.assertLessEqual(len(caption.text), 100)
            self.assertEqual(len(english(shot, 'caption')), 1)
            self.check_picture(path)

    def check_picture(self, path):
        run = subprocess.run(
            ['identify', '-format', '%m/%w/%h/%[channels]/%[fx:p{0,0}.a]/%[fx:p{w/2,h/2}.a]', path],
            capture_output=True, text=True, check=True)
        # ImageMagick 7 says the channels in two words.
        kind, width, height, channels, corner, middle = run.stdout.split('/')
        self.assertEqual(kind, 'PNG')
        self.assertIn('a', channels, '%s has a shadow' % path)
        self.assertLess(float(corner), 0.1, '%s has round corners' % path)
        self.assertEqual(float(middle), 1)
        self.assertTrue(620 <= int(width) <= PICTURE_MAX[0], width)
        self.assertTrue(400 <= int(height) <= PICTURE_MAX[1], height)

    def test_every_picture_is_shown(self):
        shown = {e.text.rpartition('/')[2] for e in self.root.iter('image')}
        self.assertEqual(shown, {path.name for path in PICTURES.glob('*')})

    def test_desktop_entry(self):
        desktop = configparser.ConfigParser(interpolation=None, delimiters='=', strict=False)
        desktop.optionxform = str
        desktop.read(DESKTOP, encoding='utf-8')
        entry = desktop['Desktop Entry']
        self.assertEqual(entry['Icon'], APP_ID)
        self.assertFalse({'Hidden', 'NoDisplay'} & set(entry))
        self.assertNotIn('flatpak', entry['Exec'])
        categories = set(entry['Categories'].strip(';').split(';'))
        self.assertTrue(categories - EMPTY_CATEGORIES)
        self.assertTrue(re.search(r'\bchat\b', entry['Keywords']))


if __name__ == '__main__':
    tap.main()
