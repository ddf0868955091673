# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives Debian's Chromium and Firefox with nothing but the standard library.

Chromium is asked through chromedriver (WebDriver over HTTP), Firefox through Marionette, the
TCP protocol that geckodriver itself speaks (geckodriver is not in Debian 12).  Both give a
`Page` with the same few verbs.  Nothing sleeps for a fixed time, every wait has a deadline.
"""

import ctypes
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

START_S = 60
COMMAND_S = 30
WAIT_S = 20
POLL_S = 0.05
ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'    # WebDriver's name of an element reference


class BrowserError(AssertionError):
    pass


def _die_with_parent():
    # PR_SET_PDEATHSIG: no orphans, even when the test is killed.
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def poll(condition, what, timeout=WAIT_S):
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise BrowserError('timed out after %.0f s waiting until %s' % (timeout, what))
        time.sleep(POLL_S)


class Page:
    """One browser with one page open; its subclasses know how to give it a command."""

    kind = None

    def __init__(self, artifacts):
        os.makedirs(artifacts, exist_ok=True)
        self.artifacts = artifacts
        self.profile = tempfile.mkdtemp(prefix='duo-' + self.kind + '-')
        self.process = None
        try:
            self.begin()
        except BaseException:
            self.close()
            raise

    def start(self, argv):
        """Runs the program; what it prints goes to a file, named by the page's kind."""
        handle, path = tempfile.mkstemp('.log', self.kind + '-', self.artifacts)
        with open(handle, 'wb') as log:
            self.process = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=dict(os.environ, HOME=self.profile, MOZ_CRASHREPORTER_DISABLE='1',
                         XDG_CACHE_HOME=self.profile + '/cache',
                         XDG_CONFIG_HOME=self.profile + '/config'),
                preexec_fn=_die_with_parent)
        return pathlib.Path(path)

    def alive(self):
        if self.process.poll() is not None:
            raise BrowserError('%s ended with status %s' % (self.kind, self.process.returncode))

    # -- What a test says ----------------------------------------------------------------

    def open(self, path):
        self.command('navigate', {'url': pathlib.Path(path).resolve().as_uri()})

    def script(self, text, *arguments):
        return self.command('script', {'script': text, 'args': list(arguments)})

    def click(self, element_id):
        self.command('click', self.element(element_id))

    def read(self, element_id):
        return self.script('return document.getElementById(arguments[0]).value', element_id)

    def fill(self, element_id, text):
        """Puts TEXT in a box, as a paste would."""
        self.script('document.getElementById(arguments[0]).value = arguments[1]',
                    element_id, text)

    def chat(self):
        """The lines of the page's chat."""
        return self.script('return [...document.querySelectorAll("#chat p")]'
                           '.map(line => line.textContent)')

    def wait_value(self, element_id):
        return poll(lambda: self.read(element_id),
                    '%s: box %s is filled' % (self.kind, element_id))

    def wait_line(self, text, timeout=WAIT_S):
        try:
            poll(lambda: text in self.chat(), '%s shows %r' % (self.kind, text), timeout)
        except BrowserError as error:
            raise BrowserError('%s; it shows %r' % (error, self.chat())) from error

    def state(self):
        # By eval: Marionette's sandbox does not see a script's own `let` and `const`.
        return self.script('return window.eval("pc.connectionState")')

    def leave(self):
        """Closes the page but not the browser."""
        self.command('navigate', {'url': 'about:blank'})

    # -- What a subclass says ------------------------------------------------------------

    def begin(self):
        raise NotImplementedError

    def command(self, verb, arguments):
        raise NotImplementedError

    def element(self, element_id):
        raise NotImplementedError

    def quit(self):
        raise NotImplementedError

    def close(self):
        """Ends the browser, as somebody who closes its window does."""
        if self.process is None:
            return
        try:
            self.quit()
        except (OSError, BrowserError, AttributeError):
            self.process.terminate()    # it never got so far, or does not answer
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
        shutil.rmtree(self.profile, ignore_errors=True)


