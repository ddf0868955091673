#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the program as it was built: what stands in the way of somebody who found a memory error.

  check-binary.py BINARY [CASE…]
"""

import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402

BINARY = pathlib.Path(sys.argv.pop(1))
ENDBR64 = bytes.fromhex('f30f1efa')
# What the C library brings along; Debian 12's has no such landing pads.
NOT_OURS = {'_start', '_init', '_fini'}
PAGE_BYTES = 4096


def tool(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120,
                          env={'LC_ALL': 'C', 'PATH': '/usr/bin:/bin'}).stdout


def readelf(*options):
    return tool('readelf', '--wide', *options, str(BINARY))


def segments():
    """(type, flags) of each."""
    return re.findall(r'^  ([A-Z_]+) +0x\S+ 0x\S+ 0x\S+ 0x\S+ 0x\S+ ([R ][W ][E ]) ',
                      readelf('--program-headers'), re.M)


def functions():
    """(name, address, size, binding) of those that are defined here."""
    for line in readelf('--symbols').splitlines():
        words = line.split()
        if len(words) >= 8 and words[3] == 'FUNC' and words[6] != 'UND':
            yield words[7], int(words[1], 16), int(words[2], 0), words[4]


def imports():
    return set(re.findall(r'FUNC +\S+ +\S+ +UND (\w+)', readelf('--dyn-syms')))


def sections():
    """(name, address, offset, size)"""
    for name, *numbers in re.findall(r'^ +\[ *\d+\] (\S+) +\S+ +([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) ',
                                     readelf('--section-headers'), re.M):
        yield name, *(int(n, 16) for n in numbers)


class Binary(unittest.TestCase):
    def test_position_independent(self):
        """The kernel puts it somewhere else each time."""
        self.assertRegex(readelf('--file-header'), r'Type: +DYN')
        self.assertRegex(readelf('--dynamic'), r'FLAGS_1\) +Flags: .*\bPIE\b')
        self.assertNotIn('TEXTREL', readelf('--dynamic'))

    def test_relocations_are_read_only(self):
        """All of them are done at the start, and their tables cannot be written afterwards."""
        self.assertIn('GNU_RELRO', [kind for kind, _ in segments()])
        self.assertRegex(readelf('--dynamic'), r'FLAGS\) +.*BIND_NOW')

    def test_nothing_is_both_written_and_run(self):
        found = segments()
        self.assertIn(('GNU_STACK', 'RW '), found)
        self.assertGreater(len(found), 6)
        for kind, flags in found:
            self.assertFalse('W' in flags and 'E' in flags, (kind, flags))

    def test_stack_protector(self):
        self.assertIn('__stack_chk_fail', imports())

    def test_fortified(self):
        """Calls whose buffers the compiler knows are the checked ones (-D_FORTIFY_SOURCE)."""
        self.assertTrue({n for n in imports() if n.endswith('_chk')} - {'__stack_chk_fail'})

    @unittest.skipUnless('X86-64' in readelf('--file-header'), 'of x86-64 only')
    def test_landing_pads(self):
        """Every function that others can call begins with ENDBR64 (-fcf-protection)."""
        data = BINARY.read_bytes()
        text = next(s for s in sections() if s[0] == '.text')
        checked = 0
        for name, address, size, binding in functions():
            if binding == 'GLOBAL' and name not in NOT_OURS and size:
                at = address - text[1] + text[2]
                self.assertEqual(data[at:at + 4], ENDBR64, name)
                checked += 1
        self.assertGreater(checked, 300)

    @unittest.skipUnless('X86-64' in readelf('--file-header'), 'of x86-64 only')
    def test_stack_clash(self):
        """No function takes more than a page of stack without touching it (-fstack-clash-protection)."""
        frame = re.compile(r'\bsub +\$0x([0-9a-f]+),%rsp')
        probe = re.compile(r'\b(or|mov)[lq]? +\$0x0,')
        code = tool('objdump', '--disassemble', '--no-show-raw-insn', '--section=.text', str(BINARY)).splitlines()
        for number, line in enumerate(code):
            match = frame.search(line)
            if match and PAGE_BYTES <= int(match[1], 16) < 2 ** 31:
                self.assertTrue(any(probe.search(li) for li in code[number + 1:number + 4]), line)
        self.assertGreater(len(code), 10000)

    def test_no_place_of_its_own_for_libraries(self):
        self.assertNotRegex(readelf('--dynamic'), r'\((RPATH|RUNPATH)\)')


if __name__ == '__main__':
    tap.main()
