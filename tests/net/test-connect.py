#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Some of what tables.py measures, small enough for every run."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import netlab  # noqa: E402
import peers  # noqa: E402
import tap  # noqa: E402


class Connect(unittest.TestCase):
    def lab(self, **options):
        lab = netlab.Lab(**options)
        self.addCleanup(lab.close)
        return lab

    def talk(self, one, other):
        for sender, receiver in (one, other), (other, one):
            sender.tell('send', 'hello from', sender.name)
            receiver.wait('received', 'hello from ' + sender.name)
        for person in one, other:
            person.quit()

    def test_people_with_stun(self):
        lab = self.lab()
        a = peers.Person(lab, lab.a, stun=lab.stun)
        b = peers.Person(lab, lab.b, stun=lab.stun)
        peers.connect(a, b)
        self.assertEqual((a.path(), b.path()), ('direct', 'direct'))
        self.talk(a, b)

    def test_one_house(self):
        lab = self.lab(one_house=True, server=False)
        a, b = peers.Person(lab, lab.a), peers.Person(lab, lab.b)
        peers.connect(a, b)
        self.assertEqual((a.path(), b.path()), ('local', 'local'))
        self.talk(a, b)

    def test_turn(self):
        for transport in 'udp', 'tcp':
            lab = self.lab(nat_a='symmetric', nat_b='symmetric' if transport == 'udp' else 'udp-blocked')
            a = peers.Link(lab, lab.a, turn=lab.turn(transport))
            b = peers.Link(lab, lab.b, turn=lab.turn(transport))
            peers.connect(a, b)
            self.assertEqual((a.path(), b.path()), ('relayed', 'relayed'), transport)
            self.talk(a, b)
            lab.close()

    def test_second_interface(self):
        """What came up later is seen by the next invite, and works without the first."""
        lab = self.lab()
        a = peers.Link(lab, lab.a, stun=lab.stun)
        b = peers.Link(lab, lab.b, stun=lab.stun)
        a.tell('invite')
        a.code()
        self.assertIn('host 10.1.0.2', a.candidates())
        self.assertNotIn('host 10.3.0.2', a.candidates())
        lab.a.plug(lab.add_house(), device='eth1', is_default=False)
        a.forget()
        a.tell('invite')
        a.code()
        self.assertIn('host 10.1.0.2', a.candidates())
        self.assertIn('host 10.3.0.2', a.candidates())
        lab.a.node.ip('link', 'set', 'eth0', 'down')
        a.forget()
        peers.connect(a, b)
        self.assertIn('srflx 203.0.113.2', a.candidates())
        self.talk(a, b)

    def test_not_reachable(self):
        """The inviter is told; whoever only answered goes on waiting for the friend."""
        lab = self.lab(nat_a='symmetric', nat_b='symmetric')
        a = peers.Link(lab, lab.a, stun=lab.stun)
        b = peers.Link(lab, lab.b, stun=lab.stun)
        took_ms, outcome = peers.attempt(a, b, timeout_s=60)
        self.assertEqual(outcome, 'UNREACHABLE')
        self.assertEqual(b.all('state')[-1].text, 'waiting')


if __name__ == '__main__':
    netlab.enter()
    tap.main()
