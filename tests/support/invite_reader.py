# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A reader of the invite code, written from PROTOCOL.md alone."""

import base64
import hashlib
import ipaddress
import re

BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
LIFETIMES = [0, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10080, 20160, 43200]
WAYS = [('host', 'udp'), ('host', 'passive'), ('srflx', 'udp'), ('srflx', 'passive'),
        ('relay', 'udp'), ('relay', 'passive'), ('prflx', 'udp')]


def crc24(data):
    crc = 0xfedcba
    for byte in data:
        crc ^= byte << 16
        for _ in range(8):
            crc = crc << 1 ^ (0x15d6dcb if crc & 0x800000 else 0)
    return crc


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
    assert crc24(frame[:-3]) == int.from_bytes(frame[-3:], 'big')
    return bytes(b ^ (frame[1] & 15) * 17 for b in frame[start:-3])


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


def ipv6(bits, first, first_bits):
    """FIRST and then what is missing to 128 bits."""
    rest = 128 - first_bits
    return first << rest | bits.get(rest)


def groups(bits):
    there = bits.get(8)
    return int.from_bytes(b''.join(bits.bytes(2) if there & 0x80 >> i else b'\0\0'
                                   for i in range(8)), 'big')


IPV4 = {
    '100': lambda bits: bits.get(32),
    '11000': lambda bits: 0xc0a80000 | bits.get(16),
    '11001': lambda bits: 0x0a000000 | bits.get(24),
    '111000': lambda bits: 0xac100000 | bits.get(20),
}
IPV6 = {
    '101': lambda bits, last: ipv6(bits, 1, 3),
    '11010': lambda bits, last: ipv6(bits, 0xfd, 8),
    '11011': lambda bits, last: groups(bits),
    '111001': lambda bits, last: ipv6(bits, last, 64),
    '111010': lambda bits, last: ipv6(bits, 0xfe80 << 48, 64),
    '111011': lambda bits, last: ipv6(bits, 0, 0),
}
MARKS = {'0', *IPV4, *IPV6, '111100', '111101', '111110'}


def mark_of(bits):
    mark = ''
    while mark not in MARKS:
        assert len(mark) < 6, mark
        mark += str(bits.get(1))
    return mark


def name_of(bits, mark):
    if mark == '111101':
        return bits.ascii(bits.get(6)) + '.local'
    digits = bits.bytes(16).hex()
    parts = digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]
    return '-'.join(parts) + '.local'


def way_of(bits, mark, before):
    expected = before, 'passive' if mark in ('0', '111110') else 'udp'
    if mark == '0' or not bits.get(1):
        return expected
    way = bits.get(3)
    if way < 7:
        return WAYS[way]
    return (('host', 'srflx', 'prflx', 'relay')[bits.get(2)],
            ('udp', 'active', 'passive', 'so')[bits.get(2)])


def candidates(bits, marks):
    out, last, where = [], 0, None
    while len(bits.text) >= 8:
        mark = mark_of(bits)
        marks.add(mark)
        if mark in IPV4:
            where = str(ipaddress.IPv4Address(IPV4[mark](bits)))
        elif mark in IPV6:
            number = IPV6[mark](bits, last)
            where, last = str(ipaddress.IPv6Address(number)), number >> 64
        elif mark not in ('0', '111110'):
            where = name_of(bits, mark)
        kind, transport = way_of(bits, mark, out[-1][0] if out else 'host')
        if bits.get(1):
            port = 32768 + bits.get(15)
        else:
            port = bits.get(16) if bits.get(1) else out[bits.get(5)][3]
        out.append((kind, transport, where, port))
    return out


def head_of(bits):
    """(facts, form of the credentials)"""
    if not bits.get(1):
        role = 'actpass' if not bits.get(1) else ('active', 'passive')[bits.get(1)]
        return {'role': role, 'mid': '0', 'size': 65536, 'duologue': {'v': 1}}, 0
    facts = {'role': ('actpass', 'active', 'passive')[bits.get(2)]}
    form, mid = bits.get(3), bits.get(2)
    facts['mid'] = ('0', 'application0', 'data')[mid] if mid < 3 else bits.ascii(bits.get(5) + 1)
    size = bits.get(2)
    facts['size'] = (65536, 262144)[size] if size < 2 else bits.get(19)
    facts['duologue'] = {'v': bits.get(8) if bits.get(1) else 1} if bits.get(1) else {}
    return facts, form


def time_of(bits):
    """(minutes, lifetime in minutes)"""
    if not bits.get(1):
        return 0, 0
    return bits.get(24), LIFETIMES[bits.get(4)] if bits.get(1) else 10


def facts_of_body(body, marks):
    bits = Bits(body)
    facts, form = head_of(bits)
    facts['time'] = time_of(bits)
    if facts['duologue']:
        if bits.get(1):
            facts['duologue']['name'] = bits.bytes(bits.get(8) + 1).decode()
        if bits.get(1):
            facts['duologue']['to'] = bits.get(16)
    facts['credentials'] = credentials(bits, form)
    facts['fingerprint'] = bits.bytes(32).hex(':').upper()
    facts['candidates'] = candidates(bits, marks)
    assert '1' not in bits.text, bits.text
    return facts, form
