#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test cases of several Meson runs and says which failed.

  report-tests.py LABEL=TESTLOG.json… [--failed NAME…]
  report-tests.py --again TESTLOG.json…

The first prints all, and how many passed.  If a label has the same program twice, the later run counts,
and it is said.  The second prints "SUITE PROGRAM" of each program that may be run once more.

Single cases are counted where a program speaks TAP.  A program that crashed, ran out of time,
ended with a bad status or left its plan unfinished is one more failure; nothing is counted as
passed because nobody looked.  --failed adds steps that are no tests (a build, say).
"""
import json
import re
import sys

LINE = re.compile(r'^(ok|not ok)\b *(\d*)[ -]*(.*)$')
PLAN = re.compile(r'^1\.\.(\d+)( *# *SKIP.*)?')
TAIL_LINES = 60
# The suites in which a busy machine can be the reason: they hold real time against real packets, an X
# server and a browser.
TIMED = {'wire', 'chat', 'net', 'gui', 'browser'}
# Where a program of ours says what was not as expected: Python's exceptions, GLib's assertions.
REASON = re.compile(r'^(?:# )?(?:\w+\.)*(\w*(?:Error|Overdue|Timeout\w*)\b: .*)|^Bail out! *(.*)|^# (\S*:ERROR:.*)')
REASON_LENGTH = 300
# These are nobody's slowness, but for GTK's own (before 4.16 or so): half a second after the pointer came to
# rest over a popover it looks for the tooltip's place, also when the window was closed meanwhile.
BROKEN = re.compile(r'Sanitizer|runtime error:|CRITICAL(?!.*: gdk_surface_get_device_position: )|SIGSEGV'
                    r'|double free|corrupted')


def read(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return [json.loads(line) for line in file if line.strip()]
    except FileNotFoundError:
        return None


def count(test):
    """(passed, skipped, names of what failed) of one program."""
    output, passed, skipped, failed, plan, said = test.get('stdout') or '', 0, 0, [], None, 0
    for line in output.splitlines():
        if match := PLAN.match(line):
            plan = int(match.group(1))
        if not (match := LINE.match(line)):
            continue
        said += 1
        word, _, name = match.groups()
        if re.search(r'# *(SKIP|TO' r'DO)', name, re.I):
            skipped += 1
        elif word == 'ok':
            passed += 1
        else:
            failed.append(name.strip() or '?')
    good = test['result'] in ('OK', 'SKIP', 'EXPECTEDFAIL')
    if plan is None or said == 0:          # does not speak TAP, or has nothing to say
        if test['result'] == 'SKIP':
            return 0, 1, []
        return (1, 0, []) if good else (0, 0, [test['result'].lower()])
    if plan != said:
        failed.append('only %d of %d cases were run' % (said, plan))
    if not good and not failed:
        failed.append('%s (status %s)' % (test['result'].lower(), test.get('returncode')))
    return passed, skipped, failed


def suite_and_name(test):
    """Meson's name is "duologue:unit / json", "duologue:net+net-waits / lines" in several suites; that
    of Meson 1.12 "unit - duologue:json" and "net+net-waits - duologue:lines"."""
    before, after = re.split(' / | - ', test['name'], maxsplit=1)
    return before.split(':')[-1].split('+')[0], after.split(':')[-1]


def may_try_again(test):
    """Did an expectation fail in a suite that depends on time?  A crash gets no second try."""
    output = (test.get('stdout') or '') + (test.get('stderr') or '')
    if suite_and_name(test)[0] not in TIMED or not count(test)[2] or BROKEN.search(output):
        return False
    # GLib's tests end in abort () where an expectation fails, and say it before.
    return test.get('returncode') == 1 or 'Bail out!' in output


def why(test, name):
    """What the program said of the case NAME that failed, in one line; '' if nothing."""
    inside = False
    for line in (test.get('stdout') or '').splitlines():
        match = LINE.match(line)
        if match:
            inside = match.group(1) == 'not ok' and match.group(3).strip() == name
        elif inside and (found := REASON.match(line)):
            return ': ' + next(filter(None, found.groups()), '')[:REASON_LENGTH]
    return ''


def failures(test):
    """What failed of one program, and why."""
    return [name + why(test, name) for name in count(test)[2]]


def show(label, test, failed):
    print('\n==== %s: %s' % (label, test['name']))
    for name in failed:
        print('  FAILED ' + name)
    for stream in 'stdout', 'stderr':
        lines = (test.get(stream) or '').rstrip().splitlines()
        if lines:
            cut = len(lines) - TAIL_LINES
            print('  -- %s%s' % (stream, ' (the last %d lines)' % TAIL_LINES if cut > 0 else ''))
            print('\n'.join('  ' + line for line in lines[-TAIL_LINES:]))


def by_label(arguments):
    """{label: paths} of LABEL=PATH…"""
    labels = {}
    for argument in arguments:
        label, path = argument.split('=', 1)
        labels.setdefault(label, []).append(path)
    return labels


def print_again(paths):
    for path in paths:
        for test in read(path) or []:
            if may_try_again(test):
                print(*suite_and_name(test))


def main():
    arguments, steps = sys.argv[1:], []
    if arguments[:1] == ['--again']:
        return print_again(arguments[1:])
    if '--failed' in arguments:
        at = arguments.index('--failed')
        arguments, steps = arguments[:at], arguments[at + 1:]
    total = {'passed': 0, 'failed': len(steps), 'skipped': 0}
    names, again = list(steps), []
    for label, paths in by_label(arguments).items():
        tests = {}
        for path in paths:
            run = read(path)
            if not run:
                names.append('%s: no test was run (%s)' % (label, path))
                total['failed'] += 1
            for test in run or []:
                if test['name'] in tests:
                    again.append('%s: %s' % (label, test['name']))
                    show('%s, the first time' % label, tests[test['name']], failures(tests[test['name']]))
                tests[test['name']] = test
        seconds = {}
        for test in tests.values():
            passed, skipped, failed = count(test)
            total['passed'] += passed
            total['skipped'] += skipped
            total['failed'] += len(failed)
            took = seconds.setdefault(suite_and_name(test)[0], [0, 0])
            took[0] += passed + len(failed)
            took[1] += test['duration']
            if failed:
                told = failures(test)
                show(label, test, told)
                names += ['%s: %s: %s' % (label, test['name'], name) for name in told]
        print('%s: %s' % (label, ', '.join('%s %d in %.0f s' % (suite, n, s)
                                            for suite, (n, s) in sorted(seconds.items()))))
    if again:
        print('\nRun twice:')
        print('\n'.join('  ' + name for name in again))
    if names:
        print('\nFailed:')
        print('\n'.join('  ' + name for name in names))
    line = '%(passed)d passed, %(failed)d failed' % total
    if total['skipped']:
        line += ', %(skipped)d skipped' % total
    print(line)
    return 1 if total['failed'] or not total['passed'] else 0


if __name__ == '__main__':
    sys.exit(main())
