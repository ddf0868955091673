#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that what SECURITY.md and tests/README.md name as proofs is there.

  check-security.py ROOT [CASE…]
"""

import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402

ROOT = pathlib.Path(sys.argv.pop(1))


def rows():
    """The cells of the table of attackers, without its head."""
    text = (ROOT / 'SECURITY.md').read_text(encoding='utf-8')
    table = text.split('## Against whom')[1].split('\n## ')[0]
    lines = [li for li in table.splitlines() if li.startswith('|')]
    return [[cell.strip() for cell in li.strip('|').split('|')] for li in lines[2:]]


def faults():
    """The cells of the table of bad inputs and faults."""
    text = (ROOT / 'tests' / 'README.md').read_text(encoding='utf-8')
    return [[cell.strip() for cell in li.strip('|').split('|')]
            for li in text.splitlines() if re.match(r'\| [WUN]\d+ ', li)]


def added(source):
    """Of cases that a macro ADD gives a prefix to."""
    prefixes = re.findall(r'"(/[\w/-]+/)"', ' '.join(re.findall(r'#define ADD.*(?:\n .*)*', source)))
    names = re.findall(r'\bADD\w* \("([\w/-]+)"', source)
    return {prefix + name for prefix in prefixes for name in names}


def known():
    """The names of all cases, programs and fuzz targets."""
    names = set()
    for path in sorted((ROOT / 'tests').rglob('*')):
        if path.suffix == '.c':
            source = path.read_text(encoding='utf-8')
            names |= set(re.findall(r'"(/[a-z][\w/.-]*)"', source))
            names |= added(source)
            names.add(path.stem)
        elif path.suffix == '.py':
            names |= set(re.findall(r'def (test_\w+)', path.read_text(encoding='utf-8')))
            names.add(path.name)
    return names


class Security(unittest.TestCase):
    def test_every_proof_is_there(self):
        names, checked = known(), 0
        for row in rows():
            self.assertEqual(len(row), 4, row)
            for name in re.findall(r'`([^`]+)`', row[3]):
                self.assertTrue(name in names, f'{name}: no such test ({row[0]})')
                checked += 1
        self.assertGreater(checked, 30)

    def test_every_fault_has_a_test_or_a_reason(self):
        names, rows_seen = known(), []
        for row in faults():
            self.assertEqual(len(row), 4, row)
            rows_seen.append(row[0])
            proofs = re.findall(r'`([^`]+)`', row[3])
            self.assertTrue(proofs or 'Not tested: ' in row[3], row[0])
            for name in proofs:
                self.assertIn(name, names, f'{name}: no such test ({row[0]})')
        self.assertEqual(rows_seen, [letter + str(i) for letter, n in (('W', 16), ('U', 9), ('N', 20))
                                     for i in range(1, n + 1)])

    def test_every_row_has_a_proof_or_says_why_not(self):
        for row in rows():
            self.assertTrue('`' in row[3] or 'not tested here' in row[3], row[0])

    def test_every_fuzz_target_is_named(self):
        proofs = ' '.join(row[3] for row in rows())
        for path in (ROOT / 'tests' / 'fuzz').glob('fuzz-*.c'):
            self.assertIn(f'`{path.stem}`', proofs)


if __name__ == '__main__':
    tap.main()
