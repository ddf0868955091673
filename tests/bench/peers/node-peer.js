/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* node node-peer.js wrtc|werift|node-datachannel: found below NODE_PATH. */

const dgram = require('dgram');
const readline = require('readline');
const { W3CPeer, serve, BUFFERED_LOW_BYTES } = require('./bench.js');

/* libdatachannel as its own binding gives it: the RTCPeerConnection beside it is a wrapper. */
class DataChannelPeer {
  constructor({ PeerConnection }) {
    this.pc = new PeerConnection('peer', { iceServers: [] });
    this.opened = new Promise(resolve => { this.isOpen = resolve; });
    this.whole = new Promise(resolve =>
      this.pc.onGatheringStateChange(state => state === 'complete' && resolve()));
  }

  take(channel) {
    this.channel = channel;
    channel.setBufferedAmountLowThreshold(BUFFERED_LOW_BYTES);
    channel.onMessage(message => this.onmessage(message));
    channel.onBufferedAmountLow(() => this.onlow?.());
    if (channel.isOpen())
      this.isOpen();
    channel.onOpen(() => this.isOpen());
  }

  async offer() {
    this.take(this.pc.createDataChannel('chat'));
    await this.whole;
    return this.pc.localDescription();
  }

  async accept({ type, sdp }) {
    this.pc.onDataChannel(channel => this.take(channel));
    this.pc.setRemoteDescription(sdp, type);
    await this.whole;
    return this.pc.localDescription();
  }

  async answer({ type, sdp }) {
    this.pc.setRemoteDescription(sdp, type);
  }

  send(bytes) {
    this.channel.sendMessageBinary(bytes);
  }

  get buffered() {
    return this.channel.bufferedAmount();
  }

  close() {
    this.channel?.close();
    this.pc.close();
  }
}

/* werift asks a STUN server out in the world when it is given none: it gets one here, which tells
 * each where its packet came from (RFC 8489 section 14.2). */
function serveStun() {
  const host = process.env.DUO_NOWHERE_ADDRESS || '127.0.0.1';
  const server = dgram.createSocket('udp4');
  server.on('message', (request, { address, port }) => {
    const reply = Buffer.alloc(32);
    reply.writeUInt32BE(0x0101000c);
    request.copy(reply, 4, 4, 20);
    reply.writeUInt32BE(0x00200008, 20);
    reply.writeUInt16BE(1, 24);
    reply.writeUInt16BE(port ^ 0x2112, 26);
    address.split('.').forEach((byte, i) => reply.writeUInt8(byte ^ reply[4 + i], 28 + i));
    server.send(reply, port, address);
  });
  return new Promise(resolve => server.bind(0, host, () => {
    server.unref();
    resolve(`stun:${host}:${server.address().port}`);
  }));
}

const makers = {
  'wrtc': async () => {
    const { RTCPeerConnection } = require('@roamhq/wrtc');
    return () => new W3CPeer(RTCPeerConnection);
  },
  'werift': async () => {
    const { RTCPeerConnection } = require('werift');
    const urls = await serveStun();
    return () => new W3CPeer(RTCPeerConnection, [{ urls }]);
  },
  'node-datachannel': async () => {
    const library = require('node-datachannel');
    return () => new DataChannelPeer(library);
  },
};

const now = () => Number(process.hrtime.bigint()) / 1e6;
const tell = text => process.stdout.write(`${now().toFixed(3)} ${text}\n`);

async function main() {
  const command = serve(await makers[process.argv[2]](), tell, now);
  const input = readline.createInterface({ input: process.stdin });

  process.on('unhandledRejection', error => tell(`broken ${String(error).replace(/\n/g, ' ')}`));
  input.on('line', line => line === 'quit' ? process.exit() : command(line));
  input.on('close', () => process.exit());
  tell('ready');
}

main();
