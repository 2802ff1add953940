# SPDX-License-Identifier: GPL-3.0-or-later
"""Real mail servers on loopback, on free ports, with a private CA.

Each is started with a configuration of its own in a temporary folder, waited for by condition, and stopped by its pid.
"""
import os
import shutil
import tempfile

from authority import Authority, leaf_sha256
from dovecot import Dovecot
from exim import Exim
from postfix import Postfix
from server import HOST, PASSWORD, USER

__all__ = ['HOST', 'PASSWORD', 'USER', 'Authority', 'Lab', 'leaf_sha256']


class Lab:
    """A CA and the servers that were started with certificates of it; all are stopped, and all files removed, at the end."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='tlswalk-lab-')
        os.chmod(self.folder, 0o755)
        self.servers = []
        self.authority = Authority(self.sub('ca'))

    def sub(self, name):
        path = os.path.join(self.folder, name)
        os.makedirs(path, exist_ok=True)
        return path

    def _start(self, kind, name, cert, more):
        full, key, leaf = cert or self.authority.make(name)
        server = kind(self.sub(name), full, key, **more)
        server.leaf = leaf
        self.servers.append(server)
        return server

    def dovecot(self, name='dovecot', cert=None, **more):
        return self._start(Dovecot, name, cert, more)

    def postfix(self, name='postfix', cert=None, **more):
        return self._start(Postfix, name, cert, more)

    def exim(self, name='exim', cert=None, **more):
        return self._start(Exim, name, cert, more)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in reversed(self.servers):
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
