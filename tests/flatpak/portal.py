# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for xdg-desktop-portal, on the test's own session bus.

It has the portals that Duologue may ask, grants what it is asked for, and writes down who asked what.
A method that is not here is refused, and stands in `unknown`.
"""

import collections
import threading

from gi.repository import Gio, GLib

NAME = 'org.freedesktop.portal.Desktop'
PATH = '/org/freedesktop/portal/desktop'
PREFIX = 'org.freedesktop.portal.'
XML = '''<node>
  <interface name="org.freedesktop.portal.Notification">
    <method name="AddNotification">
      <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
    </method>
    <method name="RemoveNotification"><arg type="s" direction="in"/></method>
    <property name="version" type="u" access="read"/>
  </interface>
  <interface name="org.freedesktop.portal.Background">
    <method name="RequestBackground">
      <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
    </method>
    <property name="version" type="u" access="read"/>
  </interface>
  <interface name="org.freedesktop.portal.FileChooser">
    <method name="SaveFile">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
      <arg type="o" direction="out"/>
    </method>
    <property name="version" type="u" access="read"/>
  </interface>
  <interface name="org.freedesktop.portal.OpenURI">
    <method name="OpenURI">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
      <arg type="o" direction="out"/>
    </method>
    <property name="version" type="u" access="read"/>
  </interface>
  <interface name="org.freedesktop.portal.Inhibit">
    <method name="CreateMonitor">
      <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
    </method>
    <property name="version" type="u" access="read"/>
  </interface>
  <interface name="org.freedesktop.portal.NetworkMonitor">
    <method name="GetAvailable"><arg type="b" direction="out"/></method>
    <method name="GetMetered"><arg type="b" direction="out"/></method>
    <method name="GetConnectivity"><arg type="u" direction="out"/></method>
    <method name="GetStatus"><arg type="a{sv}" direction="out"/></method>
    <signal name="changed"/>
    <property name="version" type="u" access="read"/>
  </interface>
  <interface name="org.freedesktop.portal.Settings">
    <method name="ReadAll">
      <arg type="as" direction="in"/><arg type="a{sa{sv}}" direction="out"/>
    </method>
    <method name="Read">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/>
    </method>
    <method name="ReadOne">
      <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/>
    </method>
    <signal name="SettingChanged"><arg type="s"/><arg type="s"/><arg type="v"/></signal>
    <property name="version" type="u" access="read"/>
  </interface>
</node>'''
VERSIONS = {'Notification': 1, 'Background': 1, 'FileChooser': 3, 'OpenURI': 3, 'Inhibit': 3,
            'NetworkMonitor': 3, 'Settings': 2}
REQUESTS = 'RequestBackground', 'SaveFile', 'OpenURI', 'CreateMonitor'
# A network without a meter, from which everything is reached.
NETWORK = {'available': GLib.Variant('b', True), 'metered': GLib.Variant('b', False),
           'connectivity': GLib.Variant('u', 4)}
SETTINGS = {
    'org.freedesktop.appearance': {'color-scheme': GLib.Variant('u', 0),
                                   'contrast': GLib.Variant('u', 0)},
    'org.gnome.desktop.interface': {'font-name': GLib.Variant('s', 'Cantarell 11'),
                                    'enable-animations': GLib.Variant('b', False)},
}
# What the answer to a request holds, besides "yes"; what is saved goes to `saves_to`.
RESULTS = {'RequestBackground': {'background': GLib.Variant('b', True),
                                 'autostart': GLib.Variant('b', False)}}

Call = collections.namedtuple('Call', 'sender method arguments')


class Portal:
    """Use it as a context manager; `calls` is everything that was asked."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.calls = []
        self.unknown = []
        self.saves_to = None
        self.shown = {}     # id: what a person sees, as a GVariant; one sandbox is one program
        self.context = GLib.MainContext.new()
        self.loop = GLib.MainLoop.new(self.context, False)
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self.thread.start()
        if not self.ready.wait(10):
            raise AssertionError('the portal did not start')
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
        self.bus.add_filter(self._note_unknown)
        for interface in Gio.DBusNodeInfo.new_for_xml(XML).interfaces:
            self.bus.register_object(PATH, interface, self._call, self._get, None)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'RequestName', GLib.Variant('(su)', (NAME, 0)), None,
                           Gio.DBusCallFlags.NONE, 10000, None)
        self.ready.set()
        self.loop.run()
        self.bus.close_sync(None)
        self.context.pop_thread_default()

    def _note_unknown(self, _bus, message, is_incoming):
        """GDBus answers by itself what nobody has registered; it is written down here."""
        interface = message.get_interface() or ''
        if (is_incoming and message.get_message_type() == Gio.DBusMessageType.METHOD_CALL
                and interface.startswith(PREFIX)
                and interface.removeprefix(PREFIX) not in (*VERSIONS, 'Request', 'Session')):
            self.unknown.append(interface.removeprefix(PREFIX) + '.' + message.get_member())
        return message

    def _get(self, _bus, _sender, _path, interface, _property):
        return GLib.Variant('u', VERSIONS[interface.removeprefix(PREFIX)])

    def _call(self, _bus, sender, _path, _interface, method, parameters, invocation):
        arguments = parameters.unpack()
        self.calls.append(Call(sender, method, arguments))
        if method in REQUESTS:
            self._answer_later(sender, method, arguments, invocation)
        elif method == 'ReadAll':
            # Patterns are not worth reading: everybody asks for everything.
            invocation.return_value(GLib.Variant('(a{sa{sv}})', (SETTINGS,)))
        elif method == 'GetStatus':
            invocation.return_value(GLib.Variant('(a{sv})', (NETWORK,)))
        elif method.startswith('Get'):
            value = NETWORK[method.removeprefix('Get').lower()]
            invocation.return_value(GLib.Variant.new_tuple(value))
        elif method in ('Read', 'ReadOne'):
            self._read(method, *arguments, invocation)
        else:
            if method == 'AddNotification':
                self.shown[arguments[0]] = parameters.get_child_value(1)
            else:
                self.shown.pop(arguments[0], None)
            invocation.return_value(None)

    def _read(self, method, group, key, invocation):
        value = SETTINGS.get(group, {}).get(key)
        if value is None:
            invocation.return_dbus_error(PREFIX + 'Error.NotFound', 'no such setting')
        else:
            # The older method has one variant too many, which is kept for its callers.
            value = GLib.Variant('v', value) if method == 'Read' else value
            invocation.return_value(GLib.Variant('(v)', (value,)))

    def _answer_later(self, sender, method, arguments, invocation):
        """A request's answer is a signal, after the call has returned."""
        token = arguments[-1].get('handle_token', 'none')
        path = '%s/request/%s/%s' % (PATH, sender[1:].replace('.', '_'), token)
        invocation.return_value(GLib.Variant('(o)', (path,)))
        results = RESULTS.get(method, {})
        if method == 'SaveFile':
            results = {'uris': GLib.Variant('as', [self.saves_to.as_uri()])}
        answer = GLib.Variant('(ua{sv})', (0, results))
        self.bus.emit_signal(sender, path, PREFIX + 'Request', 'Response', answer)

    # -- What a test does ----------------------------------------------------

    def asked(self, method):
        return [call for call in list(self.calls) if call.method == method]

    def wait_asked(self, method, where=lambda _arguments: True):
        return self.desktop.wait(
            lambda: next((c for c in self.asked(method) if where(c.arguments)), None),
            'the portal is asked for %s' % method)

    def wait_shown(self, title, body):
        """The notification that says so: its id."""
        def look():
            return next((key for key, said in list(self.shown.items())
                         if (said['title'], said['body']) == (title, body)), None)
        try:
            return self.desktop.wait(look, '%r: %r is notified' % (title, body))
        except AssertionError as error:
            raise AssertionError('%s\nnotified is: %r' % (error, self.shown)) from error

    def press(self, key, app_id):
        """Presses the notification itself.  GNOME's and GTK's portals call the program with the id of
        the sandbox that sent it, whoever that was in there, and start it if it does not run."""
        said = self.shown.pop(key)
        target = GLib.Variant('av', [said.lookup_value('default-action-target', None)])
        action = said['default-action'].removeprefix('app.')
        self.desktop.call(app_id, 'ActivateAction', "'%s'" % action, target.print_(True), '{}')
