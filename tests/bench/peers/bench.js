/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The protocol of README.md for everything that speaks JavaScript: a page of a browser loads this,
 * node-peer.js requires it. */

const BUFFERED_MAX_BYTES = 1024 * 1024;
const BUFFERED_LOW_BYTES = 256 * 1024;
const [PING, PONG, DATA, END] = [112, 113, 100, 101];

/* One RTCPeerConnection as browsers, wrtc and werift have it, with one channel. */
class W3CPeer {
  constructor(RTCPeerConnection, iceServers = []) {
    this.pc = new RTCPeerConnection({ iceServers });
    this.opened = new Promise(resolve => { this.isOpen = resolve; });
  }

  take(channel) {
    this.channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = BUFFERED_LOW_BYTES;
    channel.onmessage = event => this.onmessage(new Uint8Array(event.data));
    /* wrtc and werift do not tell. */
    this.isSilent = !('onbufferedamountlow' in channel);
    channel.onbufferedamountlow = () => this.onlow?.();
    if (channel.readyState === 'open')
      this.isOpen();
    channel.onopen = () => this.isOpen();
  }

  gathered() {
    return new Promise(resolve => {
      const look = () => this.pc.iceGatheringState === 'complete' && resolve();
      this.pc.onicegatheringstatechange = look;
      look();
    });
  }

  async offer() {
    this.take(this.pc.createDataChannel('chat'));
    const whole = this.gathered();
    await this.pc.setLocalDescription(await this.pc.createOffer());
    await whole;
    return { type: 'offer', sdp: this.pc.localDescription.sdp };
  }

  async accept(offer) {
    this.pc.ondatachannel = event => this.take(event.channel);
    await this.pc.setRemoteDescription(offer);
    const whole = this.gathered();
    await this.pc.setLocalDescription(await this.pc.createAnswer());
    await whole;
    return { type: 'answer', sdp: this.pc.localDescription.sdp };
  }

  answer(answer) {
    return this.pc.setRemoteDescription(answer);
  }

  send(bytes) {
    this.channel.send(bytes);
  }

  get buffered() {
    return this.channel.bufferedAmount;
  }

  close() {
    this.pc.close();
  }
}

/* Gives the function that a line is handed to.  MAKE makes a peer, TELL says an event, NOW is the
 * time in ms. */
function serve(make, tell, now) {
  const peers = new Map();
  let pings = null;
  let count = 0, size = 0, began = 0;

  function bytes(kind, length) {
    const message = new Uint8Array(length);
    message[0] = kind;
    return message;
  }

  function end(peer) {
    tell(`got ${count} ${size} ${(now() - began).toFixed(3)}`);
    count = size = 0;
  }

  function pong() {
    pings.times.push((now() - pings.sent) * 1000);
    if (pings.times.length < pings.count)
      return ping();
    tell('pong ' + pings.times.map(time => time.toFixed(0)).join(' '));
    pings = null;
  }

  function ping() {
    pings.sent = now();
    peers.get('0').send(pings.message);
  }

  function received(peer, message) {
    if (message[0] === DATA) {
      if (count++ === 0)
        began = now();
      size += message.length;
    } else if (message[0] === PING) {
      const answer = new Uint8Array(message);
      answer[0] = PONG;
      peer.send(answer);
    } else if (message[0] === PONG) {
      pong();
    } else {
      end(peer);
    }
  }

  function flood(peer, ms, length) {
    const message = bytes(DATA, length);
    const until = now() + ms;
    let sent = 0, isOver = false;
    function go() {
      let inOneGo = 0;
      if (isOver)
        return;
      while (peer.buffered < BUFFERED_MAX_BYTES && inOneGo++ < 256) {
        if (now() >= until) {
          isOver = true;
          peer.onlow = null;
          peer.send(bytes(END, 1));
          tell(`sent ${sent}`);
          return;
        }
        peer.send(message);
        sent++;
      }
      /* Full: then it says when there is room. */
      if (inOneGo > 256)
        later(go);
      else if (peer.isSilent)
        setTimeout(go, 1);
    }
    peer.onlow = go;
    go();
  }

  /* So that what arrived is handled between two heaps. */
  let later;
  if (typeof setImmediate === 'function') {
    later = setImmediate;
  } else {
    const channel = new MessageChannel();
    let waiting = null;
    later = callback => {
      waiting = callback;
      channel.port2.postMessage(0);
    };
    channel.port1.onmessage = () => waiting();
  }

  function add(name) {
    const peer = make();
    peer.onmessage = message => received(peer, message);
    peer.opened.then(() => tell('open ' + name));
    peers.set(name, peer);
    return peer;
  }

  async function pair() {
    const began = now();
    const [a, b] = [make(), make()];
    a.onmessage = b.onmessage = () => {};
    const answer = await b.accept(await a.offer());
    await Promise.all([a.answer(answer), a.opened, b.opened]);
    tell(`pair ${((now() - began) * 1000).toFixed(0)}`);
    a.close();
    b.close();
  }

  return async line => {
    const [word, name, ...rest] = line.split(' ');
    const began = now();
    const spent = () => ((now() - began) * 1000).toFixed(0);
    if (word === 'pair') {
      await pair();
    } else if (word === 'offer') {
      const offer = await add(name).offer();
      tell(`offer ${name} ${spent()} ${JSON.stringify(offer)}`);
    } else if (word === 'accept') {
      const answer = await add(name).accept(JSON.parse(rest.join(' ')));
      tell(`answer ${name} ${spent()} ${JSON.stringify(answer)}`);
    } else if (word === 'answer') {
      tell(`taking ${name}`);
      await peers.get(name).answer(JSON.parse(rest.join(' ')));
    } else if (word === 'close') {
      peers.get(name)?.close();
      peers.delete(name);
      tell('closed ' + name);
    } else if (word === 'ping') {
      pings = { count: Number(name), times: [], message: bytes(PING, Number(rest[0])) };
      ping();
    } else if (word === 'send') {
      flood(peers.get('0'), Number(name), Number(rest[0]));
    } else {
      tell('no-such-command ' + word);
    }
  };
}

if (typeof module === 'object')
  module.exports = { W3CPeer, serve, BUFFERED_LOW_BYTES };
