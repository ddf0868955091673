# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of one's own: two hosts behind routers, servers in the middle, bad lines between.

        a ── ra ══ line A ══ middle ══ line B ══ rb ── b
     10.1.0.2   198.51.100.2   │   198.18.2.2    10.2.0.2
                         STUN and TURN at 192.0.2.1

Each name is a network namespace.  They are made inside a PID and a mount namespace of this
process's own, which `enter ()` moves it into: however it ends, the kernel ends everything that
runs in there, and with the last process the namespaces are gone.  Nothing outside is touched,
and no packet leaves.

    netlab.enter ()                 # first of all: starts the script anew inside
    with netlab.Lab (nat_a='symmetric') as lab:
        lab.line_a.set (loss=5, delay=100)
        lab.cut (20)
"""

import contextlib
import functools
import os
import pathlib
import re
import select
import signal
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get('DUO_BUILD', ROOT / 'build-test' / 'gcc')).resolve()
PROGRAMS = BUILD / 'tests' / 'net'
# What Meson's tests set; so that a script can be run by hand.
for name, value in (('GSETTINGS_BACKEND', 'memory'), ('GSETTINGS_SCHEMA_DIR', BUILD / 'data'),
                    ('GST_REGISTRY', BUILD / 'gst-registry.bin'), ('G_DEBUG', 'fatal-criticals'),
                    ('LC_ALL', 'C.UTF-8')):
    os.environ.setdefault(name, str(value))

NATS = ('full-cone', 'address-restricted', 'port-restricted', 'symmetric')
SERVER = '192.0.2.1'
SERVER_V6 = '2001:db8:5::1'
RESOLVER = '192.0.2.53'
PORT = 3478
TOOLS = ('ip', 'nft', 'turnserver', 'nsenter', 'unshare', 'conntrack', 'tcpdump')
SBIN = ':/usr/sbin:/sbin:/usr/local/sbin'
MARK = 'DUO_NETLAB'


class Trouble(Exception):
    """The lab itself did not do what it should."""


# -- Namespaces of this process's own ----------------------------------------------------------

def why_not():
    """Why no lab can be made here, as a sentence, or None."""
    os.environ['PATH'] += SBIN
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        return 'missing: %s (build-aux/install-deps test)' % ', '.join(missing)
    # One of everything that is needed later; nftables in particular is a matter of the kernel.
    probe = subprocess.run([*_unshare(), 'sh', '-euc', '''
        mount -t tmpfs none /run
        mkdir /run/netns
        ip netns add probe
        nsenter --net=/run/netns/probe nft add table ip probe
        nsenter --net=/run/netns/probe sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
        '''], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if probe.returncode:
        return 'no network namespaces here: ' + ' '.join(probe.stderr.split())[:200]
    return None


def _unshare():
    own = ['unshare', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']
    return own if os.geteuid() == 0 else [*own, '--user', '--map-root-user']


def enter():
    """Goes on inside namespaces of its own; where there can be none, says so in TAP and ends."""
    if MARK not in os.environ:
        reason = why_not()
        if reason:
            print('1..0 # SKIP ' + reason, flush=True)
            sys.exit(0)
        os.environ[MARK] = 'inside'
        command = [*_unshare(), sys.executable, *sys.argv]
        os.execvp(command[0], command)
    # Process 1 of the PID namespace gets no signal that it does not handle.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    subprocess.run(['mount', '-t', 'tmpfs', 'none', '/run'], check=True)
    os.mkdir('/run/netns')


def wait_until(condition, timeout_s, what):
    deadline = time.monotonic() + timeout_s
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise Trouble('waited %g s in vain until %s' % (timeout_s, what))
        time.sleep(0.02)
    return value


class Node:
    """One namespace: a host, a router, a server."""

    def __init__(self, name):
        self.name = name
        self.path = '/run/netns/' + name
        sh('ip', 'netns', 'add', name)
        self.write('ipv6/conf/all/accept_dad', 0)
        self.write('ipv6/conf/default/accept_dad', 0)
        self.ip('link', 'set', 'lo', 'up')

    def command(self, *arguments):
        return ['nsenter', '--net=' + self.path, '--', *map(str, arguments)]

    def run(self, *arguments, stdin=None):
        return sh(*self.command(*arguments), stdin=stdin)

    def ip(self, *arguments):
        return sh('ip', '-n', self.name, *arguments)

    def popen(self, *arguments, **options):
        # nsenter becomes the program, so that its PID is the program's.
        return subprocess.Popen(self.command(*arguments), **options)

    def write(self, name, value):
        """Sets a variable of /proc/sys/net."""
        self.run('sh', '-c', 'echo %s >/proc/sys/net/%s' % (value, name))

    def remove(self):
        sh('ip', 'netns', 'del', self.name)


def sh(*arguments, stdin=None):
    done = subprocess.run(list(map(str, arguments)), input=stdin, capture_output=True, text=True, check=False,
                          **({} if stdin is not None else {'stdin': subprocess.DEVNULL}))
    if done.returncode:
        raise Trouble('%s: %s' % (' '.join(map(str, arguments)), done.stderr.strip()))
    return done.stdout


@functools.lru_cache(maxsize=None)
def left_out():
    """Options for what the TURN server shall not do: newer ones do neither by themselves, and end where
    they do not know an option."""
    known = sh('sh', '-c', 'turnserver -h 2>&1; true')
    return [option for option in ('--no-cli', '--no-dtls') if re.search(r'%s\s' % option, known)]


def stop(process):
    """Ends a process that we started."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for stream in process.stdin, process.stdout, process.stderr:
        if stream:
            with contextlib.suppress(BrokenPipeError):    # what it was told last, and did not read
                stream.close()


