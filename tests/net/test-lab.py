#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab itself: routers translate as they should, lines are as bad as they are told to be."""

import pathlib
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import netlab  # noqa: E402
import tap  # noqa: E402

ECHO = '''
import select, socket, sys
sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in sys.argv[1:]]
for s, place in zip(sockets, sys.argv[1:]):
    s.bind((place, 7000))
print('ready', flush=True)
while True:
    for s in select.select(sockets, [], [])[0]:
        data, sender = s.recvfrom(65536)
        s.sendto(b'%s %d %s' % (sender[0].encode(), sender[1], data), sender)
'''
# Sends numbered packets to each of the addresses from one socket; prints what came back.
ASK = '''
import select, socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 7001))
count, expected, pad = map(int, sys.argv[1:4])
sent, gap = {}, float(sys.argv[4])
for number in range(count):
    for place in sys.argv[5:]:
        sent[number] = time.monotonic()
        s.sendto(b'%d %s' % (number, b'x' * pad), (place, 7000))
    time.sleep(gap)
while expected and select.select([s], [], [], 0.5)[0]:
    expected -= 1
    address, port, number, _ = s.recvfrom(65536)[0].split(b' ', 3)
    print(address.decode(), port.decode(), number.decode(), time.monotonic() - sent[int(number)])
'''
# Both send to each other's mapping; prints whether something came.
PUNCH = '''
import select, socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 7002))
s.sendto(b'who', ('192.0.2.1', 7000))
print(s.recvfrom(100)[0].decode(), flush=True)
place = sys.stdin.readline().split()
for attempt in range(10):
    s.sendto(b'hello', (place[0], int(place[1])))
    if select.select([s], [], [], 0.1)[0]:
        s.sendto(b'hello', s.recvfrom(100)[1])
        print('heard')
        break
else:
    print('silence')
'''


class Routers(unittest.TestCase):
    def setUp(self):
        self.lab = netlab.Lab(server=False)
        self.addCleanup(self.lab.close)
        self.echo = self.lab.middle.popen(sys.executable, '-c', ECHO, netlab.SERVER, '192.0.2.2', text=True,
                                          stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        self.lab.processes.append(self.echo)
        self.echo.stdout.readline()

    def ask(self, host, *places, count=1, expected=None, pad=1, gap=0.0):
        """[(address, port, number, seconds)] as the servers saw and answered."""
        expected = expected or count * len(places)
        lines = host.node.run(sys.executable, '-c', ASK, count, expected, pad, gap, *places).splitlines()
        return [(a, int(p), int(n), float(s)) for a, p, n, s in map(str.split, lines)]

    def test_mapping(self):
        for kind in netlab.NATS:
            self.lab.ra.become(kind)
            answers = self.ask(self.lab.a, netlab.SERVER, '192.0.2.2')
            self.assertEqual({a for a, *_ in answers}, {'198.51.100.2'}, kind)
            ports = {p for _, p, *_ in answers}
            self.assertEqual(len(ports), 2 if kind == 'symmetric' else 1, kind)

    def test_udp_blocked(self):
        self.lab.ra.become('udp-blocked')
        self.assertEqual(self.ask(self.lab.a, netlab.SERVER), [])

    def punch(self):
        hosts = [self.lab.a, self.lab.b]
        programs = [host.node.popen(sys.executable, '-c', PUNCH, text=True, bufsize=1, stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE) for host in hosts]
        self.lab.processes += programs
        seen = [program.stdout.readline() for program in programs]
        for program, place in zip(programs, reversed(seen)):
            program.stdin.write(place)
        heard = [program.stdout.readline().strip() for program in programs]
        for program in programs:
            program.wait(5)
        return 'heard' in heard

    def test_hole_punching(self):
        """Theory and practice: RFC 5128 section 3.3."""
        impossible = [{'symmetric'}, {'symmetric', 'port-restricted'}]
        for kind_a in netlab.NATS:
            for kind_b in netlab.NATS:
                self.lab.ra.become(kind_a)
                self.lab.rb.become(kind_b)
                self.assertEqual(self.punch(), {kind_a, kind_b} not in impossible, (kind_a, kind_b))

    def test_line(self):
        """Of each fault, that it is there and about as large as it should be."""
        ask = lambda **o: self.ask(self.lab.a, netlab.SERVER, **o)  # noqa: E731
        line = self.lab.line_a
        self.assertEqual(len(ask(count=200)), 200)
        line.set(loss=50)
        self.assertTrue(10 < len(ask(count=200)) < 90)      # a quarter comes back
        line.set(delay=100)
        self.assertTrue(all(s >= 0.2 for *_, s in ask(count=5)))
        line.set(duplicate=100)
        self.assertEqual(len(ask(count=10, expected=41)), 40)
        line.set(up_delay=50, up_reorder=50)
        numbers = [n for _, _, n, _ in ask(count=100, gap=0.002)]
        self.assertEqual(sorted(numbers), list(range(100)))
        self.assertNotEqual(numbers, sorted(numbers))
        line.set(mtu=1000)
        self.assertEqual([len(ask(pad=n)) for n in (900, 1100)], [1, 0])
        line.set(up_rate=80)                                # 10 kB/s: 20 kB take 2 s
        self.assertTrue(max(s for *_, s in ask(count=20, pad=960)) > 1.5)
        line.set(down_loss=100)
        self.assertEqual(ask(), [])
        line.clear()
        line.cut(1.5)
        self.assertEqual(ask(), [])
        netlab.wait_until(lambda: ask(), 5, 'the cut ends by itself')
        self.assertEqual(line.stats()['up']['lost'] > 50, True)

    def test_mapping_ends(self):
        """A symmetric router gives another port once it has forgotten the first."""
        self.lab.ra.become('symmetric')
        self.lab.ra.timeout_s = 1
        self.lab.ra.apply()
        ports = set()
        for _ in range(3):
            ports.add(self.ask(self.lab.a, netlab.SERVER)[0][1])    # and is silent for a second
            time.sleep(1.5)
        self.assertGreater(len(ports), 1)

    def test_move_and_roam(self):
        self.lab.ra.move('198.51.100.77')
        self.assertEqual(self.ask(self.lab.a, netlab.SERVER)[0][0], '198.51.100.77')
        self.lab.a.roam(9)
        self.assertEqual(self.ask(self.lab.a, netlab.SERVER)[0][0], '198.51.100.77')
        self.lab.a.unplug()
        with self.assertRaises(netlab.Trouble):
            self.lab.a.node.run('ping', '-c', '1', '-W', '1', '10.1.0.1')
        self.lab.a.replug()
        netlab.wait_until(lambda: self.ask(self.lab.a, netlab.SERVER), 5, 'the cable is in again')


if __name__ == '__main__':
    netlab.enter()
    tap.main()
