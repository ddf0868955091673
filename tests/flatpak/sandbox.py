# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""An installed Flatpak and the people who use it: as tests/support/duo.py and guikit.py, but through
`flatpak run`, an exported desktop file, and the proxies of a sandbox."""

import configparser
import os
import pathlib
import re
import signal
import subprocess
import time

import duo
import guikit

APP_ID = duo.APP_ID
DATA = pathlib.Path('.var', 'app', APP_ID)    # below the person's home
RUN_S = 60


class SandboxDesktop(guikit.Desktop):
    """A session in which Flatpaks are installed, and which finds their desktop files."""

    def _environment(self):
        env = super()._environment()
        installation = os.environ['FLATPAK_USER_DIR']
        self.home = os.path.join(self.tmp, 'home')
        os.mkdir(self.home)
        env.update(HOME=self.home, FLATPAK_USER_DIR=installation,
                   XDG_DATA_DIRS=installation + '/exports/share:/usr/local/share:/usr/share')
        for name in 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME':
            env.pop(name, None)
        # A sandbox has the backends that its runtime has, and chooses for itself.
        for name in 'GSETTINGS_BACKEND', 'GIO_USE_VFS':
            env.pop(name, None)
        return env

    def _display(self):
        # A sandbox gets the file of the X server's socket.  In a network namespace each server would
        # pick the first number, and the file would be that of whichever test came last.
        return [':%d' % (100 + os.getpid() % 50000)]

    # -- Flatpak -------------------------------------------------------------

    def flatpak(self, *arguments, check=True):
        run = subprocess.run(['flatpak', *arguments], env=self.env, stdin=subprocess.DEVNULL,
                             capture_output=True, text=True, timeout=RUN_S * 5, check=False)
        if check and run.returncode:
            raise guikit.GuiError('flatpak %s:\n%s%s' % (' '.join(map(str, arguments)), run.stdout,
                                                         run.stderr))
        return run.stdout

    def install(self, bundle):
        """In the place of what an earlier run has left: --reinstall cannot do that from a file."""
        self.flatpak('--user', 'uninstall', '--noninteractive', APP_ID, check=False)
        self.flatpak('--user', 'install', '--noninteractive', bundle)

    def instances(self):
        """{instance: pid on this side of its outermost process}"""
        lines = self.flatpak('ps', '--columns=instance,pid,application').splitlines()
        return {words[0]: int(words[1]) for words in map(str.split, lines)
                if words[2:] == [APP_ID]}

    def stop_all(self):
        """Whatever a case that failed has left behind."""
        for instance in self.instances():
            self.flatpak('kill', instance, check=False)
        for app in list(self.apps):
            app.stop()

    def call(self, app_id, method, *arguments):
        """Of org.freedesktop.Application, as a desktop does; it starts what does not run."""
        run = subprocess.run(
            ['gdbus', 'call', '--session', '--dest', app_id, '--object-path',
             '/' + app_id.replace('.', '/'), '--method', 'org.freedesktop.Application.' + method,
             *arguments], env=self.env, capture_output=True, text=True, timeout=RUN_S, check=False)
        if run.returncode:
            raise guikit.GuiError('%s.%s: %s' % (app_id, method, run.stderr))

    def is_on_bus(self, name):
        said = self._run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path',
                         '/org/freedesktop/DBus', '--method', 'org.freedesktop.DBus.NameHasOwner', name)
        return said.stdout.strip() != b'(false,)'

    def left_at_home(self):
        """Every file of the person's home, but what a cache holds."""
        home = pathlib.Path(self.home)
        files = [path.relative_to(home) for path in home.rglob('*') if not path.is_dir()]
        return sorted(str(path) for path in files if (DATA / 'cache') not in path.parents)


def instance_of(pid):
    """The sandbox that the process PID belongs to, or stands in front of: what its proxy says."""
    info = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        info.read('/proc/%d/root/.flatpak-info' % pid)
        return info['Instance']['instance-id']
    except (OSError, KeyError):
        return None


def parent_of(pid):
    try:
        stat = pathlib.Path('/proc/%d/stat' % pid).read_text(encoding='utf-8')
    except OSError:
        return None
    return int(stat.rpartition(') ')[2].split()[1])


class Process:
    """One that somebody else started, as far as subprocess.Popen says the same."""

    def __init__(self, pid, args):
        self.pid = pid
        self.args = args
        self.handle = os.pidfd_open(pid)
        self.returncode = None

    def poll(self):
        state = pathlib.Path('/proc/%d/stat' % self.pid)
        try:
            if state.read_text(encoding='utf-8').rpartition(') ')[2][0] not in 'ZX':
                return None
        except (OSError, IndexError):
            pass
        # Whoever started it knows how it ended; bubblewrap ends as what it ran does.
        self.returncode = 0
        return 0

    def wait(self, timeout=None):
        deadline = time.monotonic() + (timeout or RUN_S)
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(self.args, timeout)
            time.sleep(guikit.POLL_S)
        return self.returncode

    def terminate(self):
        self._signal(signal.SIGTERM)

    def kill(self):
        self._signal(signal.SIGKILL)

    def _signal(self, number):
        try:
            signal.pidfd_send_signal(self.handle, number)
        except ProcessLookupError:
            pass