def veth(node, name, other, other_name):
    """A cable; packets are not bundled on it, so that each can be judged alone."""
    sh('ip', 'link', 'add', name, 'netns', node.name, 'gso_max_segs', 1,
       'type', 'veth', 'peer', 'name', other_name, 'netns', other.name)
    node.ip('link', 'set', name, 'up')
    other.ip('link', 'set', other_name, 'up')


# -- Lines -------------------------------------------------------------------------------------

class Line:
    """A stretch of network that can be made worse; up is towards the middle."""

    def __init__(self, wires, name):
        self.name = name
        self.process = wires.popen(PROGRAMS / 'impair', name + '0', name + '1', text=True, bufsize=1,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.expect('ready')

    def expect(self, wanted=None):
        ready, _, _ = select.select([self.process.stdout], [], [], 5)
        answer = self.process.stdout.readline().strip() if ready else ''
        if not answer or (wanted and answer != wanted):
            raise Trouble('line %s: %r instead of %r' % (self.name, answer, wanted))
        return answer

    def tell(self, command, wanted='ok'):
        self.process.stdin.write(command + '\n')
        return self.expect(wanted)

    def set(self, **faults):
        """Keys as in impair.c; up_loss=5 is one way, towards the middle."""
        words = ['%s=%s' % (key.replace('up_', 'up.').replace('down_', 'down.'), value)
                 for key, value in faults.items()]
        self.tell(' '.join(['set', *words]))

    def clear(self):
        self.set()

    def cut(self, seconds):
        """Nothing passes for so long, and nobody is told."""
        self.tell('cut %g' % seconds)

    def stats(self):
        """{'up': {'in': 1, …}, 'down': {…}}"""
        found = {}
        for word in self.tell('stats', None).split():
            key, _, value = word.partition('=')
            if value:
                way[key] = int(value)
            else:
                way = found[key] = {}
        return found


# -- Routers -----------------------------------------------------------------------------------

class Router:
    """Joins a house to the middle, with network address translation for IPv4.

    Kinds as in RFC 4787: the mapping of all but `symmetric` does not depend on the destination;
    what they differ in is who may send to a mapping.  `udp-blocked` lets no UDP out.
    """

    def __init__(self, lab, side, kind, timeout_s, private, public):
        self.lab, self.side, self.private, self.public = lab, side, private, public
        self.node = lab.node('r' + side)
        self.kind = kind
        if lab.v4:
            self.node.write('ipv4/ip_forward', 1)
        self.node.ip('link', 'add', 'house', 'type', 'bridge', 'forward_delay', 0, 'mcast_snooping', 0)
        self.node.ip('link', 'set', 'house', 'up')
        self.inner = private + '.2'
        if lab.v4:
            self.node.ip('address', 'add', private + '.1/24', 'dev', 'house')
        self.timeout_s = timeout_s

    def rules(self):
        masquerade, arriving, leaving, blocked = 'masquerade', '', 'accept', ''
        if self.kind == 'symmetric':
            masquerade = 'masquerade random,fully-random'
        elif self.kind == 'full-cone':
            arriving = 'iifname wan udp dport 1024-65535 dnat to ' + self.inner
        elif self.kind == 'address-restricted':
            arriving = 'iifname wan ip saddr @spoken-to udp dport 1024-65535 dnat to ' + self.inner
            leaving = 'meta l4proto udp update @spoken-to { ip daddr } accept'
        elif self.kind == 'udp-blocked':
            blocked = 'iifname house meta l4proto udp drop'
        return f'''
            table ip router
            delete table ip router
            table ip router {{
              set spoken-to {{ type ipv4_addr; flags dynamic,timeout; timeout 120s; }}
              chain before {{ type nat hook prerouting priority dstnat; {arriving}; }}
              chain after {{ type nat hook postrouting priority srcnat; oifname wan {masquerade}; }}
              chain through {{ type filter hook forward priority filter; policy drop;
                {blocked}
                iifname house {leaving}
                iifname house accept
                ct state established,related accept
                ct status dnat accept
              }}
              # What nobody asked for is dropped before conntrack knows it.  Else a packet of the
              # friend's that comes first takes the port, Linux gives our own flow another one, and
              # the router looks symmetric.
              chain itself {{ type filter hook input priority filter; policy accept;
                iifname wan ct state established,related accept
                iifname wan icmp type echo-request accept
                iifname wan drop
              }}
            }}'''

    def rules_v6(self):
        """No translation, but nothing comes in that was not asked for (RFC 6092)."""
        blocked = 'iifname house meta l4proto udp drop' if self.kind == 'udp-blocked' else ''
        return f'''
            table ip6 router
            delete table ip6 router
            table ip6 router {{
              chain through {{ type filter hook forward priority filter; policy drop;
                {blocked}
                iifname house accept
                ct state established,related accept
                meta l4proto icmpv6 accept
              }}
            }}'''

    def apply(self):
        self.node.run('nft', '-f', '-', stdin=self.rules() + (self.rules_v6() if self.lab.v6 else ''))
        if self.timeout_s:
            for name in 'udp_timeout', 'udp_timeout_stream':
                self.node.write('netfilter/nf_conntrack_' + name, self.timeout_s)

    def become(self, kind):
        self.kind = kind
        self.apply()
        self.forget()

    def forget(self):
        """Loses every mapping, as a router that was switched off and on."""
        self.node.run('conntrack', '-F')

    def move(self, public):
        """Gets another public address, and says so to nobody."""
        self.node.ip('address', 'del', self.public + '/24', 'dev', 'wan')
        self.public = public
        self.node.ip('address', 'add', public + '/24', 'dev', 'wan')
        self.node.ip('route', 'replace', 'default', 'via', public.rsplit('.', 1)[0] + '.1')
        self.forget()


class Host:
    """A computer of a person."""

    def __init__(self, lab, name, router, number=2):
        self.lab, self.name, self.router, self.number = lab, name, router, number
        self.node = lab.node(name)
        self.plug(router, number)

    def plug(self, router, number=2, device='eth0', is_default=True):
        """A cable to a router; with two of them one leads to the rest of the world."""
        cable = '%s%s' % (self.name, device[-1])
        veth(self.node, device, router.node, cable)
        router.node.ip('link', 'set', cable, 'master', 'house')
        self.get_address(router, number, device, is_default)

    def get_address(self, router, number, device, is_default):
        metric = ['metric', 100 if is_default else 200]
        if self.lab.v4:
            self.node.ip('address', 'add', '%s.%d/24' % (router.private, number), 'dev', device)
            self.node.ip('route', 'replace', 'default', 'via', router.private + '.1', 'dev', device, *metric)
        if self.lab.v6:
            self.node.ip('address', 'add', '%s::%d/64' % (router.private_v6, number), 'dev', device, 'nodad')
            self.node.ip('-6', 'route', 'replace', 'default', 'via', router.private_v6 + '::1', 'dev', device, *metric)

    @property
    def address(self):
        return '%s.%d' % (self.router.private, self.number)

    def unplug(self, device='eth0'):
        """Takes the cable out; the interface stays."""
        self.router.node.ip('link', 'set', '%s%s' % (self.name, device[-1]), 'down')

    def replug(self, device='eth0'):
        self.router.node.ip('link', 'set', '%s%s' % (self.name, device[-1]), 'up')

    def roam(self, number):
        """Another address in the same house; the old one is gone."""
        self.node.ip('address', 'flush', 'dev', 'eth0')
        self.number = number
        self.get_address(self.router, number, 'eth0', is_default=True)
        self.router.inner = self.address
        self.router.apply()


# -- The whole ---------------------------------------------------------------------------------

class Lab:
    """ONE_HOUSE: b lives behind a's router."""

    def __init__(self, nat_a='port-restricted', nat_b='port-restricted', timeout_s=None, server=True,
                 v4=True, v6=False, one_house=False):
        self.v4, self.v6 = v4, v6
        self.nodes, self.processes = [], []
        self.line_a = self.line_b = self.line_c = self.server = None
        try:
            self.build(nat_a, nat_b, timeout_s, one_house)
            if server:
                self.start_server()
        except BaseException:
            self.close()
            raise

    def build(self, nat_a, nat_b, timeout_s, one_house):
        self.middle = self.node('middle')
        self.wires = self.node('wires')
        self.wires.write('ipv6/conf/all/disable_ipv6', 1)
        self.wires.write('ipv6/conf/default/disable_ipv6', 1)
        self.set_up_middle()
        self.ra, self.line_a = self.house('a', nat_a, timeout_s, '10.1.0', '198.51.100')
        self.rb, self.line_b = self.house('b', nat_b, timeout_s, '10.2.0', '198.18.2')
        self.a = Host(self, 'a', self.ra)
        self.b = Host(self, 'b', self.ra, 3) if one_house else Host(self, 'b', self.rb)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def node(self, name):
        self.nodes.append(Node(name))
        return self.nodes[-1]

    def set_up_middle(self):
        self.middle.write('ipv4/ip_forward', 1)
        self.middle.write('ipv6/conf/all/forwarding', 1)
        # What is sent to a private address from here disappears, as it does out there; without a
        # route coturn gets an error and ends the whole allocation.
        veth(self.middle, 'void', self.wires, 'void-end')
        mac = '02:00:00:00:00:01'
        for family, gateway, wanted in (('-4', '198.19.255.1', self.v4), ('-6', '2001:db8:ffff::1', self.v6)):
            if wanted:
                self.middle.ip(family, 'neighbour', 'add', gateway, 'lladdr', mac, 'dev', 'void', 'nud', 'permanent')
                self.middle.ip(family, 'route', 'add', 'default', 'via', gateway, 'dev', 'void', 'onlink')
        if self.v4:
            for address in SERVER, '192.0.2.2', RESOLVER:
                self.middle.ip('address', 'add', address + '/32', 'dev', 'lo')
        if self.v6:
            self.middle.ip('address', 'add', SERVER_V6 + '/128', 'dev', 'lo')

    def house(self, side, kind, timeout_s, private, public):
        """A router, and the line from it to the middle."""
        router = Router(self, side, kind, timeout_s, private, public + '.2')
        veth(router.node, 'wan', self.wires, side + '0')
        veth(self.middle, 'to-' + side, self.wires, side + '1')
        if self.v4:
            router.node.ip('address', 'add', public + '.2/24', 'dev', 'wan')
            self.middle.ip('address', 'add', public + '.1/24', 'dev', 'to-' + side)
            router.node.ip('route', 'add', 'default', 'via', public + '.1')
        if self.v6:
            self.house_v6(router, side)
        router.apply()
        return router, Line(self.wires, side)

    def add_house(self, kind='port-restricted', timeout_s=None):
        """A second way out: another router with an outside of its own."""
        router, self.line_c = self.house('c', kind, timeout_s, '10.3.0', '203.0.113')
        return router

    def house_v6(self, router, side):
        router.private_v6 = '2001:db8:%s' % side
        between = '2001:db8:f%s' % side
        router.node.write('ipv6/conf/all/forwarding', 1)
        router.node.ip('address', 'add', router.private_v6 + '::1/64', 'dev', 'house', 'nodad')
        router.node.ip('address', 'add', between + '::2/64', 'dev', 'wan', 'nodad')
        self.middle.ip('address', 'add', between + '::1/64', 'dev', 'to-' + side, 'nodad')
        router.node.ip('-6', 'route', 'add', 'default', 'via', between + '::1')
        self.middle.ip('-6', 'route', 'add', router.private_v6 + '::/64', 'via', between + '::2')

    def lines(self):
        return [line for line in (self.line_a, self.line_b, self.line_c) if line]

    def cut(self, seconds):
        """On a's line only: b's side hears nothing, and nobody is told."""
        self.line_a.cut(seconds)

    # coturn, as STUN server and as TURN server.

    def start_server(self, user='lab:lab', extra=()):
        listen = [word for address in ([SERVER, '192.0.2.2'] if self.v4 else []) + ([SERVER_V6] if self.v6 else [])
                  for word in ('-L', address)]
        relay = [word for address in ([SERVER] if self.v4 else []) + ([SERVER_V6] if self.v6 else [])
                 for word in ('-E', address)]
        login = extra or ['--lt-cred-mech', '--user', user]
        self.server = self.middle.popen(
            'turnserver', '-n', *listen, *relay, '--listening-port', PORT, '--min-port', 50000, '--max-port', 50999,
            *login, '--realm', 'lab', '--no-tls', *left_out(), '-m', 1, '--userdb', '/run/turndb',
            '--pidfile', '/run/turn.pid', '--log-file', 'stdout', '--simple-log',
            stdin=subprocess.DEVNULL, stdout=open('/run/turn.log', 'a'), stderr=subprocess.STDOUT)
        self.processes.append(self.server)
        wait_until(self.server_answers, 10, 'the TURN server listens')

    def server_answers(self):
        if self.server.poll() is not None:
            raise Trouble('turnserver ended: ' + pathlib.Path('/run/turn.log').read_text()[-500:])
        listening = self.middle.run('cat', '/proc/net/tcp', '/proc/net/tcp6')
        return (':%04X ' % PORT) in listening

    def stop_server(self):
        """It dies, as with a power cut."""
        self.server.kill()
        self.server.wait()

    @property
    def stun(self):
        return 'stun:%s:%d' % (SERVER if self.v4 else '[%s]' % SERVER_V6, PORT)

    def turn(self, transport='udp', login='lab:lab'):
        return 'turn:%s@%s:%d?transport=%s' % (login, SERVER if self.v4 else '[%s]' % SERVER_V6, PORT, transport)

    def capture(self, node, device, expression=''):
        """Returns a function that ends the capture and gives its lines."""
        process = node.popen('tcpdump', '-n', '-l', '-q', '--immediate-mode', '-i', device, *expression.split(), text=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.processes.append(process)
        process.stderr.readline()       # "listening on …"

        def end():
            process.send_signal(signal.SIGINT)
            text, _ = process.communicate(timeout=10)
            return text.splitlines()
        return end

    def close(self):
        for process in self.processes + [line.process for line in self.lines()]:
            stop(process)
        while self.nodes:
            self.nodes.pop().remove()
