# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs unittest cases one by one and says what came of them in TAP, which Meson counts.

Every case has a deadline: one that hangs fails with the place where it hung.
"""

import os
import signal
import sys
import time
import traceback
import unittest

# Three times as long under the sanitizers.
DEADLINE_S = float(os.environ.get('DUO_CASE_DEADLINE',
                                  '360' if os.environ.get('DUO_SANITIZED') else '120'))


class Overdue(Exception):
    """A case took longer than it may."""


def _overdue(_signal, _frame):
    raise Overdue('the case took longer than %.0f s' % DEADLINE_S)


class TapResult(unittest.TestResult):
    def __init__(self, total):
        super().__init__()
        self.number = 0
        self.total = total

    def _say(self, word, test, extra='', detail=''):
        self.number += 1
        seconds = time.monotonic() - getattr(self, 'started', time.monotonic())
        print('%s %d - %s%s' % (word, self.number, name_of(test), extra), flush=True)
        print('# %.2f s' % seconds, flush=True)
        for line in detail.splitlines():
            print('# ' + line, flush=True)

    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()
        self.failed_parts = []
        self.has_failed = False
        signal.setitimer(signal.ITIMER_REAL, DEADLINE_S)

    def stopTest(self, test):
        signal.setitimer(signal.ITIMER_REAL, 0)
        # One line for each case, also if a part of it failed and its end as well.
        if self.failed_parts and not self.has_failed:
            self._say('not ok', test, detail='\n'.join(self.failed_parts))
        super().stopTest(test)

    def _fail(self, test, err):
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.has_failed = True
        self._say('not ok', test, detail='\n'.join([*self.failed_parts, *traceback.format_exception(*err)]))

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say('ok', test)

    def addError(self, test, err):
        super().addError(test, err)
        self._fail(test, err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._fail(test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say('ok', test, ' # SKIP ' + reason)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.failed_parts.append(name_of(subtest) + '\n'
                                     + ''.join(traceback.format_exception(*err)))


class FirstTry(unittest.TestResult):
    """Keeps what came of a case that may be run once more; has the same deadline."""

    def startTest(self, test):
        super().startTest(test)
        signal.setitimer(signal.ITIMER_REAL, DEADLINE_S)

    def stopTest(self, test):
        signal.setitimer(signal.ITIMER_REAL, 0)
        super().stopTest(test)

    def tell(self, test, result):
        """Hands a good outcome on to RESULT."""
        result.startTest(test)
        if self.skipped:
            result.addSkip(test, self.skipped[0][1])
        else:
            result.addSuccess(test)
        result.stopTest(test)

    def tell_failure(self, test, result):
        """Hands a bad outcome on to RESULT."""
        result.startTest(test)
        result.addFailure(test, self.failed_with)
        result.stopTest(test)

    def addError(self, test, err):
        self.failed_with = err
        super().addError(test, err)

    def addFailure(self, test, err):
        self.failed_with = err
        super().addFailure(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.failed_with = err
        super().addSubTest(test, subtest, err)


def name_of(test):
    return test.id().removeprefix('__main__.').replace('#', ' ')


def cases(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from cases(test)
        else:
            yield test


def main():
    """Runs the cases of the calling script; its arguments pick those whose names hold one."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    wanted = sys.argv[1:]
    chosen = [t for t in cases(suite) if not wanted or any(w in t.id() for w in wanted)]
    signal.signal(signal.SIGALRM, _overdue)
    print('1..%d' % len(chosen), flush=True)
    result = TapResult(len(chosen))
    # A suite again, so that setUpClass and its cleanups are run.
    unittest.TestSuite(chosen).run(result)
    # A fixture that failed leaves its cases unsaid; TAP's plan shows them as missing.
    sys.exit(0 if result.wasSuccessful() and chosen else 1)
