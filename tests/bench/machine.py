# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where it was measured, when, and of which versions."""

import datetime
import json
import os
import pathlib
import platform
import re
import subprocess

import peers

PACKAGES = {
    'GStreamer (webrtcbin)': 'gstreamer1.0-plugins-bad', 'libnice': 'libnice10', 'GTK': 'libgtk-4-1',
    'libadwaita': 'libadwaita-1-0', 'Chromium': 'chromium', 'Firefox': 'firefox-esr',
    'aiortc': 'python3-aiortc', 'Node.js': 'nodejs', 'OpenSSL': 'libssl3',
}
MODULES = ('node-datachannel', '@roamhq/wrtc', 'werift')


def output(*argv):
    try:
        return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              check=False, cwd=peers.HERE).stdout.strip()
    except OSError:
        return ''


def versions():
    found = {name: output('dpkg-query', '-W', '-f', '${Version}', package)
             for name, package in PACKAGES.items()}
    for name in MODULES:
        try:
            text = (peers.MODULES / 'node_modules' / name / 'package.json').read_text('utf-8')
            found[name] = json.loads(text)['version']
        except OSError:
            found[name] = ''
    return {name: version for name, version in found.items() if version}


def processor():
    text = pathlib.Path('/proc/cpuinfo').read_text(encoding='utf-8')
    model = re.search(r'^model name\s*: (.*)$', text, re.MULTILINE)
    return '%d × %s' % (len(os.sched_getaffinity(0)), model[1] if model else platform.machine())


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%d %H:%M UTC')


def describe(arguments):
    memory = re.search(r'MemTotal:\s*(\d+)', pathlib.Path('/proc/meminfo').read_text('utf-8'))[1]
    release = dict(line.rstrip('\n').split('=', 1) for line in open('/etc/os-release', encoding='utf-8')
                   if '=' in line)
    return {
        'date': now(),
        'command': ' '.join(['build-aux/bench', *arguments]),
        'commit': output('git', 'describe', '--always', '--dirty'),
        'processor': processor(),
        'memory': '%.0f GiB' % (int(memory) / 2 ** 20),
        'system': '%s, Linux %s' % (release['PRETTY_NAME'].strip('"'), platform.release()),
        'versions': versions(),
    }
