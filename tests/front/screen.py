#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real binary on a pseudo-terminal: it starts, obeys, and always leaves the terminal as it was."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cases

WAIT_S = 20
LEAVES_ALTERNATE_SCREEN = b"\033[?1049l"


class Terminal:
    """A terminal of 80x24 with tlswalk on it."""

    def __init__(self, *args, env=None, under=()):
        self.master, slave = pty.openpty()
        self.slave = slave
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(slave)
        self.seen = b""
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "HOME": "/nonexistent", **(env or {})}
        self.process = subprocess.Popen([*under, cases.TLSWALK, *args], stdin=slave, stdout=slave, stderr=slave, env=environment,
                                        preexec_fn=self.take_terminal, close_fds=True)

    @staticmethod
    def take_terminal():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def read_some(self, wait):
        if select.select([self.master], [], [], wait)[0]:
            try:
                self.seen += os.read(self.master, 65536)
            except OSError:  # everybody has closed the other end
                return

    def plain(self):
        """What was written, without the sequences that move the cursor. Only cells that changed are written, so words are
        to be looked for that share no letter with what stood in their place."""
        return re.sub(rb"\033[\[(][0-9;?]*[a-zA-Z0-9]|[\017\r]", b"", self.seen)

    def wait_for(self, text, since=0):
        end = time.monotonic() + WAIT_S
        while text.encode() not in self.plain()[since:]:
            assert time.monotonic() < end, (text, self.plain()[-3000:])
            ended = self.process.poll() is not None
            self.read_some(0.1)  # also what it wrote last
            assert not ended or text.encode() in self.plain()[since:], (self.process.returncode, self.plain()[-3000:])

    def mark(self):
        return len(self.plain())

    def press(self, keys):
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)

    def wait_end(self):
        end = time.monotonic() + WAIT_S
        while self.process.poll() is None:
            assert time.monotonic() < end, "it does not end"
            self.read_some(0.05)
        self.read_some(0)
        return self.process.returncode

    def assert_sane(self):
        assert LEAVES_ALTERNATE_SCREEN in self.seen
        assert termios.tcgetattr(self.slave) == self.before

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)


def with_screen(*args, **more):
    def decorate(case):
        def run():
            t = Terminal(*args, **more)
            try:
                t.wait_for("q:quit")
                case(t)
            finally:
                t.close()
        run.__name__ = case.__name__
        return run
    return decorate


@with_screen()
def it_opens_the_practice_table_and_quits(t):
    t.wait_for("Practice")
    t.press("q")
    assert t.wait_end() == 0
    t.assert_sane()


@with_screen()
def nothing_is_written_while_nothing_happens(t):
    t.read_some(0.3)
    before = len(t.seen)
    t.read_some(1.2)
    assert len(t.seen) == before, t.seen[before:]


@with_screen()
def a_row_is_walked_to_its_end(t):
    t.press("\r")
    t.wait_for("finished")
    t.wait_for("Goodbye")
    t.press("q")
    t.press("q")
    assert t.wait_end() == 0
    t.assert_sane()


@with_screen()
def a_login_is_tried_and_the_secret_is_never_shown(t):
    t.press("\r")
    t.wait_for("finished")
    t.press("l")
    t.wait_for("Password")
    t.press("probe\tsecr3t-not-right\r\r")
    t.wait_for("AUTHENTICATIONFAILED")
    assert b"secr3t" not in t.seen
    t.press("qq")
    t.wait_end()


@with_screen()
def a_terminating_signal_leaves_the_terminal_sane(t):
    t.process.send_signal(signal.SIGTERM)
    t.wait_end()
    t.assert_sane()


@with_screen()
def a_crash_leaves_the_terminal_sane(t):
    t.process.send_signal(signal.SIGSEGV)
    assert t.wait_end() == -signal.SIGSEGV
    t.assert_sane()


@with_screen()
def the_end_of_the_terminal_ends_the_program(t):
    os.close(t.slave)
    t.slave = os.open(os.devnull, os.O_RDONLY)
    os.close(t.master)
    t.master = os.open(os.devnull, os.O_RDONLY)
    t.process.wait(timeout=WAIT_S)


