#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints the long tables of README.md as Markdown; each cell is a lab of its own.

    tables.py connect [ROUNDS] [WIDE]   every pair of routers, with each kind of server
    tables.py delay [ROUNDS] [WIDE]     the reply pasted minutes later
    tables.py lines [ROUNDS] [WIDE]     talking over bad lines

WIDE labs run side by side.  A line on standard error tells of each one that ended.
"""

import concurrent.futures
import itertools
import json
import re
import statistics
import subprocess
import sys
import time

import netlab
import peers

KINDS = (*netlab.NATS, 'udp-blocked')
SERVERS = ('none', 'stun', 'turn/udp', 'turn/tcp')
DELAYS_S = (5, 20, 60, 180, 300, 600)
FORGETS_AFTER_S = 30
GIVES_UP_S = 90
STREAM_MS = 50
FAULTS = {
    'nothing': {}, '1 % loss': dict(loss=1), '5 % loss': dict(loss=5), '10 % loss': dict(loss=10),
    '25 % loss': dict(loss=25), '200 ms ± 40 ms': dict(delay=100, jitter=20),
    '10 % loss, 200 ms': dict(loss=10, delay=100),
    'another order (20 %)': dict(delay=20, reorder=20), 'twice (20 %)': dict(duplicate=20),
    'packets of 1,280 bytes at most': dict(mtu=1280), '256 kbit/s': dict(rate=256),
    '64 kbit/s, 500 ms': dict(rate=64, delay=250),
}
HAPPENINGS = {
    'cut of 5 s': 5, 'cut of 20 s': 20, 'cut of 60 s': 60, 'nothing towards one for 20 s': 'down_loss',
    'nothing away from one for 20 s': 'up_loss', 'another address in the house': 'roam',
    'another public address': 'move',
}


# -- One lab -------------------------------------------------------------------------------------

def servers_of(lab, word):
    if word == 'stun':
        return dict(stun=lab.stun)
    return dict(turn=lab.turn(word.split('/')[1])) if word.startswith('turn') else {}


def people(lab, word):
    return [peers.Person(lab, host, name=name, **servers_of(lab, word))
            for host, name in ((lab.a, 'alice'), (lab.b, 'bob'))]


def measure_connect(nat_a, nat_b, word, delay_s=0, timeout_s=None):
    with netlab.Lab(nat_a=nat_a, nat_b=nat_b, server=word != 'none', timeout_s=timeout_s) as lab:
        took_ms, outcome = peers.attempt(*people(lab, word), timeout_s=GIVES_UP_S, delay_s=delay_s)
    return dict(ms=took_ms, outcome=outcome)


def go_on(a, b):
    """What a person does when the line is lost: another code, in the same conversation."""
    for peer in a, b:
        peer.wait('presence', 'lost', timeout_s=120)
    seen = {peer: len(peer.drain()) for peer in (a, b)}
    a.tell('invite')
    b.tell('accept', a.wait('code', timeout_s=60, after=seen[a]).text)
    a.tell('answer', b.wait('code', timeout_s=60, after=seen[b]).text)
    for peer in a, b:
        peer.wait('presence', 'connected', timeout_s=90, after=seen[peer])


def happen(lab, a, b, what):
    if what == 'roam':
        lab.a.roam(9)
    elif what == 'move':
        lab.ra.move('198.51.100.77')
    elif isinstance(what, str):
        lab.line_a.set(**{what: 100})
        time.sleep(20)
        lab.line_a.clear()
    else:
        lab.cut(what)
        time.sleep(what)
    if what in ('roam', 'move', 60):
        go_on(a, b)
        return 'new code'
    return ''


def measure_talk(faults, what, seconds):
    """Both speak all the while; every word is there once, in order, and when."""
    with netlab.Lab() as lab:
        a, b = people(lab, 'stun')
        peers.connect(a, b)
        for peer in a, b:
            peer.tell('stream', STREAM_MS)
        lab.line_a.set(**faults)
        remark = happen(lab, a, b, what) if what else ''
        time.sleep(seconds)
        for peer in a, b:
            peer.tell('stream', 0)
        time.sleep(1)
        delays, said, whole = [], 0, True
        for speaker, listener in (a, b), (b, a):
            sent = {event.text: event.ms for event in speaker.all('sent')}
            listener.wait('received', list(sent)[-1], timeout_s=180)
            heard = listener.all('received')
            whole = whole and [event.text for event in heard] == list(sent)
            delays += [event.ms - sent[event.text] for event in heard if event.text in sent]
            said += len(sent)
        remark = remark or ('shaky' if any(e.text == 'shaky' for p in (a, b) for e in p.all('presence')) else '')
    return dict(whole=whole, said=said, median=statistics.median(delays), p95=percentile(delays, 95),
                worst=max(delays), remark=remark)


def measure_throughput(faults, seconds=15, size=8000):
    with netlab.Lab() as lab:
        a, b = [peers.Link(lab, host, stun=lab.stun) for host in (lab.a, lab.b)]
        peers.connect(a, b)
        lab.line_a.set(**faults)
        began = time.monotonic() * 1000
        a.tell('burst', 100000, size)
        time.sleep(seconds)
        heard = [event for event in b.all('received') if event.ms < began + seconds * 1000]
        return dict(bytes_a_second=len(heard) * size / seconds)


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


# -- Many of them --------------------------------------------------------------------------------

def run(job):
    """In a process and namespaces of its own."""
    done = subprocess.run([sys.executable, __file__, 'one', json.dumps(job)], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, check=False)
    lines = done.stdout.strip().splitlines()
    try:
        found = json.loads(lines[-1])
    except (IndexError, ValueError):
        reason = (done.stderr.strip().splitlines() or ['no word'])[-1]
        found = dict(outcome='(%s)' % reason[-160:], trouble=reason)
    print(json.dumps(job), json.dumps(found), file=sys.stderr, flush=True)
    return found


def run_all(jobs, wide):
    with concurrent.futures.ThreadPoolExecutor(wide) as pool:
        return list(pool.map(run, jobs))


def sentences():
    """{'UNREACHABLE': 'Could not connect: …'}: what a person reads."""
    text = (netlab.ROOT / 'src' / 'ui' / 'duo-error-text.c').read_text()
    return dict(re.findall(r'\[DUO_LINK_ERROR_(\w+)\] = \{\s*N_\("(.*?)"\)', text))


def print_row(*cells):
    print('| ' + ' | '.join(cells) + ' |', flush=True)


def print_head(*cells):
    print_row(*cells)
    print_row(*['---'] * len(cells))


def paths_of(found):
    return [f for f in found if f['outcome'] in ('local', 'direct', 'relayed')]


def show_cell(found):
    joined = paths_of(found)
    if len(joined) == len(found):
        return '%s, %.0f ms' % ('/'.join(sorted({f['outcome'] for f in joined})), statistics.median(f['ms'] for f in joined))
    missed = sorted({f['outcome'] for f in found if f not in joined})
    after = [f['ms'] / 1000 for f in found if f not in joined and f.get('ms')]
    text = '/'.join(missed) + (' after %.0f s' % statistics.median(after) if after else '')
    return text if not joined else '%d of %d joined; %s' % (len(joined), len(found), text)


def show_connect(rounds, wide):
    pairs = list(itertools.combinations_with_replacement(KINDS, 2))
    jobs = [dict(do='connect', with_=[*pair, word]) for pair in pairs for word in SERVERS for _ in range(rounds)]
    found = dict(zip(range(len(jobs)), run_all(jobs, wide)))
    print_head('inviter behind', 'friend behind', 'no server', 'STUN', 'TURN over UDP', 'TURN over TCP')
    cells = [[found[n * rounds + i] for i in range(rounds)] for n in range(len(jobs) // rounds)]
    for n, pair in enumerate(pairs):
        print_row(*pair, *[show_cell(cells[n * len(SERVERS) + i]) for i in range(len(SERVERS))])
    print()
    for name in sorted({f['outcome'] for cell in cells for f in cell if f['outcome'] in sentences()}):
        print('%s: “%s”' % (name, sentences()[name]))
    times = [f['ms'] for f in paths_of(found.values())]
    print('%d joined: half of them within %.0f ms, 95 %% within %.0f ms, the last after %.0f ms.'
          % (len(times), percentile(times, 50), percentile(times, 95), max(times)))


def show_delay(rounds, wide):
    rows = [(kind, kind, 'stun') for kind in netlab.NATS if kind != 'symmetric']
    rows += [('symmetric', 'full-cone', 'stun'), ('symmetric', 'symmetric', 'turn/udp'),
             ('udp-blocked', 'symmetric', 'turn/tcp')]
    jobs = [dict(do='connect', with_=[*row, delay_s, FORGETS_AFTER_S])
            for delay_s in reversed(DELAYS_S) for _ in range(rounds) for row in rows]
    by_cell = {}
    for job, found in zip(jobs, run_all(jobs, wide)):
        by_cell.setdefault((tuple(job['with_'][:3]), job['with_'][3]), []).append(found)
    print_head('inviter, friend behind', 'server', *['%d s' % delay_s for delay_s in DELAYS_S])
    for row in rows:
        cells = []
        for delay_s in DELAYS_S:
            found = by_cell[row, delay_s]
            joined = paths_of(found)
            cells.append('%d of %d' % (len(joined), len(found))
                         + (', %.0f ms' % statistics.median(f['ms'] for f in joined) if joined else ''))
        print_row('%s, %s' % row[:2], row[2], *cells)


def show_lines(rounds, wide):
    talks = [(name, dict(do='talk', with_=[faults, None, 30])) for name, faults in FAULTS.items()]
    talks += [(name, dict(do='talk', with_=[{}, what, 10])) for name, what in HAPPENINGS.items()]
    floods = [(name, dict(do='throughput', with_=[faults])) for name, faults in FAULTS.items()]
    jobs = [job for _, job in talks for _ in range(rounds)] + [job for _, job in floods]
    found = run_all(jobs, wide)
    speeds = dict(zip(FAULTS, found[len(talks) * rounds:]))
    print_head('line', 'once, in order', 'said', 'half within', '95 % within', 'the last after', 'bytes a second', '')
    for n, (name, _) in enumerate(talks):
        some = [f for f in found[n * rounds:(n + 1) * rounds]]
        fine = [f for f in some if 'trouble' not in f]
        speed = speeds.get(name, {}).get('bytes_a_second')
        worst = max((f[key] for f in fine for key in ('worst',)), default=0)
        print_row(name, '%d of %d' % (sum(f['whole'] for f in fine), len(some)), str(sum(f['said'] for f in fine)),
                  *['%.0f ms' % statistics.median(f[key] for f in fine) if fine else '–' for key in ('median', 'p95')],
                  '%.1f s' % (worst / 1000), format(round(speed), ',') if speed is not None else '',
                  '; '.join(sorted({f.get('remark') or f.get('trouble', '') for f in some} - {''})))


def main():
    names = {'connect': show_connect, 'delay': show_delay, 'lines': show_lines}
    if sys.argv[1:2] == ['one']:
        netlab.enter()
        job = json.loads(sys.argv[2])
        measure = {'connect': measure_connect, 'talk': measure_talk, 'throughput': measure_throughput}[job['do']]
        print(json.dumps(measure(*job['with_'])), flush=True)
    elif len(sys.argv) >= 2 and sys.argv[1] in names:
        reason = netlab.why_not()
        if reason:
            sys.exit('tables.py: ' + reason)
        rounds, wide = [*map(int, sys.argv[2:4]), 1, 4][:2] if len(sys.argv) != 3 else (int(sys.argv[2]), 4)
        names[sys.argv[1]](rounds, wide)
    else:
        sys.exit(__doc__)


if __name__ == '__main__':
    main()
