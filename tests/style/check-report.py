# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""build-aux/report-tests.py counts what Meson logged, and lets only slowness try again.

  check-report.py SOURCE_ROOT
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv.pop(1))
sys.path.insert(0, str(ROOT / 'tests' / 'support'))
import tap  # noqa: E402

FAILED = '1..2\nok 1 - a\nnot ok 2 - b\n'
BAIL = FAILED + 'Bail out! duologue:ERROR:test.c:1:b: assertion failed\n'


def run(suite, name='lines', out=FAILED, err='', status=1, result='FAIL'):
    return {'name': 'duologue:%s / %s' % (suite, name), 'result': result, 'stdout': out, 'stderr': err,
            'returncode': status, 'duration': 1.0}


class Report(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def log(self, name, *tests):
        path = self.folder / name
        path.write_text(''.join(json.dumps(test) + '\n' for test in tests))
        return str(path)

    def report(self, *arguments):
        return subprocess.run([ROOT / 'build-aux' / 'report-tests.py', *arguments],
                              capture_output=True, text=True, timeout=60)

    def again(self, *tests):
        return self.report('--again', self.log('log', *tests)).stdout

    def test_last_line(self):
        good = run('unit', out='1..1\nok 1 - a\n', status=0, result='OK')
        answer = self.report('gcc=' + self.log('log', good, run('net')))
        self.assertEqual(answer.stdout.splitlines()[-1], '2 passed, 1 failed')
        self.assertEqual(answer.returncode, 1)

    def test_unfinished_plan_is_a_failure(self):
        answer = self.report('gcc=' + self.log('log', run('net', out='1..3\nok 1 - a\n', result='OK', status=0)))
        self.assertEqual(answer.stdout.splitlines()[-1], '1 passed, 1 failed')

    def test_missing_log_is_a_failure(self):
        answer = self.report('gcc=' + str(self.folder / 'nothing'))
        self.assertEqual(answer.stdout.splitlines()[-1], '0 passed, 1 failed')

    def test_expectation_of_a_timed_suite_tries_again(self):
        self.assertEqual(self.again(run('net+net-waits'), run('wire', 'peer', BAIL, status=-6), run('gui')),
                         'net lines\nwire peer\ngui lines\n')

    def test_names_of_a_newer_meson(self):
        tests = [dict(run('-'), name=name) for name in ('net+net-waits - duologue:lines', 'unit - duologue:json')]
        self.assertEqual(self.again(*tests), 'net lines\n')
        answer = self.report('gcc=' + self.log('log', *tests))
        self.assertIn('gcc: net 2 in 1 s, unit 2 in 1 s\n', answer.stdout)

    def test_others_do_not(self):
        self.assertEqual(self.again(
            run('unit'), run('ui'),
            run('net', result='OK', out='1..1\nok 1 - a\n', status=0),
            run('wire', err='==1==ERROR: AddressSanitizer: heap-use-after-free', status=-6),
            run('wire', err='x.c:3:1: runtime error: index 4 out of bounds'),
            run('chat', BAIL, err='GLib-CRITICAL **: no', status=-5),
            run('chat', out='1..1\n', status=-11)), '')

    def test_tooltip_of_gtk_does(self):
        said = "# (duologue:1): Gdk-CRITICAL **: 18:13:02.399: %s: assertion 'GDK_IS_SURFACE (surface)' failed"
        tests = [run('gui', name, 'not ok 1 - a\n1..1\n' + said % function) for name, function in (
            ('list', 'gdk_surface_get_device_position'), ('talk', 'gdk_surface_hide'))]
        self.assertEqual(self.again(*tests), 'gui list\n')

    def test_later_run_counts_and_is_told(self):
        first = self.log('first', run('net'))
        second = self.log('second', run('net', out='1..2\nok 1 - a\nok 2 - b\n', status=0, result='OK'))
        answer = self.report('gcc=' + first, 'gcc=' + second)
        self.assertEqual(answer.stdout.splitlines()[-1], '2 passed, 0 failed')
        self.assertIn('Run twice:\n  gcc: duologue:net / lines', answer.stdout)
        self.assertIn('FAILED b', answer.stdout)

    def test_reason_is_told_last(self):
        python = ('1..2\nnot ok 1 - a\n# 1.00 s\n# Traceback (most recent call last):\n#   File "a"\n'
                  '# guikit.GuiError: timed out waiting until it rains\n# a tree\nok 2 - b\n')
        answer = self.report('gcc=' + self.log('log', run('gui', out=python), run('wire', 'peer', BAIL, status=-6)))
        self.assertIn('Failed:\n  gcc: duologue:gui / lines: a: GuiError: timed out waiting until it rains\n'
                      '  gcc: duologue:wire / peer: b: duologue:ERROR:test.c:1:b: assertion failed\n',
                      answer.stdout)

    def test_labels_are_counted_apart(self):
        log = self.log('log', run('net'))
        self.assertEqual(self.report('gcc=' + log, 'clang=' + log).stdout.splitlines()[-1], '2 passed, 2 failed')


if __name__ == '__main__':
    tap.main()
