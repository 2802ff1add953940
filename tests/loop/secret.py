# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret goes to the server it is meant for, inside TLS, and nowhere else: no report, no transcript, no other server, and
after the login no byte of the process's own memory holds it."""
import base64
import hashlib
import hmac
import os
import ssl
import subprocess
import sys
import tempfile
import threading

from faults import FaultServer, server_context
from servers import HOST, Lab
from tap import Tap, as_root
from walks import TLSWALK

USER = 'probe'
PASSWORD = 'zebra-Quartz/47~umbrella+Lattice.90'
TOKEN = 'ya29.Kestrel-Marble_Orchid-5521-Juniper'
WAIT_S = 30

as_root()
tap = Tap()


def cores(secret):
    """What stands for the secret in base64, whatever stands before it: the characters that depend on nothing else."""
    for shift in range(3):
        text = base64.b64encode(b'\0' * shift + secret).decode()
        yield text[(0, 2, 3)[shift]:len(text) // 4 * 4 - 4].encode()


def forms(secret):
    """The secret, its base64, and the back of both: what is freed loses its first bytes to the allocator's own notes."""
    secret = secret.encode()
    whole = [secret, *cores(secret)]
    return whole + [form[len(form) // 2:] for form in whole]


def leaks(data, secret):
    return [form.decode() for form in forms(secret) if form in data]


# ---- an IMAP server that takes every login and then does not answer LOGOUT before it is told to ----

class Held:
    def __init__(self):
        self.reached = threading.Event()
        self.go_on = threading.Event()


def scram(line, first):
    salt, rounds = b'0123456789abcdef', 4096
    bare = base64.b64decode(first).split(b',', 2)[2]
    nonce = bare.split(b'r=')[1] + b'Server'
    opening = b'r=' + nonce + b',s=' + base64.b64encode(salt) + b',i=%d' % rounds
    line.say(b'+ ' + base64.b64encode(opening) + b'\r\n')
    final = base64.b64decode(line.hear()).rsplit(b',p=', 1)[0]
    salted = hashlib.pbkdf2_hmac('sha256', PASSWORD.encode(), salt, rounds)
    server_key = hmac.digest(salted, b'Server Key', 'sha256')
    proof = hmac.digest(server_key, bare + b',' + opening + b',' + final, 'sha256')
    line.say(b'+ ' + base64.b64encode(b'v=' + base64.b64encode(proof)) + b'\r\n')
    line.hear()


def authenticate(line, mechanism, first):
    if mechanism == b'SCRAM-SHA-256':
        scram(line, first)
    elif mechanism == b'CRAM-MD5':
        line.say(b'+ ' + base64.b64encode(b'<1.2@mail.example.org>') + b'\r\n')
        line.hear()
    elif mechanism == b'LOGIN':
        for prompt in (b'Username:', b'Password:')[1 if first else 0:]:
            line.say(b'+ ' + base64.b64encode(prompt) + b'\r\n')
            line.hear()
    elif not first:
        line.say('+ \r\n')
        line.hear()


def imap(context, held, mechanisms, answer=b'OK in'):
    def serve(line):
        line.start_tls(context)
        line.say(f'* OK [CAPABILITY IMAP4rev1 SASL-IR {" ".join("AUTH=" + m for m in mechanisms)}] ready\r\n')
        while words := line.hear().split(b' '):
            if len(words) < 2:
                return
            tag, verb = words[0], words[1].upper()
            if verb == b'AUTHENTICATE':
                authenticate(line, words[2].upper(), words[3] if len(words) > 3 else b'')
                line.say(tag + b' ' + answer + b'\r\n')
            elif verb == b'LOGOUT':
                held.reached.set()
                held.go_on.wait(WAIT_S)
                line.say(b'* BYE\r\n' + tag + b' OK\r\n')
                return
            else:
                line.say(b'* CAPABILITY IMAP4rev1 SASL-IR ' + ' '.join('AUTH=' + m for m in mechanisms).encode() + b'\r\n' + tag + b' OK\r\n')
    return serve


# ---- the process that is looked into ----

def memory(pid):
    with open(f'/proc/{pid}/maps') as maps, open(f'/proc/{pid}/mem', 'rb', 0) as mem:
        for row in maps:
            where, rights, *_ = row.split()
            start, end = (int(x, 16) for x in where.split('-'))
            if 'r' not in rights or row.rstrip().endswith(('[vvar]', '[vsyscall]')):
                continue
            try:
                yield row, os.pread(mem.fileno(), end - start, start)
            except OSError:
                pass  # a guard page, or one that went away


class Secret:
    """A file that holds it, as an operator would give it."""

    def __init__(self, secret):
        self.file = tempfile.NamedTemporaryFile('w', suffix='.secret')
        self.file.write(secret + '\n')
        self.file.flush()
        self.words = ['--token-file' if secret == TOKEN else '--password-file', self.file.name]


def start(target, ca, secret_file, *more):
    trust = ['--ca-file', ca] if ca else ['--no-system-ca']
    return subprocess.Popen([TLSWALK, 'check', '--address', '127.0.0.1', '--user', USER, *secret_file.words, *trust, *more, target],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)


def after_login(authority, context, mechanism, command=False, wrong=False):
    name = mechanism + (', refused' if wrong else '')
    secret = TOKEN if mechanism in ('XOAUTH2', 'OAUTHBEARER') else PASSWORD
    held = Held()
    secret_file = Secret(secret)
    listed = [] if command else [mechanism]
    answer = b'NO [AUTHENTICATIONFAILED] no' if wrong else b'OK in'
    with FaultServer(imap(context, held, listed, answer)) as server:
        process = start(f'imaps://{HOST}:{server.port}', authority.ca, secret_file, '--json', '--mechanism', mechanism)
        try:
            reached = held.reached.wait(WAIT_S)
            left = []
            size = 0
            for row, data in memory(process.pid):
                size += len(data)
                left += [f'{form} in {row.strip()}' for form in leaks(data, secret)]
        finally:
            held.go_on.set()
            out, err = process.communicate(timeout=WAIT_S)
        result = b'"result":"rejected"' if wrong else b'"result":"accepted"'
        tap.ok(reached and result in out, f'{name}: answered, and held before goodbye', out, err)
        tap.ok(reached and size > 1 << 20 and not left, f'{name}: nothing of the secret in {size >> 20} MiB of memory', *left)
        tap.ok(not leaks(out + err, secret), f'{name}: nothing of the secret in the report', out)
        if mechanism in ('PLAIN', 'LOGIN', 'LOGIN command', 'XOAUTH2', 'OAUTHBEARER'):
            tap.ok(leaks(server.heard, secret), f'{name}: the server it was meant for has got it')
        else:
            tap.ok(not leaks(server.heard, secret), f'{name}: not even the server has got it')


# ---- servers that must not get it ----

def clear_imap(features, answer):
    """Speaks in clear; STARTTLS is answered with `answer`."""
    def serve(line):
        line.say(f'* OK [CAPABILITY IMAP4rev1 {features}] ready\r\n')
        while words := line.hear().split(b' '):
            if len(words) < 2:
                return
            verb = words[1].upper()
            if verb == b'LOGOUT':
                line.say(b'* BYE\r\n' + words[0] + b' OK\r\n')
                return
            if verb == b'CAPABILITY':
                line.say(f'* CAPABILITY IMAP4rev1 {features}\r\n'.encode() + words[0] + b' OK\r\n')
            elif verb == b'STARTTLS':
                line.say(words[0] + answer)
            else:
                line.say(words[0] + b' OK come in\r\n')
    return serve


def kept_back(authority, name, serve, scheme, *more, ca=True):
    secret_file = Secret(PASSWORD)
    for form in ('json', 'text'):
        with FaultServer(serve) as server:
            process = start(f'{scheme}://{HOST}:{server.port}', authority.ca if ca else None, secret_file, '--format', form, '--timeout', '3', *more)
            out, err = process.communicate(timeout=WAIT_S)
        tap.ok(server.connections > 0 and not leaks(server.heard, PASSWORD), f'{name}: the server gets no secret ({form})', server.heard)
        tap.ok(out and not leaks(out + err, PASSWORD), f'{name}: the report holds none ({form})', out)
        if form == 'json':
            tap.ok(b'"result":"withheld"' in out or b'"result":"not-tried"' in out, f'{name}: the login was not tried', out)


def is_sanitized():
    """A sanitizer brings an allocator of its own, which keeps what is freed for a while: there is nothing to look for."""
    with open(TLSWALK, 'rb') as f:
        return b'__asan_init' in f.read()


def mechanisms_after_login(authority, context):
    if is_sanitized():
        print('# built with a sanitizer: the memory of the process is not searched')
        return
    for mechanism in ('PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-256', 'XOAUTH2', 'OAUTHBEARER'):
        after_login(authority, context, mechanism)
    after_login(authority, context, 'LOGIN command', command=True)
    after_login(authority, context, 'PLAIN', wrong=True)


with Lab() as lab:
    authority = lab.authority
    context = server_context(authority.make('good'))
    other_name = server_context(authority.make('other', names=('www.example.org',)))
    mechanisms_after_login(authority, context)
    released = Held()
    released.go_on.set()
    plain = 'AUTH=PLAIN AUTH=LOGIN'
    kept_back(authority, 'no TLS at all', clear_imap(plain, b' BAD\r\n'), 'imap', '--tls', 'none')
    kept_back(authority, 'STARTTLS not offered', clear_imap(plain, b' BAD what?\r\n'), 'imap')
    kept_back(authority, 'STARTTLS if offered, and it is not', clear_imap(plain, b' BAD what?\r\n'), 'imap', '--tls', 'opportunistic')
    kept_back(authority, 'STARTTLS refused', clear_imap(plain + ' STARTTLS', b' NO not now\r\n'), 'imap')
    kept_back(authority, 'STARTTLS refused, and only wished for', clear_imap(plain + ' STARTTLS', b' NO not now\r\n'), 'imap', '--tls', 'opportunistic')
    kept_back(authority, 'text slipped in before TLS', clear_imap(plain + ' STARTTLS', b' OK\r\n* OK [CAPABILITY AUTH=PLAIN]\r\n'), 'imap')
    kept_back(authority, 'unknown authority', imap(context, released, ['PLAIN', 'LOGIN']), 'imaps', ca=False)
    kept_back(authority, 'certificate for another name', imap(other_name, released, ['PLAIN', 'LOGIN']), 'imaps')
sys.exit(tap.done())
