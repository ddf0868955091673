#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person sees of and does with single messages, and what becomes of what waits."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from cases import DesktopCase  # noqa: E402


class Messages(DesktopCase):
    # -- Helpers -------------------------------------------------------------

    def wait_item(self, person, beginning, *ends):
        """A row that assistive technology calls so: who and what, the time, how far it has come."""
        self.desktop.wait(
            lambda: any(row.name.startswith(beginning) and row.name.endswith(ends)
                        for row in person.list().find_all(role='list item')),
            '%s has the row %r with %s' % (person.profile, beginning, ' or '.join(ends)))

    def entry(self, person):
        return person.box('Message')

    # -- Cases ---------------------------------------------------------------

    def test_states_and_answers(self):
        """Delivered is told; a reply, an edit and a reaction reach the other."""
        alice, bob = self.connected_pair()
        alice.send('how are you?')
        bob.wait_row('how are you?')
        self.wait_item(alice, 'Me: how are you?, ', ', Delivered', ', Read')

        bob.choose('how are you?', 'Reply')
        bob.wait_label('Reply to')
        self.entry(bob).type('quite well')
        self.entry(bob).press('Return')
        alice.wait_row('quite well', mine=False)
        quote = alice.list().find(role='push button', name='Me: how are you?')
        self.assertTrue(quote.is_visible())

        self.entry(bob).press('Up')
        self.entry(bob).wait_text('quite well')
        self.entry(bob).press('End')
        self.entry(bob).type(', thanks')
        self.entry(bob).press('Return')
        alice.wait_row('quite well, thanks', mine=False)
        self.assertEqual(alice.count_rows('quite well'), 0)
        self.assertIn('Edited', alice.wait_row('quite well, thanks')[0])

        emoji = alice.offer('quite well, thanks', 'push button', 'React with 👍')
        emoji.wait(lambda n: 'focused' in n.states(), 'has the focus')
        self.desktop.key('Return')
        bob.wait_row('👍')
        alice.list().find(role='push button', name='You reacted with 👍. Take it back').click_until(
            lambda _: bob.count_rows('👍') == 0, 'takes it back')
        self.quit(alice, bob)

    def test_waiting(self):
        """Edited and cancelled while the other is away; what is left arrives."""
        alice, bob = self.connected_pair()
        bob.send('until later')
        alice.wait_row('until later')
        bob.hang_up()
        for person in alice, bob:
            person.wait_closed()
        alice.wait_words('Waits until your friend is back')
        for text in 'first', 'second':
            alice.send(text, by_enter=True)
            self.wait_item(alice, 'Me: %s, ' % text, ', Waiting')
        alice.choose('first', 'Cancel Sending')
        self.desktop.wait(lambda: alice.count_rows('first') == 0, 'it is called back')
        alice.choose('second', 'Edit')
        self.entry(alice).wait_text('second')
        self.entry(alice).press('End')
        self.entry(alice).type(' thoughts')
        self.entry(alice).press('Return')
        alice.wait_row('second thoughts')
        duo.connect(alice, bob, count=2)
        bob.wait_row('second thoughts', mine=False)
        self.assertEqual(bob.count_rows('first') + bob.count_rows('second'), 0)
        self.quit(alice, bob)

    def test_delete_undo_select_copy(self):
        alice, bob = self.connected_pair()
        for text in 'one', 'two':
            alice.send(text, by_enter=True)
            bob.wait_row(text)
        bob.choose('one', 'Delete')
        # At once: the toast goes by itself, and a busy machine walks slowly.
        bob.window.find(role='push button', name='Undo').do()
        bob.wait_row('one')
        self.assertEqual(alice.count_rows('one'), 1, 'the friend keeps it')

        bob.choose('one', 'Select')
        bob.wait_label('1 message selected')
        bob.choose('two', 'Select')
        bob.wait_label('2 messages selected')
        self.desktop.key('ctrl+c')
        self.desktop.wait(lambda: [line.rpartition('] ')[2] for line in
                                   self.desktop.get_clipboard().splitlines()] ==
                          ['%s: %s' % (bob.wait_row('one')[0][0], text) for text in ('one', 'two')],
                          'both are copied, with names and times')
        bob.choose('two', 'Select')
        bob.wait_label('1 message selected')
        self.desktop.key('Escape')
        self.entry(bob).wait(lambda n: n.is_visible(), 'is there again')
        self.quit(alice, bob)

    def test_announced(self):
        """What a screen reader says by itself, as it hears it on the accessibility bus."""
        alice, bob = self.connected_pair(settings={'display-name': 'Robin'})
        heard = listen(self.desktop)

        def wait_heard(*sentences):
            self.desktop.wait(lambda: guikit.GLib.MainContext.default().iteration(False)
                              or set(sentences) & set(heard), 'it says %r (heard: %r)' % (sentences, heard))

        alice.box('Message').paste('come here')
        bob.app.activate()
        alice.window.do('win.send')
        wait_heard('Robin: come here')
        self.assertNotIn('Me: come here', heard)

        # Many come together, and only the last is read out.
        bob.hang_up()
        wait_heard('Connection closed')
        alice.wait_closed()
        for text in 'one', 'two', 'three':
            alice.send(text, by_enter=True)
        alice.give(bob.accept(alice.invite()))
        bob.app.activate()
        alice.button('Receive Answer').do()
        bob.wait_row('three', mine=False)
        wait_heard('3 new messages. The last one is: Robin: three')
        self.quit(alice, bob)


def listen(desktop):
    """The names that something gets and the announcements, from now on, as they come."""
    flags = (guikit.Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
             | guikit.Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
    session = guikit.Gio.DBusConnection.new_for_address_sync(
        desktop.env['DBUS_SESSION_BUS_ADDRESS'], flags, None, None)
    address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
                                guikit.Gio.DBusCallFlags.NONE, 10000, None).unpack()[0]
    bus = guikit.Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
    heard = []

    def told(_bus, _sender, _path, _interface, member, parameters):
        kind, _, _, value, *_ = parameters.unpack()
        if member == 'Announcement' or kind == 'accessible-name':
            heard.append(value)

    for member in 'PropertyChange', 'Announcement':
        bus.signal_subscribe(None, 'org.a11y.atspi.Event.Object', member, None, None,
                             guikit.Gio.DBusSignalFlags.NONE, told)
    heard.append(bus)    # lives as long as what it fills
    return heard


if __name__ == '__main__':
    tap.main()
