# SPDX-License-Identifier: GPL-3.0-or-later
"""tlswalk check as the tests run it: a target, a login, and what came back as objects."""
import base64
import json
import os
import subprocess
import tempfile

TLSWALK = os.environ.get('TLSWALK', './tlswalk')


class Walk:
    def __init__(self, words, seconds=60):
        self.words = words
        done = subprocess.run([TLSWALK, 'check', '--json'] + words, capture_output=True, timeout=seconds, stdin=subprocess.DEVNULL)
        self.status = done.returncode
        self.raw = done.stdout.decode()
        self.error = done.stderr.decode()
        lines = [line for line in self.raw.splitlines() if line]
        self.walks = [json.loads(line) for line in lines]
        self.first = self.walks[0] if self.walks else {}

    @property
    def verdict(self):
        return self.first.get('verdict')

    def codes(self, *severities):
        return [f['code'] for f in self.first.get('findings', []) if not severities or f['severity'] in severities]

    @property
    def worst(self):
        grave = self.codes('error') or self.codes('warning')
        return grave[0] if grave else None

    @property
    def auth(self):
        return self.first.get('auth') or {}

    @property
    def tls(self):
        return self.first.get('tls') or {}

    def said(self):
        return '\n'.join(f"{t['from']}: {t['text']}" for t in self.first.get('transcript', []))

    def __str__(self):
        stages = '; '.join(f"{s['name']} {s['verdict']} {s['summary']}" for s in self.first.get('stages', []))
        return f"{' '.join(self.words)}\nstatus {self.status}, {self.verdict}, findings {self.codes()}, auth {self.auth.get('result')} {self.auth.get('tried')}\n{stages}\n{self.error}"


def walk(target, ca=None, address='127.0.0.1', user=None, password=None, mechanism=None, more=(), seconds=60):
    words = ['--address', address] if address else []
    words += ['--ca-file', ca] if ca else ['--no-system-ca']
    words += list(more)
    path = None
    if user:
        handle, path = tempfile.mkstemp()
        os.write(handle, password.encode())
        os.close(handle)
        words += ['--user', user, '--password-file', path]
    if mechanism:
        words += ['--mechanism', mechanism]
    try:
        return Walk(words + [target], seconds)
    finally:
        if path:
            os.unlink(path)


def secret_forms(user, password):
    """The ways in which a password could stand in a text: as it is, and in the base64 of LOGIN and PLAIN."""
    plain = base64.b64encode(f'\0{user}\0{password}'.encode()).decode()
    return [password, base64.b64encode(password.encode()).decode().rstrip('='), plain.rstrip('='), plain[len(user):].rstrip('=')]
