#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connecting does not suffer from what an invite code leaves out.

Two computers of one house, each with a link-local address and whatever else a case gives it.
"""

import ipaddress
import itertools
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import netlab  # noqa: E402
import peers  # noqa: E402
import tap  # noqa: E402
from invite_reader import body_of, bytes_of, facts_of_body  # noqa: E402

ADDRESSES = {'ipv4': '192.168.7.%d/24', 'ipv6': '2001:db8:7::%d/64'}
NO_UDP = '''
    table inet no-udp {
      chain in { type filter hook input priority 0; policy accept; meta l4proto udp drop; }
      chain out { type filter hook output priority 0; policy accept; meta l4proto udp drop; }
    }'''


def kind_of(text):
    address = ipaddress.ip_address(text)
    if address.version == 4:
        return 'ipv4'
    return 'link-local' if address.is_link_local else 'ipv6'


class LeftOut(unittest.TestCase):
    def setUp(self):
        self.lab = netlab.Lab(one_house=True, server=False, v4=False, v6=False)
        self.addCleanup(self.lab.close)
        for host in self.lab.a, self.lab.b:
            netlab.wait_until(lambda h=host: 'fe80' in h.node.ip('-6', 'address', 'show', 'scope', 'link'),
                              10, '%s has a link-local address' % host.name)

    def give(self, host, number, kinds):
        """Exactly these kinds of address, beside the link-local one."""
        host.node.ip('-4', 'address', 'flush', 'dev', 'eth0')
        host.node.ip('-6', 'address', 'flush', 'dev', 'eth0', 'scope', 'global')
        for kind in kinds:
            nodad = ['nodad'] if kind == 'ipv6' else []
            host.node.ip('address', 'add', ADDRESSES[kind] % number, 'dev', 'eth0', *nodad)

    def connect(self):
        """Joins two people by codes, lets them talk; gives the kinds of address in both codes."""
        a, b = peers.Person(self.lab, self.lab.a), peers.Person(self.lab, self.lab.b)
        peers.connect(a, b)
        for sender, receiver in (a, b), (b, a):
            sender.tell('send', 'hello from', sender.name)
            receiver.wait('received', 'hello from ' + sender.name)
            self.assertEqual(sender.path(), 'local')
        kinds = [self.read(person.code()) for person in (a, b)]
        for person in a, b:
            person.quit()
        return kinds

    def read(self, code):
        """The kinds of address in it."""
        body = body_of(bytes_of(code)[0])
        self.assertLess(body[0], 0x80, 'what Duologues say is not spelled out')
        candidates = facts_of_body(body, set())[0]['candidates']
        self.assertEqual({c[1] for c in candidates}, {'udp', 'passive'}, 'no active TCP')
        return {kind_of(c[2]) for c in candidates}

    def test_link_local_alone_is_kept(self):
        self.assertEqual(self.connect(), [{'link-local'}] * 2)

    def test_link_local_is_left_out_beside_ipv6(self):
        for host, number in (self.lab.a, 1), (self.lab.b, 2):
            self.give(host, number, ('ipv4', 'ipv6'))
        self.assertEqual(self.connect(), [{'ipv4', 'ipv6'}] * 2)

    def test_every_two_neighbours(self):
        """Whatever one of them has and the other lacks: all are on one cable, all connect."""
        sets = (), ('ipv4',), ('ipv6',), ('ipv4', 'ipv6')
        for of_a, of_b in itertools.combinations_with_replacement(sets, 2):
            with self.subTest(a=of_a, b=of_b):
                self.give(self.lab.a, 1, of_a)
                self.give(self.lab.b, 2, of_b)
                self.connect()

    def test_where_udp_is_blocked(self):
        """Nobody connects to an active candidate: passive ones are enough."""
        for kinds in (), ('ipv4',), ('ipv4', 'ipv6'):
            with self.subTest(kinds):
                for host, number in (self.lab.a, 1), (self.lab.b, 2):
                    self.give(host, number, kinds)
                    host.node.run('nft', '-f', '-', stdin=NO_UDP)
                self.connect()


if __name__ == '__main__':
    netlab.enter()
    tap.main()
