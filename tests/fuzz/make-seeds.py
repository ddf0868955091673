#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the seeds that come from test vectors and from signals of real browsers.

  make-seeds.py [FOLDER]     writes FOLDER/TARGET/… (tests/fuzz/seeds); after a change of tests/data

The other files there were written by hand, or once broke something: they stay.
"""

import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / 'data'
CORPUS = DATA / 'corpus'


def groups(name):
    """(group, {key: value}) of a file of vectors."""
    text = (DATA / name).read_text(encoding='utf-8')
    for group in re.split(r'\n(?=\[)', text)[1:]:
        yield group[1:group.index(']')], dict(re.findall('^([a-z-]+)=(.*)$', group, re.M))


def messages():
    for name, fields in groups('messages.txt'):
        match = re.match('(bad-|skipped-)?(frame|item)-(.*)', name)
        if match:
            yield match[2], (match[1] or '') + match[3], bytes.fromhex(fields['bytes'])


def invite_codes():
    for name, fields in groups('invite-codes.txt'):
        # The first byte says what the rest is, and the form to write.
        yield 'invite-code', f'{name}-body', b'\0' + bytes.fromhex(fields['body'])
        for number, form in enumerate(('code', 'link', 'qr')):
            yield 'invite-code', f'{name}-{form}', bytes([128 + number]) + fields[form].encode()
        yield 'command-line', f'{name}-link', b'profile\n' + fields['link'].encode()


def browsers():
    for path in sorted(CORPUS.glob('*.json')):
        description = json.loads(path.read_text(encoding='utf-8'))
        kind = b'\1' if description['type'] == 'answer' else b'\0'
        yield 'sdp', path.stem, kind + description['sdp'].encode()
    for path in sorted(CORPUS.glob('*-candidates.txt')):
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines()):
            candidate = json.loads(line or 'null')
            if candidate and candidate['candidate']:
                text = candidate['candidate'] + '\n' + candidate['usernameFragment']
                yield 'candidate', f'{path.stem}-{number}', text.encode()


def main(folder):
    for make in messages, invite_codes, browsers:
        for target, name, data in make():
            (folder / target).mkdir(parents=True, exist_ok=True)
            (folder / target / name).write_bytes(data)


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / 'seeds')
