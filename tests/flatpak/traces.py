# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sandbox was refused: read from the log of its D-Bus proxies, and from strace's."""

import re

PROGRAM = '/app/bin/duologue'
# `pid call(…) = -1 EACCES (…)`
REFUSAL = re.compile(r' = -1 (EACCES|EPERM|EROFS) ')
STARTED = re.compile(r'^\d+ +execve\("%s".* = 0$' % re.escape(PROGRAM))
# strace's words for a call during which another thread was heard.
BEGUN = re.compile(r'^(?P<pid>\d+) +(?P<call>.*) <unfinished \.\.\.>$')
RESUMED = re.compile(r'^(?P<pid>\d+) +<\.\.\. \w+ resumed>,?(?P<rest>.*)$')
# Fontconfig tidies up after its older self wherever there are fonts, and does without.
HARMLESS = re.compile(r' unlink\("[^"]*/fonts/[^"]*\.uuid"\)')
# The proxy's words for what it does not let through.
DENIED = re.compile(r'\*(HIDDEN|DENIED)\*')


def refused_calls(log):
    """What was asked on a bus and not let through, each with its reason."""
    lines = log.read_text(encoding='utf-8', errors='replace').splitlines()
    found = {lines[max(at - 1, 0)].strip() + ' ' + line.strip()
             for at, line in enumerate(lines) if DENIED.search(line)}
    if not any('org.freedesktop.DBus.Hello' in line for line in lines):
        raise AssertionError('%s is no log of a proxy' % log)
    return sorted(found)


def strace(log):
    """What to put before a command."""
    return ['strace', '-f', '-qq', '-s', '200', '-o', str(log),
            '-e', 'trace=%file,%network,%process,ioctl,mount,setns,bpf,keyctl,ptrace']


def whole_calls(lines):
    """LINES of strace, each with its call whole."""
    begun = {}
    for line in lines:
        line = line.rstrip('\n')
        if (match := BEGUN.match(line)):
            begun[match['pid']] = line.removesuffix(' <unfinished ...>')
        elif (match := RESUMED.match(line)):
            yield begun.pop(match['pid'], match['pid'] + ' ') + match['rest']
        else:
            yield line


def refused_by_the_kernel(log):
    """The lines of the program and of all that it starts, not those of what set its sandbox up: that
    is everybody who was there before.  (What its calls say of new threads are numbers of the sandbox.)"""
    program, before, found = None, set(), []
    with open(log, encoding='utf-8', errors='replace') as lines:
        for line in whole_calls(lines):
            pid = line.split(' ', 1)[0]
            if STARTED.match(line):
                program = pid
            if not program:
                before.add(pid)
            elif (pid == program or pid not in before) and REFUSAL.search(line):
                found.append(line)
    if not program:
        raise AssertionError('%s does not tell of %s' % (log, PROGRAM))
    return [line for line in found if not HARMLESS.search(line)]
