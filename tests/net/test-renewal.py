#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a talk when the network changes under it: short cuts, long ones, a new way out
before the old one is gone, and one that was gone already.  Each message once and in order."""

import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import netlab  # noqa: E402
import peers  # noqa: E402
import tap  # noqa: E402


class Renewal(unittest.TestCase):
    def pair(self, **options):
        lab = netlab.Lab(**options)
        self.addCleanup(lab.close)
        a = peers.Person(lab, lab.a, stun=lab.stun, name='alice')
        b = peers.Person(lab, lab.b, stun=lab.stun, name='bob')
        peers.connect(a, b)
        return lab, a, b

    def streamed(self, a, b):
        """Ends the stream of a; what b has heard by now has to be all of it."""
        a.tell('stream', 0)
        last = a.all('sent')[-1].text
        b.wait('received', last, timeout_s=60)
        self.assertEqual(b.received(), [str(n) for n in range(int(last) + 1)])

    def connect_again(self, a, b):
        for peer in (a, b):
            peer.drain()
        seen = {a: len(a.events), b: len(b.events)}
        a.tell('invite')
        b.tell('accept', a.wait('code', timeout_s=15, after=seen[a]).text)
        a.tell('answer', b.wait('code', timeout_s=15, after=seen[b]).text)
        for peer in (a, b):
            peer.wait('presence', 'connected', timeout_s=30, after=seen[peer])

    def test_short_cut_is_ridden_out(self):
        lab, a, b = self.pair()
        a.tell('stream', 200)
        b.wait('received', '3', timeout_s=10)
        lab.line_a.set(loss=10, delay=100)
        cut_at = time.monotonic()
        lab.cut(20)
        a.wait('presence', 'shaky', timeout_s=12)
        b.wait('presence', 'shaky', timeout_s=12)
        print('# shaky after %.1f s' % (time.monotonic() - cut_at))
        said = len(a.all('sent'))
        while time.monotonic() < cut_at + 20:
            time.sleep(0.05)
        b.wait('received', str(said), timeout_s=30)
        print('# what was said meanwhile is there %.1f s after the line was back'
              % (time.monotonic() - cut_at - 20))
        self.streamed(a, b)
        self.assertEqual([e.text for e in a.all('presence') if e.text in ('lost', 'failed')], [])

    def test_new_way_before_the_old_one_breaks(self):
        lab, a, b = self.pair()
        a.tell('stream', 50)
        b.wait('received', '5', timeout_s=10)
        lab.a.plug(lab.rb, 7, 'eth1', is_default=False)
        # Nobody pastes anything.
        a.wait('renewed', timeout_s=40)
        b.wait('renewed', timeout_s=10)
        lab.a.unplug()
        heard = len(b.received())
        b.wait('received', str(heard + 20), timeout_s=15)
        self.streamed(a, b)
        self.assertEqual(len(a.all('code')), 1)
        self.assertEqual(len(b.all('code')), 1)
        self.assertEqual([e.text for e in a.all('presence') if e.text in ('lost', 'failed')], [])

    def test_old_way_gone_needs_a_code_and_goes_on(self):
        lab, a, b = self.pair()
        a.tell('send', 'before')
        b.wait('received', 'before', timeout_s=10)
        lab.a.roam(9)
        a.wait('presence', 'shaky', timeout_s=12)
        a.tell('send', 'meanwhile')
        a.wait('presence', 'lost', timeout_s=60)
        b.wait('presence', 'lost', timeout_s=60)
        a.tell('send', 'later')
        a.wait('sent', 'later', timeout_s=5)
        self.connect_again(a, b)
        b.wait('received', 'later', timeout_s=20)
        self.assertEqual(b.received(), ['before', 'meanwhile', 'later'])


if __name__ == '__main__':
    netlab.enter()
    tap.main()
