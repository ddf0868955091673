# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A key pressed on an X server, and a part of its screen watched until it changes."""

import ctypes
import time

ALL_PLANES = 0xffffffffffffffff
Z_PIXMAP = 2
POLL_S = 0.0005
STABLE_S = 0.3
WAIT_S = 15


class Image(ctypes.Structure):
    """The head of Xlib's XImage."""
    _fields_ = [('width', ctypes.c_int), ('height', ctypes.c_int), ('xoffset', ctypes.c_int),
                ('format', ctypes.c_int), ('data', ctypes.c_void_p), ('byte_order', ctypes.c_int),
                ('bitmap_unit', ctypes.c_int), ('bitmap_bit_order', ctypes.c_int),
                ('bitmap_pad', ctypes.c_int), ('depth', ctypes.c_int),
                ('bytes_per_line', ctypes.c_int)]


class Screen:
    def __init__(self, display):
        self.x = ctypes.CDLL('libX11.so.6')
        self.test = ctypes.CDLL('libXtst.so.6')
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XGetImage.restype = ctypes.POINTER(Image)
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(display.encode()))
        self.root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))

    def close(self):
        self.x.XCloseDisplay(self.display)

    def press(self, keysym):
        code = self.x.XKeysymToKeycode(self.display, ctypes.c_ulong(keysym))
        for is_down in 1, 0:
            self.test.XTestFakeKeyEvent(self.display, code, is_down, ctypes.c_ulong(0))
        self.x.XFlush(self.display)

    def look(self, place):
        """The pixels of PLACE: (x, y, width, height)."""
        x, y, width, height = place
        image = self.x.XGetImage(self.display, self.root, x, y, ctypes.c_uint(width),
                                 ctypes.c_uint(height), ctypes.c_ulong(ALL_PLANES), Z_PIXMAP)
        if not image:
            raise RuntimeError('that place is not on the screen: %r' % (place,))
        pixels = ctypes.string_at(image.contents.data, image.contents.bytes_per_line * height)
        self.x.XFree(ctypes.c_void_p(image.contents.data))
        self.x.XFree(image)
        return pixels

    def wait_stable(self, place):
        """Gives the pixels, once they have not changed for a while."""
        deadline = time.monotonic() + WAIT_S
        before, since = self.look(place), time.monotonic()
        while time.monotonic() - since < STABLE_S:
            pixels = self.look(place)
            if pixels != before:
                before, since = pixels, time.monotonic()
            if time.monotonic() > deadline:
                raise RuntimeError('%r does not come to rest' % (place,))
            time.sleep(0.01)
        return before

    def seconds_to_change(self, place, keysym):
        """From the press of a key until PLACE looks otherwise."""
        before = self.wait_stable(place)
        began = time.monotonic()
        self.press(keysym)
        while self.look(place) == before:
            if time.monotonic() - began > WAIT_S:
                raise RuntimeError('nothing changes at %r' % (place,))
            time.sleep(POLL_S)
        return time.monotonic() - began
