#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the connection card says is so: in one house, through routers, through relays, and when it failed."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import netlab  # noqa: E402
import peers  # noqa: E402
import tap  # noqa: E402

STUN = 'stun:%s:%d' % (netlab.SERVER, netlab.PORT)
TURN = 'turn:%s:%d' % (netlab.SERVER, netlab.PORT)
GAVE_ADDRESS = '%s was asked for your public address, and told it.'
GAVE_RELAY = '%s was asked for a relay, and gave one.'


class Card(unittest.TestCase):
    def lab(self, **options):
        lab = netlab.Lab(**options)
        self.addCleanup(lab.close)
        return lab

    def check(self, person, way, servers, answered=None):
        report = person.report()
        self.assertEqual(report['How you are connected'], [way])
        self.assertEqual(report['Other machines that were asked'], servers)
        self.assertEqual(report.get('What answered'), answered)
        return report

    def check_joined(self, people, way, servers):
        for person in people:
            person.wait('round-trip', timeout_s=20)
            report = self.check(person, way, servers)
            self.assertRegex(report['There and back'][0], r'^(\d+ ms|Less than a millisecond\.)$')
            self.assertIn('seconds', report['Since'][0])
        for person, document in zip(people, ('reply', 'invite')):
            self.assertEqual(person.report()["Your friend's computer"],
                             ['Its certificate is the one that the %s names.' % document])

    def test_one_house(self):
        lab = self.lab(one_house=True, server=False)
        people = peers.Person(lab, lab.a), peers.Person(lab, lab.b)
        peers.connect(*people)
        self.check_joined(people, 'Over the same network, from one computer to the other.',
                          ["None. Nobody but your friend's computer was asked anything."])

    def test_direct(self):
        lab = self.lab()
        a, b = [peers.Person(lab, host, stun=lab.stun) for host in (lab.a, lab.b)]
        peers.connect(a, b)
        self.check_joined((a, b), 'Directly from one computer to the other, across different networks.',
                          [GAVE_ADDRESS % STUN])
        self.assertIn('198.18.2.2', ' '.join(sum(a.report(addresses=True).values(), [])))
        self.assertNotIn('198.18.2.2', ' '.join(sum(a.report().values(), [])))
        self.assertNotIn('10.2.0.2', ' '.join(sum(a.report().values(), [])))

    def test_relays(self):
        """Each has one; the way may go through either, or both, and each side tells of its own."""
        lab = self.lab(nat_a='symmetric', nat_b='symmetric')
        a, b = [peers.Person(lab, host, turn=lab.turn()) for host in (lab.a, lab.b)]
        peers.connect(a, b)
        ways = [person.report()['How you are connected'][0] for person in (a, b)]
        mine = ['Through your relay, %s.' % TURN in way or 'Through two relays: yours, %s,' % TURN in way for way in ways]
        theirs = ["Through a relay of your friend's." in way or "one of your friend's" in way for way in ways]
        self.assertEqual(mine, theirs[::-1], ways)
        self.assertTrue(any(mine), ways)
        for person in a, b:
            self.assertEqual(person.report()['Other machines that were asked'], [GAVE_RELAY % TURN])

    def test_one_relay(self):
        """Only one of them has a relay: the other one hears that it is the friend's."""
        lab = self.lab(nat_a='symmetric', nat_b='symmetric')
        a, b = peers.Person(lab, lab.a, turn=lab.turn()), peers.Person(lab, lab.b, stun=lab.stun)
        peers.connect(a, b)
        self.check(a, 'Through your relay, %s. It passes on what it cannot read.' % TURN, [GAVE_RELAY % TURN])
        self.check(b, "Through a relay of your friend's. It passes on what it cannot read.", [GAVE_ADDRESS % STUN])

    def test_failed(self):
        """What was tried, that nothing answered, and what to do."""
        lab = self.lab(nat_a='symmetric', nat_b='symmetric')
        a, b = [peers.Person(lab, host, stun=lab.stun) for host in (lab.a, lab.b)]
        self.assertEqual(peers.attempt(a, b, timeout_s=60)[1], 'UNREACHABLE')
        report = self.check(a, 'Could not connect: no way between the two computers worked.', [GAVE_ADDRESS % STUN],
                            ["Nothing came back from your friend's computer."])
        for line, whose in zip(report['What could be tried'], ('this', "your friend's")):
            # Version 6 has an address of the cable alone.
            self.assertRegex(line, r'^Of %s computer: \d address(es)? of its own, 1 public address\.$' % whose)
        self.assertIn('add a STUN or TURN server', report['What you can do'][0])

    def test_silent_server(self):
        lab = self.lab()
        a = peers.Person(lab, lab.a, stun='stun:192.0.2.9:3478')
        a.tell('invite')
        a.code()
        self.assertEqual(a.report()['Other machines that were asked'],
                         ['stun:192.0.2.9:3478 was asked for your public address, and told none.'])


if __name__ == '__main__':
    netlab.enter()
    tap.main()
