#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does what clang-format 14 cannot: columns of parameters, as GNOME writes them.

  align-params.py FILE…     rewrites the files that need it (build-aux/format calls this)

In a function's definition and in a callback's type the types and the names of the parameters
stand in columns.  In a header every group of prototypes (a blank line ends it, a comment does
not) and of an interface's functions has columns for return type, name, parameter type and
parameter name.  `_ ("text")` becomes `_("text")`, and what clang-format makes of G_DEFINE_QUARK
and G_DEFINE_..._WITH_CODE is put right.
"""
import re
import sys

IDENT = r'[A-Za-z_]\w*'
PARAM = re.compile(r'(.*?[\s*])(' + IDENT + r'(?:\[\w*\])*)$')
DEFINITION = re.compile(r'(' + IDENT + r') \(')
PROTOTYPE = re.compile(
    r'(?!typedef|static|return|struct|enum|G_)( *(?:' + IDENT + r'\s+)*' + IDENT + r')'
    r'([\s*]+)(' + IDENT + r'|\(\*' + IDENT + r'\)) *\(')
TAIL = re.compile(r'(\s+G_GNUC_\w+( \(.*\))?)*;')
TYPEDEF = re.compile(r'typedef [\w *]+\(\*' + IDENT + r'\) \(')
COMMENT = re.compile(r'\s*(/\*|\*)')
WITH_CODE = re.compile(r'^G_DEFINE_\w+_WITH_CODE \(.*\)', re.M)
QUARK = re.compile(r'^G_DEFINE_QUARK \(.*\)', re.M)
GETTEXT = re.compile(r'\b(_|N_|C_|NC_) \(')


def split(text):
    """The parameters in TEXT: split at the commas that stand in no bracket."""
    parts, depth = [''], 0
    for char in text:
        depth += (char in '([') - (char in ')]')
        if char == ',' and depth == 0:
            parts.append('')
        else:
            parts[-1] += char
    return [' '.join(part.split()) for part in parts]


def parse(param):
    """'const char *const *x' -> ('const char *const', '*', 'x'); None to leave it as it is."""
    if param in ('void', '...'):
        return param, '', ''
    match = PARAM.match(param)
    if '(' in param or not match:
        return None
    left, name = match.group(1).rstrip(), match.group(2)
    type_ = left.rstrip('*')
    return type_.rstrip(), left[len(type_):], name


def widths(rows):
    """Columns for the types and for the stars of ROWS."""
    named = [row for row in rows if row[2]]
    return (max((len(t) for t, _, _ in named), default=0),
            max((len(s) for _, s, _ in named), default=0))


def render(rows, columns, head):
    """The parameters, one a line, each below the first; HEAD is what stands before it."""
    lines = [f'{t.ljust(columns[0])} {s.rjust(columns[1])}{n}' if n else t for t, s, n in rows]
    return head + (',\n' + ' ' * len(head)).join(lines) + ')'


def collect(lines, start):
    """What stands in the first bracket from line START on: (inside, after, next line)."""
    inside, depth = '', 0
    for number in range(start, min(start + 40, len(lines))):
        for column, char in enumerate(lines[number]):
            depth -= char == ')'
            if depth == 0 and char == ')':
                return inside, lines[number][column + 1:], number + 1
            inside += char if depth else ''
            depth += char == '('
        inside += ' '
    return None


def definition(lines, number):
    """(text, next line) when a function's definition has its name on line NUMBER."""
    match = DEFINITION.match(lines[number])
    if not match or number == 0 or not re.match(r'[A-Za-z_][^;{}#]*$', lines[number - 1]):
        return None
    found = collect(lines, number)
    if not found or found[1].strip() or found[2] >= len(lines) or lines[found[2]] != '{':
        return None
    rows = [parse(param) for param in split(found[0])]
    if not all(rows) or '/*' in found[0]:
        return None
    return render(rows, widths(rows), match.group(1) + ' ('), found[2]


