#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the vectors of the invite code with a reader written from PROTOCOL.md alone.

  check-invite-codes.py FILE [CASE…]
"""

import base64
import hashlib
import ipaddress
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402

FILE = pathlib.Path(sys.argv.pop(1))
BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
WAYS = [('host', 'udp'), ('host', 'passive'), ('srflx', 'udp'), ('srflx', 'passive'),
        ('relay', 'udp'), ('relay', 'passive'), ('prflx', 'udp')]


def vectors():
    groups = {}
    for line in FILE.read_text(encoding='utf-8').splitlines():
        if match := re.match(r'\[(.*)\]$', line):
            group = groups.setdefault(match.group(1), {})
        elif '=' in line and not line.startswith('#'):
            key, value = line.split('=', 1)
            group[key] = value
    return groups


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def bytes_of(text):
    """(bytes, 'i', 'a' or None) of any form."""
    if text.startswith('duo1'):
        kind, code = None, text[4:]
    else:
        kind, code = re.fullmatch(r'(?i:duologue):([iaIA])/(.*)', text).groups()
    if kind and kind.isupper():
        out = b''
        for at in range(0, len(code), 3):
            group = [BASE45.index(c) for c in code[at:at + 3]]
            out += sum(d * 45 ** n for n, d in enumerate(group)).to_bytes(len(group) - 1, 'big')
        return out, kind.lower()
    return base64.urlsafe_b64decode(code + '=' * (-len(code) % 4)), kind


def body_of(frame):
    assert frame[0] >> 4 == 1
    length, start = (frame[0] & 15) << 4 | frame[1] >> 4, 2
    if length == 240:
        length, start = int.from_bytes(frame[2:6], 'big'), 6
    assert length == len(frame), (length, len(frame))
    assert crc32c(frame[:-4]) == int.from_bytes(frame[-4:], 'little')
    return bytes(b ^ (frame[1] & 15) * 17 for b in frame[start:-4])


class Bits:
    def __init__(self, data):
        self.text = ''.join(f'{b:08b}' for b in data)

    def get(self, n):
        assert len(self.text) >= n
        head, self.text = self.text[:n], self.text[n:]
        return int(head or '0', 2)

    def bytes(self, n):
        return bytes(self.get(8) for _ in range(n))

    def ascii(self, n):
        return ''.join(chr(self.get(7)) for _ in range(n))


def credentials(bits, form):
    if form == 0:
        secret = bits.bytes(16)
        digest = hashlib.sha256(b'duologue ufrag' + secret).digest()
        return base64.b64encode(digest).decode()[:8], base64.b64encode(secret).decode()[:22]
    ufrag, pwd, width = {1: (32, 32, 6), 2: (4, 24, 6), 3: (8, 32, 4)}.get(form, (0, 0, 6))
    if form == 4:
        ufrag, pwd = bits.get(8) + 1, bits.get(8) + 1
    alphabet = '0123456789abcdef' if width == 4 else BASE64
    text = ''.join(alphabet[bits.get(width)] for _ in range(ufrag + pwd))
    return text[:ufrag], text[ufrag:]


def address(bits, last):
    """(address as text, the first half of the last IPv6 address)"""
    kind = bits.get(4)
    if kind <= 3:
        number = [lambda: 0xc0a80000 | bits.get(16), lambda: 0x0a000000 | bits.get(24),
                  lambda: 0xac100000 | bits.get(20), lambda: bits.get(32)][kind]()
        return str(ipaddress.IPv4Address(number)), last
    if kind <= 7:
        if kind == 4:
            data = bits.bytes(16)
        elif kind == 5:
            there = bits.get(8)
            data = b''.join(bits.bytes(2) if there & 0x80 >> i else b'\0\0' for i in range(8))
        else:
            data = (last if kind == 6 else b'\xfe\x80' + bytes(6)) + bits.bytes(8)
        return str(ipaddress.IPv6Address(data)), data[:8]
    if kind == 8:
        digits = bits.bytes(16).hex()
        parts = digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]
        return '-'.join(parts) + '.local', last
    assert kind == 9
    return bits.ascii(bits.get(6)) + '.local', last


def candidates(bits):
    out, last, where = [], bytes(8), None
    for _ in range(bits.get(5)):
        if not bits.get(1):
            where, last = address(bits, last)
        way = bits.get(3)
        if way == 7:
            kind = ('host', 'srflx', 'prflx', 'relay')[bits.get(2)]
            transport = ('udp', 'active', 'passive', 'so')[bits.get(2)]
        else:
            kind, transport = WAYS[way]
        port = out[bits.get(5)][3] if bits.get(1) else bits.get(16)
        out.append((kind, transport, where, port))
    return out


def facts_of_body(body):
    bits = Bits(body)
    facts = {'role': ('actpass', 'active', 'passive')[bits.get(2)]}
    form, mid = bits.get(3), bits.get(2)
    facts['mid'] = ('0', 'application0', 'data')[mid] if mid < 3 else bits.ascii(bits.get(5) + 1)
    size = bits.get(2)
    facts['size'] = (65536, 262144)[size] if size < 2 else bits.get(19)
    facts['time'] = (bits.get(24), bits.get(4)) if bits.get(1) else None
    facts['duologue'] = {}
    if bits.get(1):
        facts['duologue']['v'] = bits.get(8) if bits.get(1) else 1
        if bits.get(1):
            facts['duologue']['name'] = bits.bytes(bits.get(8) + 1).decode()
        if bits.get(1):
            facts['duologue']['to'] = bits.get(16)
    facts['credentials'] = credentials(bits, form)
    facts['fingerprint'] = bits.bytes(32).hex(':').upper()
    facts['candidates'] = candidates(bits)
    assert len(bits.text) < 8 and '1' not in bits.text, bits.text
    return facts


def candidate_of_line(words):
    transport = words[words.index('tcptype') + 1] if 'tcptype' in words else 'udp'
    where = words[4] if words[4].endswith('.local') else str(ipaddress.ip_address(words[4]))
    return words[7], transport, where, int(words[5])


def left_out(all_of_them):
    """Without what a code leaves out."""
    hosts = {c[2] for c in all_of_them if c[0] == 'host' and not c[2].endswith('.local')}
    hosts = [a for a in map(ipaddress.ip_address, hosts) if not a.is_loopback]
    local = [a for a in hosts if a.version == 6 and a.is_link_local]
    ipv4 = [a for a in hosts if a.version == 4]
    ipv6 = {int(a) >> 64 for a in hosts if a.version == 6 and not a.is_link_local}
    drop = {str(a) for a in local} if len(local) <= max(len(ipv4), len(ipv6)) else set()
    return [c for c in all_of_them if c[1] != 'active' and not (c[0] == 'host' and c[2] in drop)]


def facts_of_json(text):
    description = json.loads(text)
    lines = description['sdp'].split('\r\n')

    def value(name):
        return next((li.split(':', 1)[1] for li in lines if li.startswith(f'a={name}:')), None)

    all_of_them = [candidate_of_line(li.split()) for li in lines if li.startswith('a=candidate:')]
    return {
        'role': value('setup'), 'mid': value('mid'),
        'size': min(int(value('max-message-size') or 65536), 262144),
        'duologue': description.get('duologue', {}),
        'credentials': (value('ice-ufrag'), value('ice-pwd')),
        'fingerprint': value('fingerprint').split()[1],
        'candidates': left_out(all_of_them),
    }


class InviteCodes(unittest.TestCase):
    def test_body(self):
        for name, vector in vectors().items():
            with self.subTest(name):
                found = facts_of_body(bytes.fromhex(vector['body']))
                time = found.pop('time')
                self.assertEqual(found, facts_of_json(vector['json']))
                self.assertEqual(time[0] if time else 0, int(vector['created']))

    def test_forms(self):
        """The three forms are one body, and say whether they are an offer."""
        for name, vector in vectors().items():
            for form in 'code', 'link', 'qr':
                with self.subTest(name, form=form):
                    frame, kind = bytes_of(vector[form])
                    self.assertEqual(body_of(frame).hex(), vector['body'])
                    is_offer = json.loads(vector['json'])['type'] == 'offer'
                    self.assertIn(kind, (None, 'i' if is_offer else 'a'))

    def test_every_field_is_there(self):
        """The vectors use each form of credentials and each kind of address."""
        forms = {int(v['body'][:2], 16) >> 3 & 7 for v in vectors().values()}
        self.assertEqual(forms, {0, 1, 2, 3, 4})


if __name__ == '__main__':
    tap.main()
