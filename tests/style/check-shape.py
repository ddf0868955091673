#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the shape of src/: layers, include cycles, foreign headers, room of files and functions.

  check-shape.py SRC [--self-test]

Prints one line per finding as FILE:LINE: WHAT and exits 1 when there is one.
"""
import pathlib
import re
import sys
import tempfile

# What each layer may include of the others; src/ARCHITECTURE.md draws it.
MAY_USE = {
    'base': set(),
    'proto': {'base'},
    'link': {'base', 'proto'},
    'store': {'base', 'proto'},
    'signalling': {'base', 'proto'},
    'chat': {'base', 'proto', 'link', 'store', 'signalling'},
    'ui': {'base', 'proto', 'link', 'store', 'signalling', 'chat'},
    '': {'base', 'proto', 'link', 'store', 'signalling', 'chat', 'ui'},   # main.c
}
# Foreign headers, by how their names begin, and the one layer that may see them.
ONLY_IN = {
    'gst/': ('link',), 'nice/': ('link',), 'agent.h': ('link',),
    'gtk/': ('ui',), 'gdk/': ('ui',), 'gsk/': ('ui',), 'adwaita.h': ('ui',),
    'json-glib/': ('proto',), 'sqlite3.h': ('store',),
}
MAX_FILE_LINES = 800
MAX_FUNCTION_LINES = 60
MAX_COLUMNS = 120       # 100 is the aim, this is where it stops
LONG_BY_NATURE = re.compile(r'(_class_init|_default_init|_[gs]et_property)$')

INCLUDE = re.compile(r'\s*#\s*include\s+[<"]([^>"]+)[>"]')
NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)


def blank(match):
    return re.sub(r'[^\n]', ' ', match.group())


def functions(lines):
    """(name, line, lines of the body) of each: its braces stand alone in column 0."""
    start = None
    for number, line in enumerate(lines):
        if line.rstrip() == '{' and number and lines[number - 1].rstrip().endswith(')'):
            start = number
        elif line.startswith('}') and start is not None:
            head = start - 1
            while head > 0 and not re.match(r'[A-Za-z_]\w* \(', lines[head]):
                head -= 1
            yield lines[head].split(' (')[0], head + 1, number - start - 1
            start = None


def find_cycle(graph):
    """One cycle as a list of modules, or None."""
    state, path = {}, []

    def visit(node):
        state[node] = 'open'
        path.append(node)
        for other in sorted(graph.get(node, ())):
            if state.get(other) == 'open':
                return path[path.index(other):] + [other]
            if other not in state and (found := visit(other)):
                return found
        state[node] = 'done'
        path.pop()
        return None

    for node in sorted(graph):
        if node not in state and (found := visit(node)):
            return found
    return None


def check_room(path, text, code):
    if len(text) > MAX_FILE_LINES:
        yield f'{path}:1: {len(text)} lines, more than {MAX_FILE_LINES}'
    for name, line, length in functions(code):
        if length > MAX_FUNCTION_LINES and not LONG_BY_NATURE.search(name):
            yield f'{path}:{line}: {name} has {length} lines, more than {MAX_FUNCTION_LINES}'
    for number, line in enumerate(text, 1):
        if len(line) > MAX_COLUMNS:
            yield f'{path}:{number}: {len(line)} columns, more than {MAX_COLUMNS}'


def check_includes(path, text, layer, home, graph):
    module = path.stem.removesuffix('-private')
    for number, line in enumerate(text, 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        name = match.group(1)
        for prefix, layers in ONLY_IN.items():
            if name.startswith(prefix) and layer not in layers:
                yield f'{path}:{number}: <{name}> belongs to {layers[0]}/ alone'
        base = pathlib.PurePath(name)
        if base.name not in home:
            continue
        other = home[base.name]
        if other != layer and other not in MAY_USE[layer]:
            yield f'{path}:{number}: {layer}/ may not use {other}/ ({name})'
        if base.stem.removesuffix('-private') != module:
            graph.setdefault(module, set()).add(base.stem.removesuffix('-private'))


def check(src):
    findings, graph = [], {}
    files = sorted(p for p in src.rglob('*') if p.suffix in ('.c', '.h'))
    home = {p.name: (p.parent.relative_to(src).parts or ('',))[0] for p in files}
    for path in files:
        text = path.read_text(encoding='utf-8')
        code = NOT_CODE.sub(blank, text).split('\n')
        layer = home[path.name]
        if layer not in MAY_USE:
            findings.append(f'{path}:1: {layer}/ is no layer (known: {", ".join(MAY_USE)})')
            continue
        lines = text.rstrip('\n').split('\n')
        findings += check_room(path, lines, code)
        findings += check_includes(path, lines, layer, home, graph)
    if cycle := find_cycle(graph):
        findings.append(f'{src}: include cycle: ' + ' -> '.join(cycle))
    return files, findings


def self_test():
    """Every rule must find what it is there for."""
    body = 'void\nduo_f (void)\n{\n' + '  x ();\n' * 61 + '}\n'
    wrong = {
        'may not use ui/': {'chat/duo-a.c': '#include "duo-w.h"\n', 'ui/duo-w.h': '\n'},
        '<gst/gst.h> belongs to link/': {'chat/duo-a.c': '#include <gst/gst.h>\n'},
        '<sqlite3.h> belongs to store/': {'chat/duo-a.c': '#include <sqlite3.h>\n'},
        'store/ may not use link/': {'store/duo-a.c': '#include "duo-w.h"\n', 'link/duo-w.h': '\n'},
        '<gtk/gtk.h> belongs to ui/': {'link/duo-a.c': '#include <gtk/gtk.h>\n'},
        'include cycle: duo-a -> duo-b -> duo-a': {
            'base/duo-a.h': '#include "duo-b.h"\n', 'base/duo-b.h': '#include "duo-a.h"\n'},
        '801 lines': {'base/duo-a.c': '\n' * 800 + 'int x;\n'},
        'duo_f has 61 lines': {'base/duo-a.c': body},
        '121 columns': {'base/duo-a.c': 'x' * 121 + '\n'},
        'attic/ is no layer': {'attic/duo-a.c': '\n'},
    }
    for expected, files in wrong.items():
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding='utf-8')
            _, findings = check(pathlib.Path(folder))
            assert any(expected in finding for finding in findings), (expected, findings)
    print(f'{len(wrong)} planted faults found')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0
    files, findings = check(pathlib.Path(sys.argv[1]))
    print('\n'.join(findings + [f'{len(files)} files, {len(findings)} findings']))
    return 1 if findings or not files else 0


if __name__ == '__main__':
    sys.exit(main())
