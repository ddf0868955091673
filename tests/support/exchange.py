#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows of Duologue on a virtual display talk with each other.

  exchange.py FOLDER    prints the transcript, leaves pictures and logs in FOLDER
"""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import duo  # noqa: E402
import guikit  # noqa: E402


def transcript(person):
    for row in person.rows():
        yield '  ' + '  '.join(row)


def talk(folder):
    """The whole exchange; gives the number of messages that arrived."""
    with guikit.Desktop(folder) as desktop:
        alice = duo.Person(desktop, 'alice', (0, 0), size=(735, 900))
        bob = duo.Person(desktop, 'bob', (740, 0), size=(735, 900))
        pictures = [desktop.screenshot('1-two-windows')]

        print('Alice presses Invite.', flush=True)
        offer = alice.invite()
        pictures.append(desktop.screenshot('2-invite'))
        print('Bob pastes %d characters and presses Accept.' % len(offer), flush=True)
        answer = bob.accept(offer)
        print('Alice pastes %d characters and presses Receive Answer.' % len(answer), flush=True)
        alice.take_answer(answer)
        for person in alice, bob:
            person.wait_connected()

        said = ((alice, bob, 'Hello Bob, this is Alice.'), (bob, alice, '你好 Alice, Grüße 👋'))
        for speaker, listener, text in said:
            speaker.send(text)
            listener.wait_row(text, mine=False)
        pictures.append(desktop.screenshot('3-talk'))

        for person in alice, bob:
            print('\n%s (%s):' % (person.profile.capitalize(), person.status()))
            print('\n'.join(transcript(person)))
        arrived = sum(listener.count_rows(text) == 1 for _, listener, text in said)
        alice.hang_up()
        for person in alice, bob:
            person.wait_closed()
        for person in alice, bob:
            person.quit()
        print('\nPictures:')
        print('\n'.join('  ' + os.path.relpath(path) for path in pictures))
        return arrived


def main():
    arrived = talk(sys.argv[1])
    print('\n%d of 2 messages arrived.' % arrived)
    return 0 if arrived == 2 else 1


if __name__ == '__main__':
    sys.exit(main())
