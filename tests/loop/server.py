# SPDX-License-Identifier: GPL-3.0-or-later
"""What every real mail server of the tests has in common: its folder, its process, its log; and who logs in there."""
import os
import random
import signal
import socket
import subprocess
import time

HOST = 'mail.example.org'
USER = 'probe@example.org'
PASSWORD = 'correct horse 7 battery'

given = set()


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as s:
            s.bind(('::1', 0))
        return True
    except OSError:
        return False


# Where the servers listen: every loopback address that this machine has.
LOOPBACKS = ['127.0.0.1'] + (['::1'] if has_ipv6() else [])


def is_free(port):
    try:
        for address in LOOPBACKS:
            with socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET) as s:
                s.bind((address, port))
        return True
    except OSError:
        return False


def free_port():
    """Below the ports that systems give to outgoing connections, so that none of those takes it before the server does."""
    while True:
        port = random.randrange(10000, 32000)
        if port not in given and is_free(port):
            given.add(port)
            return port


def wait_for(what, condition, seconds=15):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError(f'{what} did not happen in {seconds} s')
        time.sleep(0.02)


def answers(port):
    try:
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    except OSError:
        return False


def run(*words, **more):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


class Server:
    def __init__(self, folder, log='log'):
        self.folder = folder
        self.log_file = os.path.join(folder, log)
        self.process = None

    def freeze(self):
        """All its processes stop where they are; its sockets go on to accept."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def stop(self):
        """The server and all its processes: some would otherwise finish what they are at."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # none was left

    def log(self):
        try:
            with open(self.log_file, errors='replace') as f:
                return f.read()[-4000:]
        except OSError:
            return ''
