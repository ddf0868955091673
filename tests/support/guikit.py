# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives GTK 4.8 programs from outside, as a person would: eyes, mouse, keyboard, clipboard.

A `Desktop` is a private X server, window manager, session bus and accessibility bus (one in a
process, because libatspi connects once).  An `App` is one running program, a `Node` is one
accessible of it.  Nothing sleeps for a fixed time: `Desktop.wait` polls a condition, notices a
crash at once, and fails with the widget trees, what the programs printed, and a screenshot.

Every oddity of GTK 4.8.3 and at-spi2-core 2.46 that is worked round is marked GTK48; those of
newer ones, which this is run with as well, are marked GTK410.
"""

import ctypes
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import warnings

# Under the sanitizers everything takes about three times as long.
SLOWNESS = 3 if os.environ.get('DUO_SANITIZED') else 1
TIMEOUT_S = float(os.environ.get('GUI_TIMEOUT', '15')) * SLOWNESS
POLL_S = 0.01
FUNCTION_KEYS = {'F%d' % n: str(66 + n if n <= 10 else 84 + n) for n in range(1, 13)}
# GTK410: a button that is activated without a mouse shows that for this long before it acts.
ACTIVATION_S = 0.3
# A click that did nothing for so long is made again.
CLICK_AGAIN_S = 3 * SLOWNESS
# No window has more places to stop at.
MOST_TABS = 80

COMPLAINT = re.compile(r'-(CRITICAL|WARNING|ERROR) \*\*|runtime error:|Sanitizer|^\*\* ')
# GTK48: what GTK and its friends say by themselves, driven through AT-SPI or without services.
NOT_OURS = re.compile(
    r'Screen coordinates not supported|Unable to acquire session bus'
    # GTK410: GDK's own, when the X server answers late.
    r'|gdk_frame_timings_submitted\(\) called on submitted frame'
    # libadwaita 1.7: any AdwMessageDialog, of the larger one of its two headings, which is hidden where
    # it is too wide.  Labels of ours are held to their sizes by the suite `ui`.
    r'|Trying to measure (GtkLabel 0x[0-9a-f]+ for width|AdwMessageDialog 0x[0-9a-f]+ for height) of [0-9]+, but')


def leave_a_core():
    """For a program under test: like die_with_parent, and a crash leaves something to read."""
    die_with_parent()
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


class GuiError(AssertionError):
    """A wait that ended badly, or a widget that cannot do what was asked."""


def die_with_parent():
    # PR_SET_PDEATHSIG: no orphans, even when the test itself is killed.
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def stop(process, patience=5):
    """Ends a process of ours: politely, then not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Desktop:
    """A private display and session; use it as a context manager."""

    def __init__(self, artifacts, size='1480x1000x24', locale='C.UTF-8'):
        self.artifacts = os.path.abspath(artifacts)
        self.size = size
        self.locale = locale
        self.processes = []
        self.apps = []
        os.makedirs(self.artifacts, exist_ok=True)
        self.tmp = tempfile.mkdtemp(prefix='duo-gui-')
        self.log = open(os.path.join(self.artifacts, 'desktop.log'), 'wb')

    def __enter__(self):
        try:
            return self._start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_exception):
        for app in list(self.apps):
            app.stop()
        for process in reversed(self.processes):
            stop(process)
        self.log.close()
        shutil.rmtree(self.tmp, ignore_errors=True)

    def _spawn(self, argv, **options):
        process = subprocess.Popen(argv, stdout=options.pop('stdout', self.log), stderr=self.log,
                                   stdin=subprocess.DEVNULL, env=self.env,
                                   preexec_fn=die_with_parent, **options)
        self.processes.append(process)
        return process

    def _environment(self):
        runtime = os.path.join(self.tmp, 'run')
        os.mkdir(runtime, 0o700)
        foreign = ('DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'SESSION_MANAGER', 'LANGUAGE',
                   'DBUS_SESSION_BUS_ADDRESS', 'AT_SPI_BUS_ADDRESS', 'GTK_THEME', 'G_DEBUG',
                   'DBUS_STARTER_ADDRESS', 'DBUS_STARTER_BUS_TYPE', 'G_MESSAGES_DEBUG')
        env = {k: v for k, v in os.environ.items() if k not in foreign}
        env.update(
            HOME=self.tmp, XDG_RUNTIME_DIR=runtime, XDG_CACHE_HOME=self.tmp + '/cache',
            GTK_A11Y='atspi', GDK_BACKEND='x11', GSK_RENDERER='cairo', GDK_DEBUG='gl-disable', GDK_DISABLE='gl,vulkan',
            GSETTINGS_BACKEND='keyfile', GIO_USE_VFS='local', NO_AT_BRIDGE='0',
            LC_ALL=self.locale, LANG=self.locale, G_DEBUG='fatal-criticals')
        if not self.locale.startswith('C'):
            env['LOCPATH'] = make_locale(self.locale)
        # GTK48: driven through AT-SPI, GTK leaks by itself.
        env['ASAN_OPTIONS'] = env.get('ASAN_OPTIONS', '') + ':detect_leaks=0'
        return env

    def _start(self):
        self.env = self._environment()
        self._start_display()
        bus = self._spawn(['dbus-daemon', '--session', '--nofork', '--print-address=1'],
                          stdout=subprocess.PIPE)
        self.env['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().decode().strip()
        self._connect()
        return self

    def _start_server(self):
        """The number of the display, or '' if the server did not start."""
        # Xvfb picks its own free number (xvfb-run -a guesses, and races side by side).
        reading, writing = os.pipe()
        self._spawn(['Xvfb', *self._display(), '-displayfd', str(writing), '-screen', '0', self.size,
                     '-nolisten', 'tcp', '-noreset'], pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as file:
            return file.readline().strip()

    def _start_display(self):
        # Two that look at the same moment may find the same number, and one ends then.
        number = self._start_server() or self._start_server() or self._start_server()
        if not number:
            raise GuiError('Xvfb did not start, see desktop.log')
        self.env['DISPLAY'] = ':' + number
        # With two windows a manager is needed: without one a click moves no focus.
        self._spawn(['openbox', '--sm-disable'])
        self.wait(self._has_window_manager, 'the window manager is up')

    def _display(self):
        """The number of the X server, if it is not to pick one."""
        return []

    def _connect(self):
        """Sets libatspi up; the environment of this process must be right before."""
        for key in ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'AT_SPI_BUS_ADDRESS'):
            os.environ.pop(key, None)
            if key in self.env:
                os.environ[key] = self.env[key]
        warnings.simplefilter('ignore')     # PyGObject's deprecations
        global Atspi, Gio, GLib
        import gi
        gi.require_version('Atspi', '2.0')
        from gi.repository import Atspi, Gio, GLib
        # GTK48: its cache object appears late; libatspi warns about that each time.
        GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None)
        Atspi.init()
        Atspi.set_timeout(4000 * SLOWNESS, 15000)
        self.root = Atspi.get_desktop(0)
        # libatspi keeps names and children and refreshes them only from a running main loop:
        # ask for the truth every time.
        self.root.set_cache_mask(Atspi.Cache.NONE)

    def _run(self, *argv, **options):
        return subprocess.run(argv, env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=30, check=False, **options)

    def _has_window_manager(self):
        return b'window id' in self._run('xprop', '-root', '_NET_SUPPORTING_WM_CHECK').stdout

    def wait(self, condition, what, timeout=None):
        """Polls CONDITION until it gives something true; gives that."""
        timeout = timeout or TIMEOUT_S
        deadline = time.monotonic() + timeout
        last = None
        while True:
            try:
                value = condition()
                if value:
                    return value
                last = None
            except (GLib.Error, LookupError) as error:    # it went away, or is not there yet
                last = error
            for app in self.apps:
                if app.has_crashed():
                    raise GuiError('%s died with status %s while waiting until %s\n%s'
                                   % (app.name, app.process.returncode, what, app.last_words()))
            if time.monotonic() > deadline:
                raise GuiError('timed out after %.0f s waiting until %s%s\n%s'
                               % (timeout, what, ' (%s)' % last if last else '', self.report()))
            time.sleep(POLL_S)

    def report(self):
        """For a failed test: a screenshot, each program's tree and what it printed."""
        out = ['screenshot: ' + self.screenshot('failure-%d' % (time.time() * 1000))]
        for app in self.apps:
            out.append('---- %s: accessible tree' % app.name)
            try:
                out.append(app.node.tree())
            except Exception as error:    # never hide the first failure
                out.append('(no tree: %s)' % error)
            out += ['---- %s: printed' % app.name, app.output()]
        return '\n'.join(out)

    def screenshot(self, name, window=None):
        """A picture of the display, or of the X window with the id WINDOW; gives its path."""
        path = os.path.join(self.artifacts, name + '.png')
        self._run('import', '-window', str(window or 'root'), path)
        return path

    def _read_clipboard(self, target):
        run = self._run('xclip', '-selection', 'clipboard', '-o', '-t', target)
        return run.stdout if run.returncode == 0 else None

    def get_clipboard(self):
        content = self._read_clipboard('UTF8_STRING')
        return None if content is None else content.decode()

    def set_clipboard(self, content, target='UTF8_STRING'):
        """CONTENT is text or bytes; bytes are offered as they are, valid or not."""
        if isinstance(content, str):
            content = content.encode()
        # xclip forks to serve the selection until the X server ends: give it no pipe of ours,
        # or run() would wait for that.
        subprocess.run(['xclip', '-selection', 'clipboard', '-t', target], input=content,
                       env=self.env, check=True, timeout=20, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        # It returns before the X server knows who has the selection now.
        self.wait(lambda: self._read_clipboard(target) == content, 'the clipboard is set')

    def key(self, keys):
        """Presses a chord such as 'ctrl+v' or 'Return' (XTest)."""
        # xdotool 4 presses Alt as well for the function keys, unless it is told where they are.
        codes = '+'.join(FUNCTION_KEYS.get(key, key) for key in keys.split('+'))
        subprocess.run(['xdotool', 'key', '--clearmodifiers', codes], env=self.env, check=True,
                       timeout=20)

    def launch(self, argv, name, position=None, env=None):
        return self.watch(App(self, argv, name, env or {}), position)

    def watch(self, app, position=None):
        """APP, which was just started, once its window is there."""
        self.apps.append(app)
        app.connect()
        if position:
            app.move(*position)
        return app


def make_locale(name):
    """A folder for LOCPATH with the locale NAME in it, whatever the machine has."""
    folder = os.path.join(tempfile.gettempdir(), 'duo-locales-%d' % os.getuid())
    if not os.path.isdir(os.path.join(folder, name)):
        os.makedirs(folder, exist_ok=True)
        fresh = tempfile.mkdtemp(dir=folder)
        language, _, charset = name.partition('.')
        subprocess.run(['localedef', '-i', language, '-f', charset, os.path.join(fresh, name)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            os.rename(os.path.join(fresh, name), os.path.join(folder, name))
        except OSError:
            pass    # another test was quicker
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


class App:
    """One running program on a desktop."""

    def __init__(self, desktop, argv, name, env):
        self.desktop = desktop
        self.name = name
        self.is_stopping = False
        self.output_path = os.path.join(desktop.artifacts, name + '.stderr')
        self.folder = tempfile.mkdtemp(prefix=name + '-cwd-', dir=desktop.tmp)
        with open(self.output_path, 'wb') as file:
            self.process = subprocess.Popen(
                argv, env=dict(desktop.env, **env), stdin=subprocess.DEVNULL, stdout=file,
                stderr=file, cwd=self.folder, preexec_fn=leave_a_core)

    def has_crashed(self):
        return not self.is_stopping and self.process.poll() is not None

    def output(self):
        with open(self.output_path, errors='replace', encoding='utf-8') as file:
            return file.read()[-8000:]

    def last_words(self):
        """What it printed and, if it crashed and gdb is there, where."""
        cores = list(pathlib.Path(self.folder).glob('core*'))
        if not cores or not shutil.which('gdb'):
            return self.output()
        run = subprocess.run(['gdb', '-q', '-batch', '-ex', 'bt 30', self.process.args[0],
                              str(cores[0])], text=True, timeout=60, check=False,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT)
        return self.output() + '\n' + run.stdout[-8000:]

    def complaints(self):
        return [line for line in self.output().splitlines()
                if COMPLAINT.search(line) and not NOT_OURS.search(line)]

    def is_spoken_for_by(self, pid):
        """Whether the process PID on the accessibility bus is this program."""
        return pid == self.process.pid

    def x_windows(self):
        """The ids of its X windows."""
        return self._x('search', '--onlyvisible', '--pid', self.process.pid).split()

    def connect(self):
        """Finds this process on the accessibility bus (two copies share a name)."""
        def look():
            root = self.desktop.root
            for i in range(root.get_child_count()):
                acc = root.get_child_at_index(i)
                if acc is not None and self.is_spoken_for_by(acc.get_process_id()):
                    acc.set_cache_mask(Atspi.Cache.NONE)
                    return Node(self, acc)
            return None
        self.node = self.desktop.wait(look, '%s is on the accessibility bus' % self.name)
        self.window = self.find(role='frame')
        self.desktop.wait(lambda: 'showing' in self.window.states(), '%s is shown' % self.name)
        self.desktop.wait(lambda: self.xid(self.window), '%s has an X window' % self.name)

    def has_true_places(self):
        """GTK410: the padding of what is around a widget is left out of its place: there only
        sizes can be believed, and whether one lies in another."""
        version = self.node.acc.get_toolkit_version() or '0'
        return tuple(map(int, version.split('.')[:2])) < (4, 10)

    def _x(self, *arguments):
        return subprocess.run(['xdotool', *map(str, arguments)], env=self.desktop.env,
                              capture_output=True, text=True, timeout=30, check=False).stdout

    def windows(self):
        """Toplevels, oldest first."""
        return list(self.node.children())

    def toplevel(self, name):
        """The window or dialog with that title."""
        return self.desktop.wait(
            lambda: next((w for w in self.windows() if w.name == name), None),
            '%s has a window %r' % (self.name, name))

    def xid(self, toplevel):
        """(id, x, y, width, height) of the X window of an accessible toplevel, by its size:
        titles differ from accessible names."""
        _, _, width, height = toplevel.extents()
        best = None
        for xid in self.x_windows():
            lines = self._x('getwindowgeometry', '--shell', xid).split()
            geometry = dict(line.split('=', 1) for line in lines if '=' in line)
            if len(geometry) < 5:
                continue
            x, y, w, h = (int(geometry[k]) for k in ('X', 'Y', 'WIDTH', 'HEIGHT'))
            rest = w - width, h - height
            if min(rest) >= 0 and (best is None or sum(rest) < best[0]):
                best = sum(rest), (int(xid), x, y, w, h)
        return best[1] if best else None

    def wait_xid(self, toplevel):
        """The same, once it has one: while a window gets another size the two can disagree."""
        return self.desktop.wait(lambda: self.xid(toplevel), '%r has an X window' % toplevel)

    def size(self, toplevel):
        """(width, height) inside of its border.
        GTK410: its extents hold the border, and begin as much to the left of 0 as that is wide."""
        x, y, width, height = toplevel.extents()
        return width + 2 * min(x, 0), height + 2 * min(y, 0)

    def move(self, x, y):
        self._x('windowmove', '--sync', self.wait_xid(self.window)[0], x, y)

    def resize(self, width, height, toplevel=None):
        """Asks the window manager for that size; gives the size that the window then has."""
        toplevel = toplevel or self.window
        xid, _, _, w, h = self.wait_xid(toplevel)
        inner_width, inner_height = self.size(toplevel)
        self._x('windowsize', xid, width + w - inner_width, height + h - inner_height)

        def settled():
            size = self.size(toplevel)
            return size if self.xid(toplevel) and size == self.size(toplevel) else None

        try:
            self.desktop.wait(lambda: self.size(toplevel) == (width, height),
                              'has %dx%d' % (width, height), 3 * SLOWNESS)
        except GuiError:
            pass    # it has a least size; the caller judges
        return self.desktop.wait(settled, 'the size is settled')

    def _shadow(self, xid):
        """(left, right, top, bottom) of what is drawn around a window, where there is a compositor."""
        said = self.desktop._run('xprop', '-id', str(xid), '_GTK_FRAME_EXTENTS').stdout.decode()
        found = re.search(r'= (\d+), (\d+), (\d+), (\d+)', said)
        return [int(word) for word in found.groups()] if found else (0, 0, 0, 0)

    def origin(self, toplevel):
        """Where on the screen the accessible WINDOW coordinate 0,0 is.
        GTK48: SCREEN extents are wrong, WINDOW ones leave out the border, which is as wide on all
        sides unless it is a shadow.
        GTK410: what is in the window is as far off as its border is wide, and once more by that."""
        xid, x, y, width, height = self.wait_xid(toplevel)
        extents = toplevel.extents()
        left, right, top, bottom = self._shadow(xid)
        return (x + (width - extents[2] + left - right) // 2 - 2 * min(extents[0], 0),
                y + (height - extents[3] + top - bottom) // 2 - 2 * min(extents[1], 0))

    def has_focus(self, toplevel):
        # GTK48: only frames ever have 'active', so ask the X server.
        found = self.xid(toplevel)
        return found and self._x('getwindowfocus').strip() == str(found[0])

    def activate(self, toplevel=None):
        """Gives a window the keyboard, as a click on its title does."""
        toplevel = toplevel or self.window
        if not self.has_focus(toplevel):
            self._x('windowactivate', self.wait_xid(toplevel)[0])
            self.desktop.wait(lambda: self.has_focus(toplevel),
                              '%r of %s has the keyboard' % (toplevel, self.name))

    def find(self, **what):
        return self.node.find(**what)

    def screenshot(self, name, toplevel=None):
        return self.desktop.screenshot(name, self.wait_xid(toplevel or self.window)[0])

    def quit(self):
        """Closes the windows as a person would; it must end well and not have complained."""
        for window in self.windows():
            if 'window.close' in window.actions():
                self.is_stopping = True
                try:
                    window.do('window.close')
                except GLib.Error:
                    pass    # it was gone before it could reply
        self.wait_end()

    def wait_end(self):
        self.is_stopping = True
        try:
            status = self.process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.is_stopping = False
            raise GuiError('%s still runs after its windows closed\n%s'
                           % (self.name, self.desktop.report())) from None
        finally:
            if self in self.desktop.apps and self.process.poll() is not None:
                self.desktop.apps.remove(self)
        if status != 0 or self.complaints():
            raise GuiError('%s ended with status %s\n%s'
                           % (self.name, status, self.last_words()))

    def kill(self):
        """SIGKILL: what a power cut does."""
        self.is_stopping = True
        self.process.kill()
        self.process.wait()
        if self in self.desktop.apps:
            self.desktop.apps.remove(self)

    def stop(self):
        self.is_stopping = True
        stop(self.process)
        if self in self.desktop.apps:
            self.desktop.apps.remove(self)


def clean_name(name):
    """GTK48: a button made with use-underline is called '_Send Send', an icon's name is added."""
    name = name.replace('_', '')
    half = len(name) // 2
    if len(name) % 2 and name[half] == ' ' and name[:half] == name[half + 1:]:
        name = name[:half]
    return name.removesuffix(' GtkImage')


# What at-spi2-core calls otherwise since 2.54, in the older words.
OLDER_ROLES = {'button': 'push button'}


def role_name(acc):
    name = acc.get_role_name()
    return OLDER_ROLES.get(name, name)


class Node:
    """One accessible of an App."""

    def __init__(self, app, acc):
        self.app = app
        self.acc = acc

    def __repr__(self):
        try:
            return '<%s %r in %s>' % (self.role, self.name, self.app.name)
        except Exception:
            return '<gone>'

    # -- Finding -------------------------------------------------------------

    @property
    def role(self):
        return role_name(self.acc)

    @property
    def name(self):
        return clean_name(self.acc.get_name() or '')

    def states(self):
        return {state.value_nick for state in self.acc.get_state_set().get_states()}

    def is_sensitive(self):
        return 'sensitive' in self.states()

    def children(self):
        for i in range(self.acc.get_child_count()):
            child = self.acc.get_child_at_index(i)
            if child is not None:
                yield Node(self.app, child)

    def walk(self, skip=('scroll bar',)):
        yield self
        if self.role not in skip:
            for child in self.children():
                yield from child.walk(skip)

    def find_all(self, role=None, name=None, where=None):
        roles = (role,)
        if role == 'push button' and not self.app.has_true_places():
            roles = role, 'toggle button'    # GTK410: what can be pressed says so
        if role == 'check box' and not self.app.has_true_places():
            roles = role, 'switch'           # GTK412: what switches says so
        return [node for node in self.walk()
                if (role is None or node.role in roles)
                and (name is None or node.name == name)
                and (where is None or where(node))]

    def find(self, role=None, name=None, where=None, timeout=None):
        what = '%s has a %s %r' % (self.app.name, role or 'widget', name)
        return self.app.desktop.wait(lambda: self.find_all(role, name, where), what, timeout)[0]

    def parents(self):
        acc = self.acc.get_parent()
        while acc is not None and role_name(acc) != 'application':
            yield Node(self.app, acc)
            acc = acc.get_parent()

    def toplevel(self):
        top = self
        for top in self.parents():
            pass
        return top

    def wait(self, condition, what, timeout=None):
        return self.app.desktop.wait(lambda: condition(self), '%r %s' % (self, what), timeout)

    # -- Reading -------------------------------------------------------------

    def text(self):
        # GTK48: get_text(0, -1) is empty for labels and entries; ask for the length first.
        length = Atspi.Text.get_character_count(self.acc)
        return Atspi.Text.get_text(self.acc, 0, length) if length else ''

    def wait_text(self, text, timeout=None):
        return self.wait(lambda node: node.text() == text, 'holds %r' % text[:80], timeout)

    def description(self):
        return self.acc.get_description() or ''

    def has_text(self):
        return 'Text' in self.acc.get_interfaces()

    def extents(self):
        extents = self.acc.get_extents(Atspi.CoordType.WINDOW)
        return extents.x, extents.y, extents.width, extents.height

    def _at(self, x, y):
        return self.toplevel().acc.get_accessible_at_point(x, y, Atspi.CoordType.WINDOW)

    def is_visible(self):
        """Whether a person sees its middle.
        GTK48: 'visible' is always set and 'showing' never, except on windows: ask what lies
        under the point."""
        x, y, width, height = self.extents()
        if not self.app.has_true_places():
            # GTK410: what is hidden still knows its parents, but they do not know it.
            return width > 0 and height > 0 and all(parent.acc.get_child_count() > 0
                                                    for parent in self.parents())
        x, y = x + width // 2, y + height // 2
        _, _, right, bottom = self.toplevel().extents()
        if width <= 0 or height <= 0 or not (0 <= x < right and 0 <= y < bottom):
            return False
        hit = self._at(x, y)
        if hit is None:     # GTK48: the inside of an entry, of a switch, of an icon button
            return True
        return any(node.acc == self.acc for node in [Node(self.app, hit),
                                                     *Node(self.app, hit).parents()])

    def is_clickable(self):
        return self.is_sensitive() and self.is_visible()

    def shown(self, role='list item', step=10):
        """The descendants of that role that a person sees, top to bottom.
        GTK48: rows that were scrolled out keep stale extents, so look along a line."""
        x, y, width, height = self.extents()
        if not self.app.has_true_places():
            found = [(node.extents(), node) for node in self.find_all(role)]
            return [node for (_, top, _, size), node in sorted(found, key=lambda pair: pair[0][1])
                    if top < y + height and top + size > y]
        out = []
        for point in range(y + 1, y + height, step):
            acc = self._at(x + width // 2, point)
            while acc is not None and acc != self.acc and role_name(acc) != role:
                acc = acc.get_parent()
            if acc is not None and acc != self.acc and (not out or out[-1].acc != acc):
                out.append(Node(self.app, acc))
        return out

    # -- Acting --------------------------------------------------------------

    def actions(self):
        if 'Action' not in self.acc.get_interfaces():
            return []
        return [Atspi.Action.get_action_name(self.acc, i)
                for i in range(Atspi.Action.get_n_actions(self.acc))]

    def do(self, action='click'):
        """The accessible action, without a mouse."""
        names = self.actions()
        if action not in names:
            raise GuiError('%r has no action %r, only %r' % (self, action, names))
        if not Atspi.Action.do_action(self.acc, names.index(action)):
            raise GuiError('%r: action %r was refused (insensitive?)' % (self, action))
        if action == 'click' and not self.app.has_true_places():
            time.sleep(ACTIVATION_S)
            try:
                self.acc.get_role_name()    # is answered after the button acted
            except GLib.Error:
                pass    # which took it away

    def click(self):
        """A real click in the middle, or its action where nobody knows where that is."""
        self.wait(lambda node: node.is_clickable(), 'can be clicked')
        top = self.toplevel()
        self.app.activate(top)
        actions = [] if self.app.has_true_places() else self.actions()
        if actions:
            self.do(actions[0])
        else:
            self.mouse('b1c', top)

    def click_until(self, done, what, event='b1c'):
        """Clicks until DONE (this node) gives something, which is given.
        GTK48: on X11 the first press after a popover that the keyboard or an accessible action closed
        is now and then taken for one outside that popover, and does nothing; a person presses again."""
        self.app.activate(self.toplevel())
        clicked = -CLICK_AGAIN_S

        def look(node):
            nonlocal clicked
            value = done(node)
            if not value and time.monotonic() - clicked >= CLICK_AGAIN_S:
                node.click() if event == 'b1c' else node.mouse(event)
                clicked = time.monotonic()
            return value

        return self.wait(look, what)

    def mouse(self, event, toplevel=None):
        """A mouse event in the middle: 'b1c' click, 'b4c' wheel up, 'b5c' down, 'abs' move."""
        left, top = self.app.origin(toplevel or self.toplevel())
        x, y, width, height = self.extents()
        Atspi.generate_mouse_event(left + x + width // 2, top + y + height // 2, event)

    def focus(self):
        top = self.toplevel()
        if 'focused' in self.states() and self.app.has_focus(top):
            return    # a second click within 400 ms would select what is there

        def has_keyboard(node):
            return 'focused' in node.states() and node.app.has_focus(top)

        if self.app.has_true_places():    # GTK48: Component.GrabFocus is not supported
            self.click_until(has_keyboard, 'has the keyboard')
        else:
            self._walk_to()
            self.wait(has_keyboard, 'has the keyboard')

    def _walk_to(self):
        """Goes there with the Tab key."""
        self.app.activate(self.toplevel())
        for _ in range(MOST_TABS):
            self.app.desktop.key('Tab')
            deadline = time.monotonic() + 0.1 * SLOWNESS
            while time.monotonic() < deadline:
                if 'focused' in self.states():
                    return
                time.sleep(POLL_S)

    def type(self, text):
        """Types on the keyboard.  ASCII only: other characters need a new keymap for each key,
        which races with the program; paste() those."""
        if not text.isascii():
            raise ValueError('type() is for ASCII')
        self.focus()
        before = self.text()
        Atspi.generate_keyboard_event(0, text, Atspi.KeySynthType.STRING)
        self.wait(lambda node: node.text() != before and text in node.text(),
                  'shows the typed %r' % text)

    def enter(self, text):
        """Puts TEXT into an AdwEntryRow and presses Return.
        GTK48: what is inside of it has no accessible, so its focus and text cannot be read."""
        self.click()
        self.app.desktop.key('ctrl+a')
        Atspi.generate_keyboard_event(0, text, Atspi.KeySynthType.STRING)
        self.app.desktop.key('Return')

    def press(self, keys):
        self.focus()
        self.app.desktop.key(keys)

    def paste(self, content=None):
        """Control+V, with CONTENT in the clipboard if given.
        For some milliseconds after the clipboard changed hands GDK does not know what is in it
        and pastes nothing; a person would press again."""
        if content is not None:
            self.app.desktop.set_clipboard(content)
        before = self.text()
        for _ in range(3):
            self.press('ctrl+v')
            deadline = time.monotonic() + 4 * SLOWNESS
            while time.monotonic() < deadline:
                if self.text() != before:
                    return
                time.sleep(POLL_S)

    def clear(self):
        if not self.text():
            return
        self.focus()
        # No look at the focus in between: a click there would undo the selection.
        self.app.desktop.key('ctrl+a')
        self.app.desktop.key('Delete')
        self.wait_text('')

    def tree(self, indent=0):
        bits = [self.role, repr(self.name), ','.join(sorted(self.states()))]
        if self.has_text():
            bits.append('text=%r' % self.text()[:200])
        if self.description():
            bits.append('description=%r' % self.description()[:200])
        lines = ['  ' * indent + ' '.join(bits)]
        if self.role != 'scroll bar':
            lines += [child.tree(indent + 1) for child in self.children()]
        return '\n'.join(lines)
