#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks every file of the project as text.

  check-text.py ROOT

Licence lines in every source, no note of unfinished work left in the tree, UTF-8, LF, a newline at the
end, no blanks at line ends, no tabs in C and Python.  Exits 1 when something is found.
"""
import os
import pathlib
import re
import sys

SOURCES = {'.c', '.h', '.py', '.css', '.html', '.sh'}
TEXT = SOURCES | {'.ui', '.md', '.in', '.xml', '.po', '.pot', '.yml', '.json', '.svg', '.build'}
SKIPPED = {'.git', '__pycache__', 'node_modules', '.flatpak-builder'}
UNFINISHED = re.compile(r'\b(TO' r'DO|FIX' r'ME|XX' r'X)\b')
# Files that hold odd bytes on purpose.
CORPORA = re.compile(r'^tests/(data|fuzz)/')


def project_files(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIPPED and not (
            folder == str(root) and f.startswith('build') and f != 'build-aux'))
        for name in sorted(names):
            yield pathlib.Path(folder, name)


def is_script(path):
    with path.open('rb') as file:
        return file.read(2) == b'#!'


def check(path, name):
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        yield f'{name}:1: not UTF-8: {error}'
        return
    if path.suffix in SOURCES or is_script(path):
        if name != '.ci/run':
            head = '\n'.join(text.split('\n')[:12])
            for line in 'SPDX-FileCopyrightText: ', 'SPDX-License-Identifier: GPL-3.0-or-later':
                if line not in head:
                    yield f'{name}:1: no "{line.strip()}"'
    if text and not text.endswith('\n'):
        yield f'{name}: no newline at the end'
    for number, line in enumerate(text.split('\n'), 1):
        if line.endswith((' ', '\t')) and path.suffix not in ('.po', '.pot', '.md'):
            yield f'{name}:{number}: blanks at the end of the line'
        if '\r' in line:
            yield f'{name}:{number}: a carriage return'
        if '\t' in line and path.suffix in ('.c', '.h', '.py', '.ui'):
            yield f'{name}:{number}: a tab'
        if UNFINISHED.search(line):
            yield f'{name}:{number}: unfinished: file an issue or do it'


def main(root):
    findings, count = [], 0
    for path in project_files(root):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() or CORPORA.match(name) and path.suffix not in SOURCES:
            continue
        if path.suffix in TEXT or is_script(path):
            findings += check(path, name)
            count += 1
    print('\n'.join(findings + [f'{count} files, {len(findings)} findings']))
    return 1 if findings or not count else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
