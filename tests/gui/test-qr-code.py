#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Invites as pictures: shown, copied, saved, pasted and dropped."""

import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from invites import REPLY, InviteCase  # noqa: E402
from scenes import clipped  # noqa: E402


class QrCodes(InviteCase):
    def paste_picture(self, person, picture, target='image/png'):
        box = person.box("Friend's signal")
        box.clear()
        box.focus()
        self.desktop.set_clipboard(picture, target)
        time.sleep(0.2)     # GDK learns a moment later what is there
        self.desktop.key('ctrl+v')

    def photograph(self, picture):
        """PICTURE as a bad camera would give it."""
        return subprocess.run(
            ['convert', 'png:-', '-background', '#ccc', '-rotate', '11', '-blur', '0x1.2',
             '-attenuate', '0.5', '+noise', 'Gaussian', '-quality', '70', 'jpeg:-'],
            input=picture, check=True, capture_output=True).stdout

    def test_by_qr_codes_alone(self):
        alice, bob = self.pair()
        code = self.invite(alice)
        self.paste_picture(bob, self.copy_qr(alice))
        bob.wait_label('This is an invite from your friend.')
        self.assertTrue(bob.box("Friend's signal").text().startswith('DUOLOGUE:I/'), code)
        bob.button('Accept').click()
        self.wait_code(bob, REPLY)
        self.paste_picture(alice, self.photograph(self.copy_qr(bob)), 'image/jpeg')
        alice.wait_label("This is your friend's reply.")
        alice.button('Receive Answer').click()
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_the_code_on_the_screen_is_read_by_others(self):
        alice = self.person(settings={'color-scheme': 'dark'})
        self.invite(alice)
        window = self.show_qr(alice)
        self.assertTrue(window.find(role='image', name='QR code of your invite'))
        text = self.desktop.wait(lambda: self.zbar(self.desktop.screenshot('qr')),
                                 'zbarimg reads it from the screen')
        self.assertTrue(text.startswith('DUOLOGUE:I/'), text)
        picture = pathlib.Path(self.desktop.artifacts, 'qr.png').read_bytes()
        photo = pathlib.Path(self.desktop.artifacts, 'photo.jpg')
        photo.write_bytes(self.photograph(picture))
        self.assertEqual(self.zbar(photo), text)
        self.desktop.key('Escape')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'it is closed')
        self.quit(alice)

    def test_the_code_grows_with_its_window(self):
        alice = self.person(settings={'color-scheme': 'dark'})
        self.invite(alice)
        alice.app.resize(360, 600)
        window = self.show_qr(alice)
        code = window.find(role='image', name='QR code of your invite')
        text, sides = None, []
        for size in (320, 320), (360, 560), (800, 900), (1400, 900):
            self.assertEqual(alice.app.resize(*size, window), size)
            self.assertEqual(clipped(window), [], size)
            sides.append(min(code.extents()[2:]))
            name = 'qr-%d-%d' % size
            read = self.desktop.wait(lambda n=name: self.zbar(alice.app.screenshot(n, window)),
                                     'zbarimg reads it from the screen')
            self.assertEqual(read, text or read)
            text = read
        self.assertEqual(sides, sorted(sides))
        self.assertGreater(sides[-1], 4 * sides[0])
        self.desktop.key('Escape')
        self.quit(alice)

    def test_a_file_with_a_picture(self):
        alice, bob = self.pair()
        self.invite(alice)
        path = pathlib.Path(self.desktop.tmp, 'my invite.png')
        path.write_bytes(self.copy_qr(alice))
        self.paste_picture(bob, path.as_uri() + '\r\n', 'text/uri-list')
        bob.wait_label('This is an invite from your friend.')
        self.quit(alice, bob)

    def test_pictures_that_say_nothing(self):
        alice = self.person()
        def paint(*arguments):
            return subprocess.run(['convert', *arguments, 'png:-'], check=True,
                                  capture_output=True).stdout
        white = paint('-size', '90x90', 'xc:white')
        for picture, sentence in (
                (white, 'There is no QR code in this picture.'),
                (paint('-size', '6000x6000', 'xc:white'), 'This picture is too large'),
                (white[:60], 'This is not a picture that Duologue can read.'),
                (b'\x89PNG\r\n\x1a\n' + b'\xff' * 5000, 'This is not a picture')):
            self.paste_picture(alice, picture)
            self.wait_alert(alice, sentence)
            self.assertEqual(alice.box("Friend's signal").text(), '')
        self.quit(alice)

    # -- Dropped -------------------------------------------------------------

    def drag_source(self, *offers):
        """A window of another program to drag from; OFFERS are pairs of a type and bytes."""
        arguments = []
        for number, (target, content) in enumerate(offers):
            path = pathlib.Path(self.desktop.tmp, 'offer-%d' % number)
            path.write_bytes(content)
            arguments += [target, str(path)]
        app = self.desktop.launch([str(duo.BUILD / 'tests' / 'gui' / 'drag-source'), *arguments],
                                  'drag-source', position=(1000, 300))
        self.addCleanup(app.stop)
        return app

    def middle(self, node):
        """Where on the screen the middle of NODE is."""
        left, top = node.app.origin(node.toplevel())
        x, y, width, height = node.extents()
        return left + x + width // 2, top + y + height // 2

    def xdotool(self, *arguments):
        subprocess.run(['xdotool', *map(str, arguments)], env=self.desktop.env, check=True,
                       timeout=20)

    def first_line(self, box):
        """A place on the screen in it, wherever the padding around the box was left out."""
        left, top = box.app.origin(box.toplevel())
        x, y, _, _ = box.extents()
        return left + x + 40, top + y + 20

    def drag(self, source, target):
        """Drags from the window SOURCE to the node TARGET."""
        self.drag_between(source, self.middle(source.window), self.middle(target))

    def drag_between(self, app, start, end):
        """Drags with the mouse, from a window of APP."""
        app.activate()
        (x, y), (to_x, to_y) = start, end
        self.xdotool('mousemove', '--sync', x, y, 'mousedown', 1)
        for step in range(1, 21):
            self.xdotool('mousemove', x + (to_x - x) * step // 20, y + (to_y - y) * step // 20,
                         'sleep', 0.02)
        # The programs talk about what may be dropped there while the pointer moves.
        for wiggle in 2, -2, 2, -2:
            self.xdotool('mousemove_relative', '--', wiggle, 0, 'sleep', 0.05)
        self.xdotool('mouseup', 1)

    def drop(self, person, target, *offers):
        """Drops something of another program on TARGET; it is gone from there right after."""
        source = self.drag_source(*offers)
        self.drag(source, target)
        return source

    def make_code(self):
        """(link, picture) of an invite of somebody else."""
        bob = self.person('bob')
        code = self.invite(bob)
        picture = self.copy_qr(bob)
        return bob, code, picture

    def test_a_dropped_picture(self):
        bob, _, picture = self.make_code()
        alice = self.person()
        for place in alice.box("Friend's signal"), alice.box('Your signal'):
            alice.box("Friend's signal").clear()
            source = self.drop(alice, place, ('image/png', picture))
            alice.wait_label('This is an invite from your friend.')
            self.assertTrue(alice.box("Friend's signal").text().startswith('DUOLOGUE:I/'))
            source.quit()
        alice.button('Accept').click()
        bob.give(self.wait_code(alice, REPLY))
        bob.button('Receive Answer').click()
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_a_dropped_picture_of_many_pieces(self):
        """One that the X server hands over bit by bit."""
        bob, _, picture = self.make_code()
        self.quit(bob)
        large = subprocess.run(
            ['convert', 'png:-', '-background', '#ccc', '-gravity', 'center', '-extent',
             '1800x1400', '-attenuate', '0.2', '+noise', 'Gaussian', 'png:-'],
            input=picture, check=True, capture_output=True).stdout
        self.assertGreater(len(large), 1_000_000)
        alice = self.person()
        source = self.drop(alice, alice.box("Friend's signal"), ('image/png', large))
        alice.wait_label('This is an invite from your friend.')
        source.quit()
        self.quit(alice)

    def test_dropped_files(self):
        bob, code, picture = self.make_code()
        self.quit(bob)
        alice = self.person()
        folder = pathlib.Path(self.desktop.tmp)
        (folder / 'my invite.png').write_bytes(picture)
        (folder / 'from bob.txt').write_text('Hi!\n\n> %s\n\nBob' % code, encoding='utf-8')
        (folder / 'nothing.bin').write_bytes(bytes(range(256)) * 40)
        box = alice.box("Friend's signal")
        for name, good in (('my invite.png', True), ('nothing.bin', False),
                           ('from bob.txt', True)):
            uri = (folder / name).as_uri()
            source = self.drop(alice, box, ('text/uri-list', uri.encode() + b'\r\n'),
                               ('text/plain;charset=utf-8', uri.encode()))
            if good:
                alice.wait_label('This is an invite from your friend.')
                self.assertNotIn('file:', box.text())
                box.clear()
            else:
                self.wait_alert(alice, 'This is not a picture that Duologue can read.')
                self.assertEqual(box.text(), '')
            source.quit()
        self.quit(alice)

    def test_dropped_texts(self):
        """A link out of a browser, and a text of a mail: in the box and beside it."""
        bob, code, _ = self.make_code()
        self.quit(bob)
        alice = self.person()
        box = alice.box("Friend's signal")
        mail = ('Look:\n> %s\nBob' % code).encode()
        for place in 'Your signal', "Friend's signal":
            for offers in ((('text/uri-list', code.encode() + b'\r\n'),
                            ('text/plain;charset=utf-8', code.encode())),
                           (('text/plain;charset=utf-8', mail),)):
                source = self.drop(alice, alice.box(place), *offers)
                alice.wait_label('This is an invite from your friend.')
                self.assertIn(code, box.text())
                source.quit()
                box.clear()
        self.quit(alice)

    def test_a_dropped_text_that_is_too_long(self):
        alice = self.person()
        for place in 'Your signal', "Friend's signal":
            source = self.drop(alice, alice.box(place),
                               ('text/plain;charset=utf-8', b'x' * 300_000))
            self.wait_alert(alice, 'That is too long to be a signal.')
            self.assertEqual(alice.box("Friend's signal").text(), '')
            source.quit()
        self.quit(alice)

    # -- Two codes, and saved ------------------------------------------------

    def test_two_codes_in_one_picture(self):
        bob, _, first = self.make_code()
        bob.button('New Invite').click()
        bob.wait_status('^Waiting for your friend$')
        second = self.copy_qr(bob)
        self.assertNotEqual(first, second)
        folder = pathlib.Path(self.desktop.tmp)
        for name, content in ('first.png', first), ('second.png', second):
            (folder / name).write_bytes(content)

        def beside(*names):
            return subprocess.run(['convert', *(folder / n for n in names), '+append', 'png:-'],
                                  check=True, capture_output=True).stdout
        alice = self.person()
        self.paste_picture(alice, beside('first.png', 'second.png'))
        self.wait_alert(alice, 'There are two different QR codes in this picture.')
        self.assertEqual(alice.box("Friend's signal").text(), '')
        # The same one twice leaves no doubt.
        self.paste_picture(alice, beside('first.png', 'first.png'))
        alice.wait_label('This is an invite from your friend.')
        self.quit(alice, bob)

    def save_as(self, person, window, path):
        """Save Image…, and then the file chooser."""
        self.press(window, 'Save Image…')
        chooser = person.app.toplevel('Save QR Code')
        name = chooser.find(role='text', name='Name:')
        name.wait(lambda n: n.text() == 'Duologue invite.png' and 'focused' in n.states(),
                  'suggests a name')
        self.desktop.key('ctrl+a')
        name.type(str(path))
        self.press(chooser, 'Save')
        self.desktop.wait(lambda: len(person.app.windows()) == 2, 'the chooser is gone')

    def wait_toast(self, person, window, text):
        self.desktop.wait(lambda: text in person.labels(window), 'it says %r' % text)

    def test_save_image(self):
        alice, bob = self.pair()
        code = self.invite(alice)
        window = self.show_qr(alice)
        # What it says that it saved is there, and is the code of this invite.
        path = pathlib.Path(self.desktop.tmp, 'saved.png')
        self.save_as(alice, window, path)
        self.wait_toast(alice, window, 'Saved')
        self.assertTrue(path.read_bytes().startswith(b'\x89PNG'))
        text = self.zbar(path)
        self.assertTrue(text.startswith('DUOLOGUE:I/'), text)
        bob.give(code)
        bob.wait_label('This is an invite from your friend.')
        bob.give(text)
        bob.wait_label('This is an invite from your friend.')
        # Where nothing can be written.
        self.save_as(alice, window, '/proc/invite.png')
        self.wait_toast(alice, window, 'The picture could not be saved there.')
        # And one that is given up.
        self.press(window, 'Save Image…')
        self.press(alice.app.toplevel('Save QR Code'), 'Cancel')
        self.desktop.wait(lambda: len(alice.app.windows()) == 2, 'the chooser is gone')
        self.desktop.key('Escape')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'the QR code is closed')
        alice.give(text)
        self.wait_alert(alice, 'This is your own signal.')
        self.quit(alice, bob)

    def test_own_text_is_dragged_into_a_box(self):
        """Within one window the boxes themselves take a text."""
        alice = self.person()
        self.invite(alice)
        mine = alice.box('Your signal')
        mine.focus()
        self.desktop.key('ctrl+a')
        x, y = self.first_line(mine)
        self.drag_between(alice.app, (x, y), self.middle(alice.box("Friend's signal")))
        self.wait_alert(alice, 'This is your own signal.')
        self.quit(alice)


if __name__ == '__main__':
    tap.main()