class SandboxedApp(guikit.App):
    """One running sandbox.  What speaks for it on a bus is its proxy, and the ids of processes that it
    tells the X server are its own."""

    def __init__(self, desktop, argv, name, env, app_id):
        self.app_id = app_id
        self.kinds = {}     # X window: whose it is
        super().__init__(desktop, argv, name, env)

    def instance(self):
        """What was started became the sandbox, or runs what became it (strace)."""
        return next((instance for instance, pid in self.desktop.instances().items()
                     if self.process.pid in (pid, parent_of(pid))), None)

    def is_spoken_for_by(self, pid):
        found = instance_of(pid)
        return found is not None and found == self.instance()

    def x_windows(self):
        found = self._x('search', '--onlyvisible', '--name', '').split()
        return [xid for xid in found if self._owner(xid) == self.app_id]

    def _owner(self, xid, depth=0):
        """The application id of a window, or of the one that it belongs to."""
        if xid not in self.kinds:
            said = self.desktop._run('xprop', '-id', xid, '_GTK_APPLICATION_ID',
                                     'WM_TRANSIENT_FOR').stdout.decode()
            owner = re.search(r'_GTK_APPLICATION_ID.* = "(.*)"', said)
            parent = re.search(r'window id # (0x[0-9a-f]+)', said)
            if owner:
                self.kinds[xid] = owner.group(1)
            elif parent and depth < 5:
                self.kinds[xid] = self._owner(str(int(parent.group(1), 16)), depth + 1)
            else:
                return None     # it may not have said yet
        return self.kinds[xid]

    def stop(self):
        """Whoever ends what stands in front of a sandbox leaves the sandbox behind."""
        self.is_stopping = True
        instance = self.instance()
        if instance:
            self.desktop.flatpak('kill', instance, check=False)
        super().stop()
        self.desktop.wait(lambda: not self.desktop.is_on_bus(self.app_id),
                          '%s has left the bus' % self.name)

    def origin(self, toplevel):
        if 'DISPLAY' not in self.desktop.env:
            return 0, 0
        return super().origin(toplevel)


class ActivatedApp(SandboxedApp):
    """One that the session bus started, because of its exported service file."""

    def __init__(self, desktop, name, before, app_id=APP_ID):    # not of a Popen
        self.desktop, self.name, self.app_id = desktop, name, app_id
        self.is_stopping = False
        self.kinds = {}
        self.folder = desktop.tmp
        # The bus hands on what it prints.
        self.output_path = os.path.join(desktop.artifacts, 'desktop.log')
        self.began = os.path.getsize(self.output_path)
        pid = desktop.wait(lambda: next((pid for instance, pid in desktop.instances().items()
                                         if instance not in before), None),
                           'the session bus started a sandbox', RUN_S)
        self.process = Process(pid, ['flatpak', 'run', app_id])

    def output(self):
        with open(self.output_path, errors='replace', encoding='utf-8') as file:
            file.seek(self.began)
            return file.read()[-8000:]


def write_all_settings(desktop, profiles):
    """Before the first one starts, because all profiles of a sandbox keep theirs in one file.
    PROFILES is {name or '': settings}."""
    config = os.path.join(desktop.home, DATA, 'config')
    path = pathlib.Path(config, 'glib-2.0', 'settings', 'keyfile')
    text = ''
    for profile, settings in profiles.items():
        chosen = {'local-addresses': [duo.LOOPBACK], 'window-width': 735, 'window-height': 860,
                  **settings}
        duo.write_settings(config, profile, chosen)
        text += path.read_text(encoding='utf-8') + '\n'
    path.write_text(text, encoding='utf-8')
    if not os.path.exists(config + '/gtk-4.0'):
        duo.write_gtk_settings(config, animations=False)
    return path


class SandboxedPerson(duo.Person):
    """As Person; the settings were written before."""

    def __init__(self, desktop, profile, app, position=None):    # the app is started otherwise
        self.desktop = desktop
        self.profile = profile
        self.home = desktop.home
        self.words = {}
        self.nodes = {}
        self.keyfile = pathlib.Path(desktop.home, DATA, 'config/glib-2.0/settings/keyfile')
        self.app = desktop.watch(app, position)
        self.window = self.app.window


def run_person(desktop, profile, position=None, options=(), arguments=(), prefix=()):
    """PROFILE of the sandbox, started by `flatpak run OPTIONS`."""
    argv = [*prefix, 'flatpak', 'run', *options, APP_ID, '--profile=' + profile, *arguments]
    app = SandboxedApp(desktop, argv, profile, {}, APP_ID + '.' + profile)
    return SandboxedPerson(desktop, profile, app, position)


def launch_person(desktop, name, position=None):
    """The usual profile, started from the exported desktop file as a click on its icon does."""
    before = set(desktop.instances())
    entry = '%s/exports/share/applications/%s.desktop' % (desktop.env['FLATPAK_USER_DIR'], APP_ID)
    subprocess.run(['gio', 'launch', entry], env=desktop.env, check=True, timeout=RUN_S,
                   stdin=subprocess.DEVNULL, stdout=desktop.log, stderr=desktop.log)
    return SandboxedPerson(desktop, name, ActivatedApp(desktop, name, before), position)
