# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cases of the suites gui and browser share: one desktop a class, people who go home."""

import os
import unittest

import duo
import guikit


class DesktopCase(unittest.TestCase):
    locale = 'C.UTF-8'
    suite = 'gui'

    @classmethod
    def setUpClass(cls):
        folder = os.path.join(duo.artifacts(cls.suite), cls.__name__.lower())
        cls.desktop = guikit.Desktop(folder, locale=cls.locale)
        cls.desktop.__enter__()
        cls.addClassCleanup(cls.desktop.__exit__)

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
