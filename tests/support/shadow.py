# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of windows as a compositor would show them: with round corners and their shadow.

GTK draws both itself, into a window with an alpha channel, when somebody composes the display
and the window manager knows of shadows.  `pretend` says that it is so; `grab` then reads the
window with its alpha channel, which ImageMagick's import leaves out.
"""

import ctypes
import subprocess

XLIB = ctypes.CDLL('libX11.so.6')
Z_PIXMAP = 2
ALL_PLANES = ctypes.c_ulong(-1)
XA_ATOM = 4
PROP_MODE_APPEND = 2
RETAIN_PERMANENT = 1


class XImage(ctypes.Structure):
    """The beginning of Xlib's; the rest is functions."""
    _fields_ = [('width', ctypes.c_int), ('height', ctypes.c_int), ('xoffset', ctypes.c_int),
                ('format', ctypes.c_int), ('data', ctypes.POINTER(ctypes.c_ubyte)),
                ('byte_order', ctypes.c_int), ('bitmap_unit', ctypes.c_int),
                ('bitmap_bit_order', ctypes.c_int), ('bitmap_pad', ctypes.c_int),
                ('depth', ctypes.c_int), ('bytes_per_line', ctypes.c_int),
                ('bits_per_pixel', ctypes.c_int)]


def declare(name, result, *arguments):
    function = getattr(XLIB, name)
    function.restype, function.argtypes = result, arguments
    return function


POINTER, XID, INT, UINT = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_uint
open_display = declare('XOpenDisplay', POINTER, ctypes.c_char_p)
close_display = declare('XCloseDisplay', INT, POINTER)
root_window = declare('XDefaultRootWindow', XID, POINTER)
simple_window = declare('XCreateSimpleWindow', XID, POINTER, XID, INT, INT, UINT, UINT, UINT,
                        ctypes.c_ulong, ctypes.c_ulong)
intern_atom = declare('XInternAtom', XID, POINTER, ctypes.c_char_p, INT)
set_owner = declare('XSetSelectionOwner', INT, POINTER, XID, XID, XID)
change_property = declare('XChangeProperty', INT, POINTER, XID, XID, XID, INT, INT,
                          ctypes.POINTER(ctypes.c_ulong), INT)
flush = declare('XSync', INT, POINTER, INT)
get_geometry = declare('XGetGeometry', INT, POINTER, XID, ctypes.POINTER(XID),
                       ctypes.POINTER(INT), ctypes.POINTER(INT), ctypes.POINTER(UINT),
                       ctypes.POINTER(UINT), ctypes.POINTER(UINT), ctypes.POINTER(UINT))
get_image = declare('XGetImage', ctypes.POINTER(XImage), POINTER, XID, INT, INT, UINT, UINT,
                    ctypes.c_ulong, INT)


def pretend(name):
    """Says on the display NAME that it is composed; true until what is returned is closed."""
    display = open_display(name.encode())
    root = root_window(display)
    window = simple_window(display, root, -10, -10, 1, 1, 0, 0, 0)
    set_owner(display, intern_atom(display, b'_NET_WM_CM_S0', False), window, 0)
    known = ctypes.c_ulong(intern_atom(display, b'_GTK_FRAME_EXTENTS', False))
    change_property(display, root, intern_atom(display, b'_NET_SUPPORTED', False), XA_ATOM, 32,
                    PROP_MODE_APPEND, ctypes.byref(known), 1)
    flush(display, False)
    return display


def straight(data):
    """Colours that were multiplied with their alpha, as X has them, without that."""
    out = bytearray(data)
    for at in range(0, len(out), 4):
        alpha = out[at + 3]
        if 0 < alpha < 255:
            for channel in range(at, at + 3):
                out[channel] = min(255, (out[channel] * 255 + alpha // 2) // alpha)
    return bytes(out)


def drawn(alphas):
    """The first and the last row that is not all transparent; ALPHAS are rows of bytes."""
    rows = [number for number, row in enumerate(alphas) if any(row)]
    return rows[0], rows[-1] + 1


def read(name, xid):
    """(width, height, bytes) of the window XID on the display NAME."""
    display = open_display(name.encode())
    try:
        root, x, y = XID(), INT(), INT()
        width, height, border, depth = UINT(), UINT(), UINT(), UINT()
        get_geometry(display, xid, root, x, y, width, height, border, depth)
        if depth.value != 32:
            raise RuntimeError('the window has no alpha channel')
        image = get_image(display, xid, 0, 0, width, height, ALL_PLANES, Z_PIXMAP).contents
        return width.value, height.value, ctypes.string_at(image.data, image.height * image.width * 4)
    finally:
        close_display(display)


def grab(name, xid, path, *options):
    """Writes the window XID of the display NAME to the PNG file PATH, with OPTIONS of convert.
    Gives how far the picture's corner is from the window's."""
    width, height, data = read(name, xid)
    alphas = data[3::4]
    top, bottom = drawn([alphas[width * y:width * (y + 1)] for y in range(height)])
    left, right = drawn([alphas[x::width] for x in range(width)])
    subprocess.run(['convert', '-size', '%dx%d' % (width, height), '-depth', '8', 'bgra:-',
                    '-crop', '%dx%d+%d+%d' % (right - left, bottom - top, left, top), '+repage',
                    *options, path], input=straight(data), check=True)
    return left, top
