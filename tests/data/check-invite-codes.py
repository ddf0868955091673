#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the vectors of the invite code with a reader written from PROTOCOL.md alone.

  check-invite-codes.py FILE [CASE…]
"""

import ipaddress
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402
from invite_reader import (MARKS, body_of, bytes_of, crc24,  # noqa: E402
                           facts_of_body)

FILE = pathlib.Path(sys.argv.pop(1))


def vectors():
    groups = {}
    for line in FILE.read_text(encoding='utf-8').splitlines():
        if match := re.match(r'\[(.*)\]$', line):
            group = groups.setdefault(match.group(1), {})
        elif '=' in line and not line.startswith('#'):
            key, value = line.split('=', 1)
            group[key] = value
    return groups


def candidate_of_line(words):
    transport = words[words.index('tcptype') + 1] if 'tcptype' in words else 'udp'
    where = words[4] if words[4].endswith('.local') else str(ipaddress.ip_address(words[4]))
    return words[7], transport, where, int(words[5])


def left_out(all_of_them):
    """Without what a code leaves out."""
    hosts = {c[2] for c in all_of_them if c[0] == 'host' and not c[2].endswith('.local')}
    hosts = [a for a in map(ipaddress.ip_address, hosts) if not a.is_loopback]
    local = [a for a in hosts if a.version == 6 and a.is_link_local]
    networks = {int(a) >> 64 for a in hosts if a.version == 6 and not a.is_link_local}
    drop = {str(a) for a in local} if len(local) <= len(networks) else set()
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
                found, _ = facts_of_body(bytes.fromhex(vector['body']), set())
                self.assertEqual(found.pop('time'),
                                 (int(vector['created']), int(vector['lifetime'])))
                self.assertEqual(found, facts_of_json(vector['json']))

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
        """The vectors use each form of credentials, each kind of address, both heads."""
        marks, forms, heads = set(), set(), set()
        for vector in vectors().values():
            body = bytes.fromhex(vector['body'])
            forms.add(facts_of_body(body, marks)[1])
            heads.add(body[0] >> 7)
        self.assertEqual(marks, MARKS)
        self.assertEqual(forms, {0, 1, 2, 3, 4})
        self.assertEqual(heads, {0, 1})

    def test_checksum(self):
        self.assertEqual(crc24(b'123456789'), 0x7979bd)


if __name__ == '__main__':
    tap.main()
