#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows of Duologue on a virtual display talk with each other.

  exchange.py FOLDER               prints the transcript, leaves pictures and logs in FOLDER
  exchange.py --pictures FOLDER    makes the pictures for README.md and the metainfo instead
"""

import os
import pathlib
import shutil
import sys
import tempfile

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


PICTURE_TALK = (
    (0, 'Hi! Did the invite come through the mail all right?'),
    (1, 'It did. I pasted the whole mail, and it found the invite in it by itself.'),
    (0, '太好了！ No account, no server, just the two of us 🎉'),
    (1, 'The picture from the mountains: https://example.org/alps'),
    (0, 'Beautiful. Same time next week?'),
)


def pictures(folder):
    """What README.md and the software centre show."""
    with tempfile.TemporaryDirectory() as logs, guikit.Desktop(logs) as desktop:
        size = (940, 680)
        people = [duo.Person(desktop, name, (0, 0), size=size, animations=False,
                             settings={'display-name': name.capitalize(), 'color-scheme': scheme})
                  for name, scheme in (('alice', 'light'), ('bob', 'dark'))]
        offer = people[0].invite()
        people[0].app.activate()
        shots = [people[0].app.screenshot('invite')]
        people[0].take_answer(people[1].accept(offer))
        for person in people:
            person.wait_connected()
        for number, text in PICTURE_TALK:
            people[number].send(text)
            people[1 - number].wait_row(text, mine=False)
        for person, name in zip(people, ('conversation', 'conversation-dark')):
            person.app.activate()
            person.box('Message').wait(lambda n: n.is_visible(), 'is in front')
            shots.append(person.app.screenshot(name))
        for person in people:
            person.app.stop()
        os.makedirs(folder, exist_ok=True)
        for shot in shots:
            print(shutil.copy(shot, folder))


def main():
    if '--pictures' in sys.argv:
        pictures(sys.argv[-1])
        return 0
    arrived = talk(sys.argv[1])
    print('\n%d of 2 messages arrived.' % arrived)
    return 0 if arrived == 2 else 1


if __name__ == '__main__':
    sys.exit(main())
