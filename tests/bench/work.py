# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What two peers of a kind are asked to do, and what it takes them."""

import contextlib
import time

from peers import PeerError, TooSlow

SMALL_BYTES = 100
FLOOD_S = 20


@contextlib.contextmanager
def two(make):
    """Two peers of one kind, ready, with the time when the first was started."""
    peers = []
    try:
        began = time.monotonic()
        peers.append(make())
        peers.append(make())
        for peer in peers:
            peer.wait('ready', timeout=60)
        yield peers[0], peers[1], began
    finally:
        for peer in peers:
            peer.close()


def connect(a, b, name='0', timeout=25):
    """Joins them; ms from the wish to an open channel at both, without the way of the two
    descriptions between them, which is by hand."""
    _, (offer_us, offer) = a.ask('offer ' + name, 'offer', name, timeout=timeout)
    _, (answer_us, answer) = b.ask('accept %s %s' % (name, offer), 'answer', name, timeout=timeout)
    began_ms, _ = a.ask('answer %s %s' % (name, answer), 'taking', name, timeout=timeout)
    opened_ms = max(peer.wait('open', name, timeout=timeout)[0] for peer in (a, b))
    return (float(offer_us) + float(answer_us)) / 1000 + opened_ms - began_ms


def disconnect(a, b, name='0'):
    for peer in a, b:
        peer.ask('close ' + name, 'closed', name)


def attempt(join, *peers):
    """What JOIN gives, or None if no connection came about."""
    try:
        return join()
    except PeerError:
        for peer in peers:
            peer.forget_complaints()
        return None


def connects(join, count, *peers):
    """The times of COUNT connections, and how many attempts came to nothing."""
    times, failed = [], 0
    while len(times) < count:
        time_ms = attempt(join, *peers)
        if time_ms is None:
            failed += 1
            if failed > count:
                raise PeerError('it does not connect')
        else:
            times.append(time_ms)
    return times, failed


def connect_afresh(a, b):
    for peer in a, b:
        peer.ask('close 0', 'closed', '0')
    return connect(a, b)


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def round_trips(a, count):
    _, words = a.ask('ping %d %d' % (count, SMALL_BYTES), 'pong', timeout=60)
    return list(map(float, words))


def flood(senders, receivers, ms, size):
    """Messages that arrived in a second, and megabytes, of all senders together."""
    for peer in senders:
        peer.say('send %d %d' % (ms, size))
    rates = []
    for peer in receivers:
        _, (count, size_bytes, took_ms) = peer.wait('got', timeout=FLOOD_S)
        rates.append((int(count), int(size_bytes), float(took_ms) / 1000))
    for peer in senders:
        peer.wait('sent')
    if not all(took and size_bytes for _, size_bytes, took in rates):
        raise PeerError('nothing arrived')
    return (sum(count / took for count, _, took in rates),
            sum(size_bytes / took for _, size_bytes, took in rates) / 1e6,
            sum(size_bytes for _, size_bytes, _ in rates) / 1e9)


def bulk(a, b, ms, size):
    """MB/s, and processor seconds of both for a GB."""
    before_s = a.cpu_s() + b.cpu_s()
    _, rate, amount_gb = flood([a], [b], ms, size)
    return rate, (a.cpu_s() + b.cpu_s() - before_s) / amount_gb


def link(make, ms, count, figures, is_alone=True):
    """One turn of one contestant, into FIGURES: what was found stays there if it breaks on the way.
    Not each can do IS_ALONE: both in one process."""
    with two(make) as (a, b, began):
        if attempt(lambda: connect(a, b), a, b):
            figures['start to open, ms'] = (time.monotonic() - began) * 1000
        alone, failed_alone = connects(lambda: float(a.ask('pair', 'pair')[1][0]) / 1000,
                                       count if is_alone else 0, a)
        apart, failed_apart = connects(lambda: connect_afresh(a, b), count, a, b)
        if alone:
            figures['connect in one process, ms'] = quantile(alone, 0.5)
        figures['connect two processes, ms'] = quantile(apart, 0.5)
        figures['connections that failed, %'] = 100 * (failed_alone + failed_apart) / \
            (len(alone) + len(apart) + failed_alone + failed_apart)

        round_trips(a, 50)
        times = round_trips(a, max(100, ms // 2))
        figures['round trip, median, µs'] = quantile(times, 0.5)
        figures['round trip, p99, µs'] = quantile(times, 0.99)
        figures['small messages one way, 1/s'] = flood([a], [b], ms, SMALL_BYTES)[0]
        for kib in 16, 64:
            rate, cost = bulk(a, b, ms, kib * 1024)
            figures['%d KiB messages, MB/s' % kib] = rate
            figures['%d KiB messages, CPU s/GB' % kib] = cost
        try:
            rate = flood([a, b], [b, a], ms, SMALL_BYTES)[0]
        except TooSlow:    # It is the last that is asked: nothing waits behind it.
            rate = 'not there within %d s' % FLOOD_S
        figures['small messages both ways, 1/s'] = rate


def memory(make, counts):
    """{number of idle peers in one process: (MB, threads)}; 0 is the program before the first."""
    figures = {}
    with two(make) as (a, b, _):
        figures[0] = a.memory_mb(), a.threads()
        number = joined = 0
        for count in counts:
            while joined < count:
                joined += bool(attempt(lambda name=str(number): connect(a, b, name), a, b))
                number += 1
                if number > 2 * count + 2:
                    raise PeerError('it does not connect')
            figures[count] = a.memory_mb(), a.threads()
    return figures


def sizes(make, ms, all_bytes):
    """{bytes of a message: MB/s}."""
    with two(make) as (a, b, _):
        connects(lambda: connect_afresh(a, b), 1, a, b)
        return {size: flood([a], [b], ms, size)[1] for size in all_bytes}
