#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks of every kind: version 6, none at all, one that comes late, a resolver that is dead, narrow lines."""

import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import netlab  # noqa: E402
import peers  # noqa: E402
import tap  # noqa: E402

GATHER_S = 5    # DUO_GATHER_TIMEOUT_MS
ANSWERS_S = 1   # what a person would call frozen


class Networks(unittest.TestCase):
    def lab(self, **options):
        lab = netlab.Lab(**options)
        self.addCleanup(lab.close)
        return lab

    def talk(self, a, b):
        for sender, receiver in (a, b), (b, a):
            sender.tell('send', 'hello from', sender.name)
            receiver.wait('received', 'hello from ' + sender.name, timeout_s=30)

    def test_version_6(self):
        """Alone, and beside version 4: nothing is translated, so no server is needed."""
        for v4 in False, True:
            lab = self.lab(v4=v4, v6=True, server=False)
            a, b = peers.Person(lab, lab.a), peers.Person(lab, lab.b)
            peers.connect(a, b)
            self.assertEqual((a.path(), b.path()), ('direct', 'direct'))
            self.assertIn('2001:db8:a::2', ' '.join(a.report(addresses=True)['Addresses of the way']))
            self.talk(a, b)
            lab.close()

    def test_no_network_and_then_one(self):
        """Without one an invite reaches this computer alone, and is said to; the next one reaches others."""
        lab = self.lab()
        lab.a.node.ip('link', 'set', 'eth0', 'down')
        lab.a.node.ip('address', 'flush', 'dev', 'eth0')
        a = peers.Person(lab, lab.a, stun=lab.stun)
        b = peers.Person(lab, lab.b, stun=lab.stun)
        a.tell('invite')
        a.code(timeout_s=GATHER_S + 5)
        self.assertEqual(a.report(addresses=True)['Addresses of this computer'][0].split()[4], '127.0.0.1')
        a.tell('local-only')
        a.wait('local-only', 'yes')
        a.tell('hang-up')
        a.wait('presence', 'not-connected')
        lab.a.node.ip('link', 'set', 'eth0', 'up')
        lab.a.get_address(lab.ra, 2, 'eth0', is_default=True)
        a.forget()
        peers.connect(a, b)
        a.tell('local-only')
        a.wait('local-only', 'no')
        self.talk(a, b)

    def kill_resolver(self, lab):
        """Names are asked for at an address from which nothing comes back."""
        lab.middle.run('nft', 'add table inet dead; add chain inet dead in { type filter hook input priority 0; }; '
                              'add rule inet dead in udp dport 53 drop; add rule inet dead in tcp dport 53 drop')
        path = pathlib.Path('/run/resolv.conf')
        path.write_text('nameserver %s\n' % netlab.RESOLVER)
        subprocess.run(['mount', '--bind', path, pathlib.Path('/etc/resolv.conf').resolve()], check=True)

    def test_dead_resolver(self):
        """The invite comes as soon as always, nothing freezes, and who needs no name connects."""
        lab = self.lab(server=False, one_house=True)
        self.kill_resolver(lab)
        a = peers.Person(lab, lab.a, stun='stun:stun.example.org:3478', turn='turn:u:p@turn.example.org:3478')
        b = peers.Person(lab, lab.b)
        began = time.monotonic()
        a.tell('invite')
        while not a.all('code') and time.monotonic() < began + 60:
            seen = len(a.drain())
            asked = time.monotonic()
            a.tell('status')
            a.wait('presence', after=seen, timeout_s=60)
            self.assertLess(time.monotonic() - asked, ANSWERS_S * peers.SLOWNESS, 'it is not frozen')
            time.sleep(0.2)
        self.assertLess(time.monotonic() - began, 2 * GATHER_S * peers.SLOWNESS)
        self.assertEqual(a.report()['Other machines that were asked'],
                         ['%s could not be asked: no address was found for its name.' % server
                          for server in ('stun:stun.example.org:3478', 'turn:turn.example.org:3478')])
        b.tell('accept', a.code())
        a.tell('answer', b.code())
        for person in a, b:
            person.wait_joined(60)
        self.talk(a, b)
        a.quit()
        b.quit()

    def test_local_names(self):
        """A browser's "….local" is asked for nowhere, whoever would know it: the friend's own packets tell where he is."""
        lab = self.lab(one_house=True, server=False)
        lab.a.node.write('ipv6/conf/all/disable_ipv6', 1)   # or the cable's own address would do
        end_capture = lab.capture(lab.b.node, 'eth0', 'udp port 53 or udp port 5353')
        a, b = peers.Person(lab, lab.a), peers.Person(lab, lab.b)
        a.tell('invite')
        a.code()
        a.tell('signal')
        signal = a.wait('signal').text
        self.assertIn('10.1.0.2', signal)
        b.tell('accept', signal.replace('10.1.0.2', 'f4042e5c-4c9a-47ab-8262-05e9d63aee9b.local'))
        a.tell('answer', b.code())
        for person in a, b:
            person.wait_joined()
        self.talk(a, b)
        self.assertIn('1 address found on the way', b.report()['What could be tried'][1])
        self.assertEqual([line for line in end_capture() if ' > ' in line], [])

    def test_reply_after_a_while(self):
        """Later than the routers remember; tables.py has the long delays."""
        lab = self.lab(timeout_s=30)
        a, b = [peers.Person(lab, host, stun=lab.stun) for host in (lab.a, lab.b)]
        peers.connect(a, b, delay_s=45)
        self.talk(a, b)

    def measured(self, lab, seconds, **faults):
        """Both speak; each word is there, once and in order."""
        a, b = [peers.Person(lab, host, stun=lab.stun) for host in (lab.a, lab.b)]
        peers.connect(a, b)
        lab.line_a.set(**faults)
        for person in a, b:
            person.tell('stream', 100)
        time.sleep(seconds)
        for person in a, b:
            person.tell('stream', 0)
        time.sleep(0.5)
        for speaker, listener in (a, b), (b, a):
            said = [event.text for event in speaker.all('sent')]
            self.assertGreater(len(said), 10)
            listener.wait('received', said[-1], timeout_s=60)
            self.assertEqual(listener.received(), said)
        return a, b

    def test_small_packets(self):
        """The least that version 6 promises."""
        lab = self.lab()
        a, b = self.measured(lab, 5, mtu=1280)
        text = 'x' * 50000
        a.tell('send', text)
        b.wait('received', text, timeout_s=60)

    def test_narrow_and_far(self):
        self.measured(self.lab(), 10, rate=64, delay=250)

    def test_another_order_and_twice(self):
        self.measured(self.lab(), 5, delay=20, reorder=20, duplicate=20)

    def test_a_quarter_lost(self):
        """Whatever the line does: what was said waits and arrives."""
        lab = self.lab()
        a, b = [peers.Person(lab, host, stun=lab.stun) for host in (lab.a, lab.b)]
        peers.connect(a, b)
        lab.line_a.set(loss=25, delay=50)
        a.tell('stream', 200)
        time.sleep(10)
        a.tell('stream', 0)
        lab.line_a.clear()
        time.sleep(0.5)
        said = [event.text for event in a.all('sent')]
        b.wait('received', said[-1], timeout_s=60)
        self.assertEqual(b.received(), said)
        self.assertEqual([e.text for e in a.all('presence') if e.text in ('lost', 'failed')], [])


if __name__ == '__main__':
    netlab.enter()
    tap.main()
