# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cases of the suites gui and browser share: one desktop a class, people who go home."""

import os
import unittest

import duo
import guikit
import tap


FATAL = ('died with status', 'Sanitizer', 'runtime error:', 'CRITICAL')


class DesktopCase(unittest.TestCase):
    locale = 'C.UTF-8'
    suite = 'gui'

    @classmethod
    def setUpClass(cls):
        folder = os.path.join(duo.artifacts(cls.suite), cls.__name__.lower())
        cls.desktop = guikit.Desktop(folder, locale=cls.locale)
        cls.desktop.__enter__()
        cls.addClassCleanup(cls.desktop.__exit__)

    def run(self, result=None):
        """Once more if it failed, and says so: on a busy machine the X server or the
        accessibility bus now and then loses a click or a key.  What fails twice has failed,
        and a program that crashed or complained of an error gets no second try."""
        first = tap.FirstTry()
        super().run(first)
        if first.wasSuccessful():
            first.tell(self, result)
            return
        traces = first.failures + first.errors
        if any(word in trace for _, trace in traces for word in FATAL):
            first.tell_failure(self, result)
            return
        for _, trace in traces:
            print('# failed, and is run again: %s' % tap.name_of(self))
            print('\n'.join('# ' + line for line in trace.splitlines()[-25:]), flush=True)
        super().run(result)

    def person(self, profile='alice', **options):
        for app in [a for a in self.desktop.apps if a.name == profile]:
            app.stop()      # left over from a part of the case that failed
        options.setdefault('position', (0, 0) if profile == 'alice' else (740, 0))
        options.setdefault('size', (735, 860))
        person = duo.Person(self.desktop, profile, **options)
        self.addCleanup(person.app.stop)
        return person

    def pair(self, **options):
        return self.person('alice', **options), self.person('bob', **options)

    def connected_pair(self, **options):
        alice, bob = self.pair(**options)
        duo.connect(alice, bob)
        return alice, bob

    def quit(self, *people):
        """Closes their windows; each must end with status 0 and without a complaint."""
        for person in people:
            person.quit()
