# SPDX-License-Identifier: GPL-3.0-or-later
"""Full-screen programs on a pseudo-terminal: how soon the first picture is there, what a key costs, what idling costs."""
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import termios
import time

QUIET = 0.25  # s without a byte: the picture stands


class Terminal:
    def __init__(self, words, cols, rows):
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', rows, cols, 0, 0))
            os.environ.update(TERM='xterm-256color', LC_ALL='C.UTF-8')
            os.execvp(words[0], words)
        self.gone = False

    def read(self, seconds):
        """What comes until it is quiet: (bytes, seconds from now to the first and to the last of them)."""
        began, data, first, last = time.monotonic(), b'', None, None
        while not self.gone:
            wait = min(QUIET, began + seconds - time.monotonic()) if data else began + seconds - time.monotonic()
            if wait <= 0 or not select.select([self.fd], [], [], wait)[0]:
                break
            try:
                part = os.read(self.fd, 65536)
            except OSError:
                part = b''
            if not part:
                self.gone = True
                break
            last = time.monotonic() - began
            first = first if first is not None else last
            data += part
        return data, first, last

    def key(self, keys):
        os.write(self.fd, keys)
        return self.read(1)

    def close(self, keys):
        try:
            os.write(self.fd, keys)
            self.read(1)
            os.kill(self.pid, signal.SIGTERM)
        except OSError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def first_paint(words, cols, rows, leave, runs):
    """(median ms from exec to the last byte of the first picture, median bytes)"""
    times, sizes = [], []
    for _ in range(runs):
        t = Terminal(words, cols, rows)
        data, _, last = t.read(5)
        times.append(((last or 0) + (0 if last else 5)) * 1000)
        sizes.append(len(data))
        t.close(leave)
    return statistics.median(times), statistics.median(sizes)


def keys_and_idle(words, cols, rows, down, leave, presses):
    """(median ms of a cursor move, median bytes of one, bytes written in two idle seconds)"""
    t = Terminal(words, cols, rows)
    t.read(5)
    times, sizes = [], []
    for i in range(presses):
        began = time.monotonic()
        os.write(t.fd, down[i % len(down)])
        select.select([t.fd], [], [], 1)
        times.append((time.monotonic() - began) * 1000)
        sizes.append(len(t.read(0.5)[0]))
    idle = len(t.read(2)[0])
    t.close(leave)
    return statistics.median(times), statistics.median(sizes), idle