class Chromium(Page):
    kind = 'chromium'
    # The background parts of Chromium look for a network that is not there.
    ARGUMENTS = (
        '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-dev-shm-usage', '--disable-background-networking', '--disable-sync',
        '--disable-component-update', '--disable-default-apps', '--mute-audio',
    )

    def begin(self):
        log = self.start(['chromedriver', '--port=0'])
        self.url = 'http://127.0.0.1:%s' % poll(lambda: self._port(log), 'chromedriver is ready',
                                                START_S)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        reply = self._post('/session', {'capabilities': {'alwaysMatch': {
            'browserName': 'chrome',
            'goog:chromeOptions': {
                'binary': shutil.which('chromium'),
                'args': [*self.ARGUMENTS, '--user-data-dir=' + self.profile + '/data'],
            }}}}, START_S)
        self.session = '/session/' + reply['sessionId']

    def _port(self, log):
        self.alive()
        words = log.read_text(errors='replace').rpartition('started successfully on port ')
        return words[2].split('.')[0] if words[1] else None

    def _post(self, path, body, timeout=COMMAND_S, method='POST'):
        request = urllib.request.Request(
            self.url + path, method=method, data=json.dumps(body).encode(),
            headers={'Content-Type': 'application/json'})
        try:
            with self.opener.open(request, timeout=timeout) as reply:
                return json.load(reply)['value']
        except urllib.error.HTTPError as error:
            raise BrowserError('chromium: ' + error.read().decode(errors='replace')) from error

    def element(self, element_id):
        return self._post(self.session + '/element',
                          {'using': 'css selector', 'value': '#' + element_id})

    def command(self, verb, arguments):
        if verb == 'click':
            return self._post('%s/element/%s/click' % (self.session, arguments[ELEMENT]), {})
        path = {'navigate': '/url', 'script': '/execute/sync'}[verb]
        return self._post(self.session + path, arguments)

    def quit(self):
        try:
            self._post(self.session, {}, method='DELETE')
        finally:
            self.process.terminate()      # chromedriver itself goes on waiting for sessions


class Firefox(Page):
    kind = 'firefox'
    PREFERENCES = {
        'marionette.port': 0,    # any; it then stands in a file of the profile
        'app.update.enabled': False,
        'browser.shell.checkDefaultBrowser': False,
        'browser.startup.homepage_override.mstone': 'ignore',
        'browser.startup.page': 0,
        'browser.aboutwelcome.enabled': False,
        'browser.safebrowsing.downloads.enabled': False,
        'browser.safebrowsing.malware.enabled': False,
        'browser.safebrowsing.phishing.enabled': False,
        'browser.region.network.url': '',
        'datareporting.policy.dataSubmissionEnabled': False,
        'extensions.update.enabled': False,
        'extensions.getAddons.cache.enabled': False,
        'geo.enabled': False,
        'media.gmp-manager.updateEnabled': False,
        'network.captive-portal-service.enabled': False,
        'network.connectivity-service.enabled': False,
        'services.settings.server': 'data:,',
        'toolkit.startup.max_resumed_crashes': -1,
        'toolkit.telemetry.enabled': False,
    }

    def begin(self):
        with open(self.profile + '/user.js', 'w', encoding='utf-8') as file:
            for name, value in self.PREFERENCES.items():
                file.write('user_pref(%s, %s);\n' % (json.dumps(name), json.dumps(value)))
        self.start(['firefox-esr', '--headless', '--marionette', '--no-remote',
                    '--profile', self.profile])
        self.number = 0
        self.buffer = b''
        port = poll(self._port, 'Firefox is ready', START_S)
        self.socket = socket.create_connection(('127.0.0.1', port), timeout=START_S)
        self._receive()     # it greets first
        self._say('WebDriver:NewSession', {'capabilities': {}})
        self.socket.settimeout(COMMAND_S)

    def _port(self):
        self.alive()
        try:
            return int(pathlib.Path(self.profile, 'MarionetteActivePort').read_text())
        except (FileNotFoundError, ValueError):
            return None

    def _receive(self):
        """One packet: its length in digits, a colon, JSON."""
        while b':' not in self.buffer:
            self._fill()
        digits, _, self.buffer = self.buffer.partition(b':')
        while len(self.buffer) < int(digits):
            self._fill()
        packet, self.buffer = self.buffer[:int(digits)], self.buffer[int(digits):]
        return json.loads(packet)

    def _fill(self):
        data = self.socket.recv(65536)
        if not data:
            raise BrowserError('firefox closed its control connection')
        self.buffer += data

    def _say(self, name, arguments):
        self.number += 1
        packet = json.dumps([0, self.number, name, arguments]).encode()
        self.socket.sendall(b'%d:%s' % (len(packet), packet))
        while True:
            _, number, error, result = self._receive()
            if number == self.number:
                break
        if error:
            raise BrowserError('firefox: %s' % json.dumps(error))
        return result.get('value') if isinstance(result, dict) else result

    def element(self, element_id):
        return self._say('WebDriver:FindElement',
                         {'using': 'css selector', 'value': '#' + element_id})

    def command(self, verb, arguments):
        if verb == 'click':
            return self._say('WebDriver:ElementClick', {'id': arguments[ELEMENT]})
        if verb == 'navigate':
            return self._say('WebDriver:Navigate', arguments)
        return self._say('WebDriver:ExecuteScript', dict(arguments, sandbox=None))

    def quit(self):
        # Asked politely it takes five seconds; nothing in its profile is worth them.
        self.socket.close()
        self.process.terminate()


KINDS = {'chromium': Chromium, 'firefox': Firefox}
