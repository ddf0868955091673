# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the desktop's notification server, on the test's own session bus.

It runs in a thread with a main loop of its own, writes down what it is told, and presses buttons.
"""

import itertools
import threading

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.Notifications'
PATH = '/org/freedesktop/Notifications'
XML = '''<node>
  <interface name="org.freedesktop.Notifications">
    <method name="GetCapabilities"><arg type="as" direction="out"/></method>
    <method name="Notify">
      <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
      <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
      <arg type="u" direction="out"/>
    </method>
    <method name="CloseNotification"><arg type="u" direction="in"/></method>
    <signal name="NotificationClosed"><arg type="u"/><arg type="u"/></signal>
    <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
  </interface>
</node>'''


class Notification:
    """What is shown under one number."""

    def __init__(self, number, parameters):
        self.number = number
        self.program, _, _, self.title, self.body, buttons, self.hints, _ = parameters
        self.buttons = dict(zip(buttons[1::2], buttons[0::2]))    # label: id

    def __repr__(self):
        return '<%r: %r>' % (self.title, self.body)


class NotificationServer:
    """Use it as a context manager; `shown` is what a person sees now, `told` all there ever was."""

    def __init__(self, desktop, capabilities=('actions', 'body', 'body-markup')):
        self.desktop = desktop
        self.capabilities = capabilities
        self.numbers = itertools.count(1)
        self.shown = {}
        self.told = []
        self.context = GLib.MainContext.new()
        self.loop = GLib.MainLoop.new(self.context, False)
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self.thread.start()
        if not self.ready.wait(10):
            raise AssertionError('the notification server did not start')
        return self

    def __exit__(self, *_exception):
        self.loop.quit()
        self.thread.join(10)

    def _run(self):
        self.context.push_thread_default()
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.desktop.env['DBUS_SESSION_BUS_ADDRESS'], flags, None, None)
        interface = Gio.DBusNodeInfo.new_for_xml(XML).interfaces[0]
        self.bus.register_object(PATH, interface, self._call, None, None)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'RequestName', GLib.Variant('(su)', (NAME, 0)), None,
                           Gio.DBusCallFlags.NONE, 10000, None)
        self.ready.set()
        self.loop.run()
        self.bus.close_sync(None)
        self.context.pop_thread_default()

    def _call(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        if method == 'GetCapabilities':
            invocation.return_value(GLib.Variant('(as)', (self.capabilities,)))
        elif method == 'Notify':
            number = parameters[1] or next(self.numbers)
            self.shown[number] = Notification(number, parameters)
            self.told.append(self.shown[number])
            invocation.return_value(GLib.Variant('(u)', (number,)))
        else:
            self.shown.pop(parameters[0], None)
            invocation.return_value(None)

    # -- What a test does ----------------------------------------------------

    def wait(self, title, body, timeout=None):
        """The one notification that is shown, which is this."""
        def look():
            shown = list(self.shown.values())
            return shown[0] if [(n.title, n.body) for n in shown] == [(title, body)] else None
        return self.desktop.wait(look, '%r: %r is notified, and nothing else (told: %r)'
                                 % (title, body, self.told), timeout)

    def wait_none(self):
        self.desktop.wait(lambda: not self.shown, 'no notification is shown')

    def press(self, notification, label=None):
        """Presses a button of it, or the notification itself."""
        button = notification.buttons[label] if label else 'default'
        self.shown.pop(notification.number, None)
        for signal, parameters in (('ActionInvoked', ('(us)', (notification.number, button))),
                                   ('NotificationClosed', ('(uu)', (notification.number, 2)))):
            self.bus.emit_signal(None, PATH, NAME, signal, GLib.Variant(*parameters))
