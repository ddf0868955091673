#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Talking over lines that lose, delay and break."""

import pathlib
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import netlab  # noqa: E402
import peers  # noqa: E402
import tap  # noqa: E402


class Lines(unittest.TestCase):
    def lab(self, **options):
        lab = netlab.Lab(**options)
        self.addCleanup(lab.close)
        return lab

    def prods(self, peer):
        seen = len(peer.events)
        peer.tell('status')
        return int(peer.wait('status', after=seen).text.split('prods ')[1])

    def test_short_cut(self):
        """SCTP alone tries after 1, 3, 7 and 15 s: 6 s after the end of this cut."""
        cut_s = 9
        lab = self.lab()
        a = peers.Link(lab, lab.a, stun=lab.stun)
        b = peers.Link(lab, lab.b, stun=lab.stun)
        peers.connect(a, b)
        a.tell('stream', 200)
        b.wait('received', '5')
        self.assertEqual(self.prods(a), 0)
        lab.cut(cut_s)
        last_heard = b.all('received')[-1]
        time.sleep(cut_s)
        b.wait('received', str(int(last_heard.text) + 5), timeout_s=5 * peers.SLOWNESS)
        self.assertGreater(self.prods(a), 0)
        a.tell('stream', 0)
        time.sleep(0.5)
        last = a.all('sent')[-1].text
        b.wait('received', last, timeout_s=60)
        self.assertEqual(b.received(), [str(n) for n in range(int(last) + 1)])

    def test_handshake_in_few_datagrams(self):
        """DTLS by itself sends 17, and each that is lost costs a second and more."""
        lab = self.lab()
        end_capture = lab.capture(lab.a.node, 'eth0', 'udp and udp[8] >= 20 and udp[8] <= 22')
        a = peers.Link(lab, lab.a, stun=lab.stun)
        b = peers.Link(lab, lab.b, stun=lab.stun)
        peers.connect(a, b)
        datagrams = end_capture()
        self.assertGreaterEqual(len(datagrams), 4, datagrams)
        # A busy machine may be late, and say some of it twice.
        self.assertLessEqual(len(datagrams), 10, datagrams)

    def test_loss_and_delay(self):
        lab = self.lab()
        lab.line_a.set(loss=5, delay=50, jitter=20, duplicate=2, reorder=5)
        a = peers.Link(lab, lab.a, stun=lab.stun)
        b = peers.Link(lab, lab.b, stun=lab.stun)
        peers.connect(a, b)
        a.tell('stream', 10)
        b.wait('received', '200', timeout_s=60)
        a.tell('stream', 0)
        last = a.all('sent')[-1].text
        b.wait('received', last, timeout_s=60)
        self.assertEqual(b.received(), [str(n) for n in range(int(last) + 1)])


if __name__ == '__main__':
    netlab.enter()
    tap.main()
