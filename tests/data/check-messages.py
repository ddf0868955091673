#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and writes the vectors of frames, items and tags by a program written from PROTOCOL.md alone.

  check-messages.py FILE [CASE…]
"""

import hashlib
import hmac
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402

FILE = pathlib.Path(sys.argv.pop(1))
SEQ_MAX = 2 ** 53 - 1
TIME_MAX = 253402300799999
FRAMES = ('', 'ping', 'pong', 'bye', 'hello', 'join', 'receipt', 'piece', 'typing', 'signal', 'renew')
ITEMS = ('', 'text', 'edit', 'reaction')


class Broken(Exception):
    """A rule of section 5 is broken."""


def demand(truth):
    if not truth:
        raise Broken


def utf8(data):
    demand(b'\0' not in data)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Broken from error


class Bytes:
    def __init__(self, data):
        self.rest = data

    def take(self, n):
        demand(len(self.rest) >= n)
        head, self.rest = self.rest[:n], self.rest[n:]
        return head

    def number(self, n, least, most):
        value = int.from_bytes(self.take(n), 'big')
        demand(least <= value <= most)
        return value


def read_body(kind, body):
    if kind in ('ping', 'pong', 'bye'):
        return {'token': body.number(8, 0, 2 ** 64)}
    if kind == 'hello':
        out = {'version': body.number(2, 1, 65535)}
        out['min'] = body.number(2, 1, out['version'])
        out |= {'abilities': body.number(4, 0, 2 ** 32), 'clock': body.number(8, 0, TIME_MAX)}
        out |= {'entropy': body.take(32).hex(), 'tags': body.take(64 * 16).hex()}
        body.rest = b''
        return out
    if kind == 'join':
        return {'tag': body.take(16).hex()}
    if kind == 'receipt':
        stored = body.number(8, 0, SEQ_MAX)
        return {'stored': stored, 'seen': body.number(8, 0, stored)}
    if kind == 'piece':
        out = {'seq': body.number(8, 1, SEQ_MAX), 'size': body.number(4, 1, 2 ** 20 + 64)}
        out['offset'] = body.number(4, 0, out['size'] - 1)
        demand(1 <= len(body.rest) <= min(8192, out['size'] - out['offset']))
        return out | {'data': body.take(len(body.rest)).hex()}
    if kind == 'typing':
        return {'typing': body.number(1, 0, 1)}
    out = {'round': body.number(4, 1, 2 ** 32)}
    if kind == 'signal':
        demand(body.rest)
        out['json'] = utf8(body.take(len(body.rest)))
    return out


def read_frame(data):
    """The fields of a frame, or None for a kind that is not known."""
    frame = Bytes(data)
    demand(len(data) <= 16384)
    kind, length = frame.number(1, 1, 255), frame.number(4, 0, 2 ** 32)
    demand(length == len(frame.rest))
    if kind >= len(FRAMES):
        return None
    out = {'frame': FRAMES[kind]} | read_body(FRAMES[kind], frame)
    demand(not frame.rest)
    return out


def read_item(data):
    demand(1 <= len(data) <= 2 ** 20 + 64)
    item = Bytes(data)
    number = item.number(1, 1, 255)
    if number >= len(ITEMS):
        return None
    flags = item.number(1, 0, 3)
    demand(flags != 2)
    out = {'item': ITEMS[number], 'time': item.number(8, 0, TIME_MAX)}
    if flags & 1:
        out['target'] = item.number(8, 1, SEQ_MAX)
        out['target-of-sender'] = flags >> 1
    demand(flags & 1 or number == 1)
    demand(len(item.rest) <= (64 if number == 3 else 2 ** 20) and (item.rest or number == 3))
    return out | {'text': utf8(item.rest)}


WIDTHS = {'token': 8, 'version': 2, 'min': 2, 'abilities': 4, 'clock': 8, 'stored': 8, 'seen': 8,
          'seq': 8, 'size': 4, 'offset': 4, 'typing': 1, 'round': 4, 'time': 8, 'target': 8}


def written(name, value):
    if name in WIDTHS:
        return int(value).to_bytes(WIDTHS[name], 'big')
    return str(value).encode() if name in ('json', 'text') else bytes.fromhex(value)


def write(fields):
    fields = dict(fields)
    if 'frame' in fields:
        kind = FRAMES.index(fields.pop('frame'))
        body = b''.join(written(*field) for field in fields.items())
        return bytes([kind]) + len(body).to_bytes(4, 'big') + body
    kind, of_sender = ITEMS.index(fields.pop('item')), int(fields.pop('target-of-sender', 0))
    head = bytes([kind, 1 + 2 * of_sender if 'target' in fields else 0])
    return head + b''.join(written(*field) for field in fields.items())


def with_length(data):
    return len(data).to_bytes(2, 'big') + data


def mac(key, label, transcript):
    return hmac.new(key, with_length(label) + with_length(transcript), hashlib.sha256).digest()


def facts(description):
    sdp = json.loads(description)['sdp']
    for pattern in r'a=fingerprint:sha-256 (\S+)', r'a=ice-ufrag:(\S+)', r'a=ice-pwd:(\S+)':
        found = re.search(pattern, sdp)[1]
        yield bytes.fromhex(found.replace(':', '')) if 'finger' in pattern else found.encode()


def reunion(group):
    """What both compute from the descriptions, the entropies and an older secret."""
    parts = [b'duologue 1 transcript', *facts(group['offer']), *facts(group['answer'])]
    transcript = hashlib.sha256(b''.join(map(with_length, parts))).digest()
    old = bytes.fromhex(group['secret'])
    entropies = bytes.fromhex(group['inviter-entropy'] + group['invited-entropy'])
    return {'transcript': transcript.hex(),
            'inviter-tag': mac(old, b'duologue 1 inviter', transcript)[:16].hex(),
            'invited-tag': mac(old, b'duologue 1 invited', transcript)[:16].hex(),
            'new-secret': mac(entropies, b'duologue 1 secret', transcript).hex()}


def vectors(kind):
    groups = {}
    for line in FILE.read_text(encoding='utf-8').splitlines():
        if match := re.match(r'\[(.*)\]$', line):
            group = groups.setdefault(match[1], {})
        elif '=' in line and not line.startswith('#'):
            key, value = line.split('=', 1)
            group[key] = value
    chosen = {n: g for n, g in groups.items() if n.startswith(kind)}
    assert chosen, kind
    return chosen


class Messages(unittest.TestCase):
    def check(self, kind, read):
        for name, fields in vectors(kind + '-').items():
            with self.subTest(name):
                data = bytes.fromhex(fields.pop('bytes'))
                self.assertEqual({k: str(v) for k, v in read(data).items()}, fields)
                self.assertEqual(write(fields).hex(), data.hex())
        for name, fields in vectors(f'bad-{kind}-').items():
            with self.subTest(name), self.assertRaises(Broken):
                read(bytes.fromhex(fields['bytes']))
        for name, fields in vectors(f'skipped-{kind}-').items():
            with self.subTest(name):
                self.assertIsNone(read(bytes.fromhex(fields['bytes'])))

    def test_frames(self):
        self.check('frame', read_frame)
        seen = {v['frame'] for v in vectors('frame-').values()}
        self.assertEqual(seen, set(FRAMES[1:]))

    def test_items(self):
        self.check('item', read_item)
        self.assertEqual({v['item'] for v in vectors('item-').values()}, set(ITEMS[1:]))

    def test_reunion(self):
        for name, group in vectors('reunion-').items():
            with self.subTest(name):
                self.assertEqual({k: group[k] for k in reunion(group)}, reunion(group))

    def test_hello_may_be_longer(self):
        """A later version says more behind what is known, and nothing changes."""
        for name, group in vectors('frame-hello').items():
            with self.subTest(name):
                data = bytes.fromhex(group['bytes']) + b'more'
                data = data[:1] + (len(data) - 5).to_bytes(4, 'big') + data[5:]
                self.assertEqual(read_frame(data), read_frame(bytes.fromhex(group['bytes'])))


if __name__ == '__main__':
    tap.main()
