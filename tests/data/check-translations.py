#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks po/: everything translatable is listed, the template is fresh, zh_CN is complete.

  check-translations.py ROOT [CASE…]
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402
from contract_words import CONTRACT  # noqa: E402

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
PO = ROOT / 'po'
DOMAIN = 'duologue'
COMPLETE = ('zh_CN',)

TRANSLATABLE_C = re.compile(r'\b(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?) ?\(\s*"')


def plain(text):
    """TEXT with one kind of apostrophe and without mnemonic marks."""
    return text.replace('’', "'").replace('_', '')


def entries(path):
    """(context, msgid, plural, [msgstr], flags) of every entry that is not obsolete."""
    # msgcat makes one form of all: one line a string.
    text = subprocess.run(['msgcat', '--no-wrap', str(path)], check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    for block in text.split('\n\n'):
        lines = [line for line in block.split('\n') if not line.startswith('#~')]
        flags = {flag.strip() for line in lines if line.startswith('#,')
                 for flag in line[2:].split(',')}
        fields, key = {}, None
        for line in lines:
            match = re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?) (".*")$', line)
            if match:
                key = match.group(1)
                fields[key] = unquote(match.group(2))
            elif line.startswith('"') and key:
                fields[key] += unquote(line)
        if fields.get('msgid'):
            strings = [value for name, value in sorted(fields.items()) if name.startswith('msgstr')]
            yield (fields.get('msgctxt'), fields['msgid'], fields.get('msgid_plural'), strings,
                   flags)


def unquote(text):
    """The string that a PO file's quoted TEXT stands for."""
    escapes = {'n': '\n', 't': '\t', '"': '"', '\\': '\\', 'r': '\r'}
    return re.sub(r'\\(.)', lambda m: escapes.get(m.group(1), m.group(0)), text[1:-1])


def listed():
    return [line.strip() for line in (PO / 'POTFILES').read_text(encoding='utf-8').splitlines()
            if line.strip() and not line.startswith('#')]


def languages():
    return (PO / 'LINGUAS').read_text(encoding='utf-8').split()


class Translations(unittest.TestCase):
    def test_potfiles_names_what_is_there(self):
        files = listed()
        self.assertEqual(len(files), len(set(files)), 'a file is listed twice')
        self.assertEqual([f for f in files if not (ROOT / f).is_file()], [])

    def test_potfiles_is_complete(self):
        missing, names = [], set(listed())
        for path in sorted([*(ROOT / 'src').rglob('*'), *(ROOT / 'data').rglob('*')]):
            name = path.relative_to(ROOT).as_posix()
            if name in names or not path.is_file():
                continue
            if path.suffix in ('.c', '.h'):
                code = re.sub(r'/\*.*?\*/', '', path.read_text(encoding='utf-8'), flags=re.S)
                needed = TRANSLATABLE_C.search(code)
            elif path.suffix == '.ui':
                needed = 'translatable="yes"' in path.read_text(encoding='utf-8')
            else:
                needed = re.search(r'\.(desktop|metainfo\.xml|gschema\.xml)(\.in)*$', name)
            if needed:
                missing.append(name)
        self.assertEqual(missing, [], 'not in po/POTFILES')

    def test_template_is_fresh(self):
        """po/duologue.pot holds what the sources hold: `meson compile duologue-pot`."""
        with tempfile.TemporaryDirectory() as folder:
            fresh = pathlib.Path(folder) / 'fresh.pot'
            subprocess.run(
                ['xgettext', '--from-code=UTF-8', '--add-comments', '--output', fresh,
                 '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2',
                 '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3',
                 '--files-from', PO / 'POTFILES', '--directory', ROOT], check=True, cwd=ROOT)
            source = {entry[:3] for entry in entries(fresh)}
        template = {entry[:3] for entry in entries(PO / f'{DOMAIN}.pot')}
        self.assertEqual(source - template, set(), 'missing in the template')
        self.assertEqual(template - source, set(), 'no longer in the sources')

    def test_languages_and_files_agree(self):
        self.assertEqual(sorted(languages()), sorted(p.stem for p in PO.glob('*.po')))
        for language in COMPLETE:
            self.assertIn(language, languages())

    def test_compile(self):
        for language in languages():
            with self.subTest(language):
                run = subprocess.run(['msgfmt', '--check', '--check-accelerators=_', '--output',
                                      '/dev/null', PO / f'{language}.po'], text=True,
                                     stderr=subprocess.PIPE, check=False)
                self.assertEqual((run.returncode, run.stderr), (0, ''))

    def test_complete(self):
        template = {entry[:3] for entry in entries(PO / f'{DOMAIN}.pot')}
        for language in COMPLETE:
            with self.subTest(language):
                done = list(entries(PO / f'{language}.po'))
                self.assertEqual([e[1] for e in done if 'fuzzy' in e[4]], [], 'fuzzy')
                self.assertEqual([e[1] for e in done if not all(e[3])], [], 'not translated')
                self.assertEqual(template - {e[:3] for e in done}, set(), 'missing')

    def test_says_the_same_things(self):
        """What is filled in at run time stands in the translation too."""
        holes = re.compile(r'%(?:\d+\$)?[-#0-9.]*(?:l|z|h|G_G\w+_FORMAT)*[a-zA-Z%]')
        for language in languages():
            for _, msgid, plural, strings, _ in entries(PO / f'{language}.po'):
                for string in filter(None, strings):
                    with self.subTest(language=language, msgid=msgid):
                        wanted = [sorted(re.sub(r'\d+\$', '', h) for h in holes.findall(text))
                                  for text in (msgid, plural or msgid)]
                        found = sorted(re.sub(r'\d+\$', '', h) for h in holes.findall(string))
                        self.assertIn(found, wanted)

    def test_contract_words(self):
        for language, words in CONTRACT.items():
            said = {}
            for _, msgid, _, strings, _ in entries(PO / f'{language}.po'):
                said.setdefault(plain(msgid), set()).update(plain(s) for s in strings)
            for english, word in words.items():
                with self.subTest(language=language, word=english):
                    # In Chinese a mnemonic is set in brackets behind: 发送(S).
                    found = {re.sub(r'\([A-Z]\)$', '', s) for s in said.get(english, ())}
                    self.assertEqual(found, {word})


if __name__ == '__main__':
    tap.main()
