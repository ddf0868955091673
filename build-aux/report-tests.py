#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test cases of several Meson runs and says which failed.

  report-tests.py LABEL=TESTLOG.json… [--failed NAME…]

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


def main():
    arguments, steps = sys.argv[1:], []
    if '--failed' in arguments:
        at = arguments.index('--failed')
        arguments, steps = arguments[:at], arguments[at + 1:]
    total = {'passed': 0, 'failed': len(steps), 'skipped': 0}
    names = list(steps)
    for argument in arguments:
        label, path = argument.split('=', 1)
        tests = read(path)
        if not tests:
            names.append('%s: no test was run' % label)
            total['failed'] += 1
            continue
        seconds = {}
        for test in tests:
            passed, skipped, failed = count(test)
            total['passed'] += passed
            total['skipped'] += skipped
            total['failed'] += len(failed)
            # Meson's name is "duologue:unit / json" when there are several suites.
            suite = test['name'].split(' / ')[0].split(':')[-1]
            took = seconds.setdefault(suite, [0, 0])
            took[0] += passed + len(failed)
            took[1] += test['duration']
            if failed:
                show(label, test, failed)
                names += ['%s: %s: %s' % (label, test['name'], name) for name in failed]
        print('%s: %s' % (label, ', '.join('%s %d in %.0f s' % (suite, n, s)
                                            for suite, (n, s) in sorted(seconds.items()))))
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
