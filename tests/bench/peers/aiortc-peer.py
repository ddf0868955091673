#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""aiortc as a peer of the benchmark; README.md tells the protocol."""

import asyncio
import json
import sys
import time

import aiortc

BUFFERED_MAX_BYTES = 1024 * 1024
BUFFERED_LOW_BYTES = 256 * 1024


def now():
    return time.monotonic() * 1000


def tell(*words):
    print('%.3f' % now(), *words, flush=True)


def message(kind, size):
    return kind + bytes(size - 1)


class Peer:
    def __init__(self, program, name=None):
        self.program = program
        self.name = name
        self.pc = aiortc.RTCPeerConnection(aiortc.RTCConfiguration(iceServers=[]))
        self.opened = asyncio.Event()
        self.low = asyncio.Event()
        self.channel = None
        self.pc.on('datachannel', self.take)

    def take(self, channel):
        self.channel = channel
        channel.bufferedAmountLowThreshold = BUFFERED_LOW_BYTES
        channel.on('message', lambda data: self.program.received(self, data))
        channel.on('bufferedamountlow', self.low.set)
        channel.on('open', self.is_open)
        if channel.readyState == 'open':
            self.is_open()

    def is_open(self):
        if not self.opened.is_set():
            self.opened.set()
            if self.name is not None:
                tell('open', self.name)

    def described(self):
        return {'type': self.pc.localDescription.type, 'sdp': self.pc.localDescription.sdp}

    async def offer(self):
        self.take(self.pc.createDataChannel('chat'))
        await self.pc.setLocalDescription(await self.pc.createOffer())
        return self.described()

    async def accept(self, offer):
        await self.pc.setRemoteDescription(aiortc.RTCSessionDescription(**offer))
        await self.pc.setLocalDescription(await self.pc.createAnswer())
        return self.described()

    async def answer(self, answer):
        await self.pc.setRemoteDescription(aiortc.RTCSessionDescription(**answer))


class Program:
    def __init__(self):
        self.peers = {}
        self.times = []
        self.pings = 0
        self.ping = None
        self.pinged = 0
        self.count = self.size = self.since = 0

    def received(self, peer, data):
        kind = data[:1]
        if kind == b'd':
            if not self.count:
                self.since = now()
            self.count += 1
            self.size += len(data)
        elif kind == b'p':
            peer.channel.send(b'q' + data[1:])
        elif kind == b'q':
            self.times.append((now() - self.pinged) * 1000)
            if len(self.times) < self.pings:
                self.send_ping()
            else:
                tell('pong', *('%.0f' % value for value in self.times))
        else:
            tell('got', self.count, self.size, '%.3f' % (now() - self.since))
            self.count = self.size = 0

    def send_ping(self):
        self.pinged = now()
        self.peers['0'].channel.send(self.ping)

    async def flood(self, milliseconds, size):
        peer, data = self.peers['0'], message(b'd', size)
        until, sent = now() + milliseconds, 0
        while now() < until:
            peer.low.clear()
            if peer.channel.bufferedAmount >= BUFFERED_MAX_BYTES:
                await peer.low.wait()
            peer.channel.send(data)
            sent += 1
            if sent % 16 == 0:
                await asyncio.sleep(0)
        peer.channel.send(message(b'e', 1))
        tell('sent', sent)

    async def pair(self):
        began = now()
        a, b = Peer(self), Peer(self)
        await a.answer(await b.accept(await a.offer()))
        await a.opened.wait()
        await b.opened.wait()
        tell('pair', '%.0f' % ((now() - began) * 1000))
        await a.pc.close()
        await b.pc.close()

    async def command(self, line):
        word, _, rest = line.partition(' ')
        name, _, rest = rest.partition(' ')
        began = now()
        if word == 'pair':
            await self.pair()
        elif word == 'offer':
            self.peers[name] = Peer(self, name)
            offer = await self.peers[name].offer()
            tell('offer', name, '%.0f' % ((now() - began) * 1000), json.dumps(offer))
        elif word == 'accept':
            self.peers[name] = Peer(self, name)
            answer = await self.peers[name].accept(json.loads(rest))
            tell('answer', name, '%.0f' % ((now() - began) * 1000), json.dumps(answer))
        elif word == 'answer':
            tell('taking', name)
            await self.peers[name].answer(json.loads(rest))
        elif word == 'close':
            await self.peers.pop(name).pc.close()
            tell('closed', name)
        elif word == 'ping':
            self.times, self.pings, self.ping = [], int(name), message(b'p', int(rest))
            self.send_ping()
        elif word == 'send':
            await self.flood(int(name), int(rest))
        else:
            tell('no-such-command', word)


async def main():
    reader = asyncio.StreamReader(limit=2 ** 20)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    program = Program()
    tasks = set()
    tell('ready')
    while line := (await reader.readline()).decode().strip():
        if line == 'quit':
            break
        task = asyncio.create_task(program.command(line))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


if __name__ == '__main__':
    asyncio.run(main())
