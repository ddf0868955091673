#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Only through TURN: nothing of mine goes anywhere else, and if there is none, it is said why."""

import base64
import hmac
import pathlib
import re
import sys
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import netlab  # noqa: E402
import peers  # noqa: E402
import tap  # noqa: E402

# "IP 10.1.0.2.40000 > 192.0.2.1.3478: UDP, length 20"
PACKET = re.compile(r'IP6? (\S+)\.(\d+) > (\S+)\.(\d+):')


# Nobody may be asked for my address either.
OTHER_SERVER = 'stun:192.0.2.2:3478'


class RelayOnly(unittest.TestCase):
    def run_through(self, transport, relay_only_side):
        """Invites, waits until the routers are kept open, talks, hangs up; RELAY_ONLY_SIDE hides."""
        lab = netlab.Lab()
        self.addCleanup(lab.close)
        hidden = getattr(lab, relay_only_side)
        end_capture = lab.capture(hidden.node, 'eth0', 'ip or ip6')
        a, b = [peers.Link(lab, host, stun=OTHER_SERVER, turn=lab.turn(transport), relay_only=host is hidden)
                for host in (lab.a, lab.b)]
        peers.connect(a, b, delay_s=11)
        for sender, receiver in (a, b), (b, a):
            sender.tell('send', 'hello from', sender.name)
            receiver.wait('received', 'hello from ' + sender.name)
        self.assertEqual((a.path(), b.path()), ('relayed', 'relayed'))
        mine = a if hidden is lab.a else b
        self.assertEqual(mine.candidates(), ['relay ' + netlab.SERVER])
        mine.tell('close')
        for peer in a, b:
            peer.wait('state', 'closed')
            peer.quit()
        self.assert_hidden(hidden, end_capture())
        lab.close()

    def assert_hidden(self, host, lines):
        packets = [PACKET.search(line).groups() for line in lines if PACKET.search(line)]
        sent = [(address, int(port)) for source, _, address, port in packets if source == host.address]
        self.assertGreater(len(sent), 10, 'the capture saw what was sent')
        self.assertEqual(set(sent), {(netlab.SERVER, netlab.PORT)})

    def refused(self, lab, turn, failure, said):
        """Only through TURN, which cannot be: the sentence of the failure, and of the server on the card."""
        a = peers.Person(lab, lab.a, turn=turn, relay_only=True)
        a.tell('invite')
        a.wait('presence', 'failed', timeout_s=30)
        self.assertEqual(a.failure(), failure)
        report = a.report()
        self.assertEqual(report['Other machines that were asked'][0].split(' ', 1)[1], said)
        self.assertIn('Preferences', report['What you can do'][0])
        a.quit()

    def test_wrong_password(self):
        lab = netlab.Lab()
        self.addCleanup(lab.close)
        for transport in 'udp', 'tcp':
            self.refused(lab, lab.turn(transport, 'lab:other'), 'RELAY_REFUSED',
                         'was asked for a relay, and does not take the user name or the password.')

    def test_expired_user(self):
        lab = netlab.Lab(server=False)
        self.addCleanup(lab.close)
        lab.start_server(extra=['--use-auth-secret', '--static-auth-secret', 'of-the-lab'])
        # As such a server gives them out: the time, and a name.
        for until, failure in (1700000000, 'RELAY_EXPIRED'), (2000000000, None):
            user = '%d:alice' % until
            password = base64.b64encode(hmac.digest(b'of-the-lab', user.encode(), 'sha1')).decode()
            turn = lab.turn('udp', '%s:%s' % (user.replace(':', '%3A'), urllib.parse.quote(password, safe='')))
            if failure:
                self.refused(lab, turn, failure, 'was asked for a relay, and the time of the user name for it is over.')
            else:
                # So it was the time, and nothing else.
                a = peers.Person(lab, lab.a, turn=turn, relay_only=True)
                a.tell('invite')
                a.code()

    def test_no_server(self):
        lab = netlab.Lab(server=False)
        self.addCleanup(lab.close)
        self.refused(lab, 'turn:lab:lab@192.0.2.9:3478', 'NO_RELAY', 'was asked for a relay, and does not answer.')

    def test_server_gone_in_the_middle(self):
        """What is said meanwhile waits, and goes on through another one."""
        lab = netlab.Lab(nat_a='symmetric', nat_b='symmetric')
        self.addCleanup(lab.close)
        a, b = [peers.Person(lab, host, turn=lab.turn(), name=name) for host, name in ((lab.a, 'alice'), (lab.b, 'bob'))]
        peers.connect(a, b)
        a.tell('send', 'before')
        b.wait('received', 'before')
        lab.stop_server()
        a.wait('presence', 'shaky', timeout_s=20)
        a.tell('send', 'meanwhile')
        for person in a, b:
            person.wait('presence', 'lost', timeout_s=90)
            self.assertEqual(person.failure(), 'RELAY_LOST')
            report = person.report()
            self.assertEqual(report['How you are connected'],
                             ['Connection lost: nothing arrives through the relay any more.'])
        netlab.wait_until(lambda: a.report()['Other machines that were asked'][0].endswith('and does not answer.'), 10,
                          'the card says that the server does not answer')
        lab.start_server()
        seen = {person: len(person.drain()) for person in (a, b)}
        a.tell('invite')
        b.tell('accept', a.wait('code', timeout_s=30, after=seen[a]).text)
        a.tell('answer', b.wait('code', timeout_s=30, after=seen[b]).text)
        b.wait('received', 'meanwhile', timeout_s=60)
        self.assertEqual(b.received(), ['before', 'meanwhile'])

    def through_ipv6(self, lab, transport):
        turn = 'turn:lab:lab@[%s]:%d?transport=%s' % (netlab.SERVER_V6, netlab.PORT, transport)
        a, b = peers.Person(lab, lab.a, turn=turn, relay_only=True), peers.Person(lab, lab.b, turn=turn)
        peers.connect(a, b)
        a.tell('send', 'hello')
        b.wait('received', 'hello')
        self.assertEqual((a.path(), b.path()), ('relayed', 'relayed'))
        lab.close()

    def test_ipv6_to_a_server_with_both(self):
        """Who has no IPv4 asks over IPv6 for an IPv4 relay: RFC 8656 7.2 gives one if nothing is said."""
        for transport in 'udp', 'tcp':
            lab = netlab.Lab(v6=True)
            self.addCleanup(lab.close)
            for host in lab.a, lab.b:
                host.node.ip('-4', 'address', 'flush', 'dev', 'eth0')
            self.through_ipv6(lab, transport)

    def test_ipv6_alone(self):
        """Nobody has IPv4.  libnice asks for no family (1.22's and today's), so the server has to choose."""
        lab = netlab.Lab(v4=False, v6=True, server=False)
        self.addCleanup(lab.close)
        lab.start_server(extra=['--lt-cred-mech', '--user', 'lab:lab', '--allocation-default-address-family', 'keep'])
        self.through_ipv6(lab, 'udp')

    def test_inviter(self):
        self.run_through('udp', 'a')

    def test_friend(self):
        self.run_through('udp', 'b')

    def test_friend_over_tcp(self):
        self.run_through('tcp', 'b')


if __name__ == '__main__':
    netlab.enter()
    tap.main()