def prototype(lines, number):
    """((return type, stars, name, rows, tail), next line) of a prototype on line NUMBER."""
    match = PROTOTYPE.match(lines[number])
    found = match and collect([lines[number][match.end() - 1:]] + lines[number + 1:number + 40], 0)
    if not found or '/*' in found[0] or (match.group(1)[0] == ' ') != (match.group(3)[0] == '('):
        return None
    found = found[0], found[1], number + found[2]
    after, following = found[1], found[2]
    while not after.rstrip().endswith(';') and following < len(lines) and following < number + 40:
        after, following = after + ' ' + lines[following].strip(), following + 1
    rows = [parse(param) for param in split(found[0])]
    if not TAIL.fullmatch(after) or not all(rows):
        return None
    return (match.group(1), match.group(2).strip(), match.group(3), rows, after), following


def callback(lines, number):
    """(text, next line) of a function pointer's typedef on line NUMBER."""
    match = TYPEDEF.match(lines[number])
    found = match and collect([lines[number][match.end() - 1:]] + lines[number + 1:number + 40], 0)
    if not found or found[1] != ';':
        return None
    rows = [parse(param) for param in split(found[0])]
    if not all(rows):
        return None
    return render(rows, widths(rows), match.group()) + ';', number + found[2]


def align_definitions(lines):
    out, number = [], 0
    while number < len(lines):
        found = definition(lines, number) or callback(lines, number)
        text, number = found if found else (lines[number], number + 1)
        out.append(text)
    return '\n'.join(out)


def align_group(group):
    """GROUP: lines to keep (text) and prototypes (tuples); gives the lines."""
    protos = [item for item in group if isinstance(item, tuple)]
    type_width = max((len(p[0]) for p in protos), default=0)
    star_width = max((len(p[1]) for p in protos), default=0)
    name_width = max((len(p[2]) for p in protos), default=0)
    columns = widths([row for p in protos for row in p[3]])
    for item in group:
        if isinstance(item, str):
            yield item
            continue
        type_, stars, name, rows, tail = item
        head = f'{type_.ljust(type_width)} {stars.rjust(star_width)}{name.ljust(name_width)} ('
        yield render(rows, columns, head) + tail


def align_prototypes(lines):
    out, group, number = [], [], 0
    while number < len(lines):
        found = prototype(lines, number)
        if found:
            group.append(found[0])
            number = found[1]
            continue
        found = callback(lines, number)
        text, number = found if found else (lines[number], number + 1)
        if COMMENT.match(text):
            group.append(text)
            continue
        out += list(align_group(group)) + [text]
        group = []
    return '\n'.join(out + list(align_group(group)))


def close_gettext(text):
    """`_ (` loses its space, and so do the lines that were set below its inside."""
    while match := GETTEXT.search(text):
        depth, end = 1, match.end()
        quoted = False
        while end < len(text) and depth:
            char = text[end]
            if char == '"' and text[end - 1] != '\\':
                quoted = not quoted
            if not quoted:
                depth += (char == '(') - (char == ')')
            end += 1
        inside = text[match.end():end].replace('\n ', '\n')
        text = text[:match.start()] + match.group(1) + '(' + inside + text[end:]
    return text


def break_code(match):
    """clang-format takes the macro for a declaration and joins its lines."""
    lead = '\n' + ' ' * (match.group().index('(') + 1)
    return re.sub(r'\s+(?=G_IMPLEMENT_INTERFACE|G_ADD_PRIVATE)', lead, match.group())


def close_dashes(match):
    return match.group().replace(' - ', '-')


def main(paths):
    for path in paths:
        with open(path, encoding='utf-8') as file:
            text = file.read()
        lines = text.split('\n')
        new = align_prototypes(lines) if path.endswith('.h') else align_definitions(lines)
        new = QUARK.sub(close_dashes, WITH_CODE.sub(break_code, close_gettext(new)))
        if new != text:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(new)


if __name__ == '__main__':
    main(sys.argv[1:])