@with_screen()
def a_resize_is_followed(t):
    since = t.mark()
    fcntl.ioctl(t.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 110, 0, 0))
    t.process.send_signal(signal.SIGWINCH)
    t.wait_for("q:quit", since)
    since = t.mark()
    fcntl.ioctl(t.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 40, 0, 0))
    t.process.send_signal(signal.SIGWINCH)
    t.wait_for("60x16", since)
    t.press("q")
    t.wait_end()


def suspended_and_resumed():
    """Under a shell with job control: without one the system lets nobody be suspended."""
    with tempfile.TemporaryDirectory() as folder:
        gate = os.path.join(folder, "gate")
        os.mkfifo(gate)

        @with_screen(under=("bash", "-m", "-c", f'"$0"; echo "[stopped $?]"; read line <{gate}; fg >/dev/null; echo "[ended $?]"'))
        def case(t):
            t.press("\032")
            t.wait_for("[stopped 148]")
            t.assert_sane()
            since = t.mark()
            with open(gate, "w") as f:
                f.write("go on\n")
            t.wait_for("q:quit", since)
            t.press("q")
            t.wait_for("[ended 0]", since)
            t.wait_end()
        case()


@with_screen("imap://127.0.0.1:1")
def a_target_is_a_table_of_one_row(t):
    t.press("\r")
    t.wait_for("tcp-refused")
    t.press("qq")
    assert t.wait_end() == 0


def a_broken_table_is_opened_and_explained():
    with tempfile.NamedTemporaryFile("w", suffix=".table") as f:
        f.write("[server a]\nimap = h.example\n[client b]\nimap = 70000 implicit \"x\"\nimap = 993 implicit \"x\"\n")
        f.flush()

        @with_screen(f.name)
        def case(t):
            t.wait_for("line 4")
            t.wait_for("h.example")
            t.press("q")
            assert t.wait_end() == 0
        case()


def one_s_own_table_is_found():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "tlswalk"))
        for name, title in (("tlswalk", "My own mail"), ("annex", "The annex")):
            with open(os.path.join(folder, "tlswalk", name + ".table"), "w") as f:
                f.write(f"[table]\ntitle = {title}\n[server a]\nimap = h.example\n[client b]\nimap = 993 implicit \"x\"\n")
        for args, title in (((), "My own mail"), (("annex",), "The annex"), (("--table", "annex"), "The annex"), (("origin",), "Eudora")):
            @with_screen(*args, env={"XDG_CONFIG_HOME": folder})
            def case(t, title=title):
                t.wait_for(title)
                t.press("q")
                t.wait_end()
            case()


def what_cannot_be_shown_is_refused_before_the_screen():
    for args, word in ((("/nonexistent.table",), "/nonexistent.table"), (("gopher://h",), "gopher"), (("--ca-file", "/nonexistent"), "CA file"),
                       (("origin", "today"), "today")):
        t = Terminal(*args)
        try:
            assert t.wait_end() == 3, args
            assert word.encode() in t.seen and b"\033" not in t.seen, t.seen
        finally:
            t.close()


def an_unknown_terminal_is_told():
    t = Terminal(env={"TERM": "dumb"})
    try:
        assert t.wait_end() == 3
        assert b"tlswalk: " in t.seen and b"check" in t.seen, t.seen
    finally:
        t.close()


cases.run([
    it_opens_the_practice_table_and_quits,
    nothing_is_written_while_nothing_happens,
    a_row_is_walked_to_its_end,
    a_login_is_tried_and_the_secret_is_never_shown,
    a_terminating_signal_leaves_the_terminal_sane,
    a_crash_leaves_the_terminal_sane,
    the_end_of_the_terminal_ends_the_program,
    a_resize_is_followed,
    suspended_and_resumed,
    a_target_is_a_table_of_one_row,
    a_broken_table_is_opened_and_explained,
    one_s_own_table_is_found,
    what_cannot_be_shown_is_refused_before_the_screen,
    an_unknown_terminal_is_told,
])
