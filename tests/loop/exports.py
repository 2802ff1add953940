#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tlswalk export writes is run by the programs it is written for, against real servers: each sees the server that tlswalk saw."""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import servers
import tap

TLSWALK = os.environ.get('TLSWALK', './tlswalk')
HOST = 'localhost'  # the programs that read settings ask for addresses themselves
told = tap.Tap()


def run(command, folder, seconds=30, **env):
    """A line of shell, as an operator pastes it. A file of passwords of one's own stands in for pass(1)."""
    env = {**os.environ, **env, 'LC_ALL': 'C.UTF-8', 'HOME': folder, 'PATH': folder + '/bin:' + os.environ['PATH'] + ':/usr/sbin'}
    done = subprocess.run(['sh', '-c', command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, cwd=folder,
                          timeout=seconds)
    return done.returncode, done.stdout.decode(errors='replace')


def export(name, uri, ca, *more):
    return subprocess.run([TLSWALK, 'export', name, '--ca-file', ca, *more, uri], check=True, capture_output=True, text=True, timeout=20).stdout


def seen_by_tlswalk(uri, ca):
    done = subprocess.run([TLSWALK, 'check', '--json', '--address', '127.0.0.1', '--ca-file', ca, uri], capture_output=True, text=True, timeout=30)
    walk = json.loads(done.stdout)
    leaf = walk['certificates'][0]
    return {'version': walk['tls']['version'], 'sha256': leaf['sha256'], 'spki': leaf['spki_sha256']}


def sha256_of_pem(text):
    pem = re.search(r'-----BEGIN CERTIFICATE-----(.*?)-----END', text, re.S)
    return hashlib.sha256(base64.b64decode(pem.group(1))).hexdigest() if pem else None


def plain_hex(text):
    return text.replace(':', '').lower()


# Program, what shows that it verified the server, and the proof that it is the same one.
SHOWS = {
    'openssl': ('Verify return code: 0 (ok)', lambda out, seen: sha256_of_pem(out) == seen['sha256'] and seen['version'].replace('TLS', 'TLSv') in out),
    'gnutls-cli': ('The certificate is trusted', lambda out, seen: seen['spki'] in out and seen['version'] in out),
    'curl': ('SSL certificate verify ok', lambda out, seen: seen['version'].replace('TLS', 'TLSv') in out),
    'swaks': ('TLS started with cipher ', lambda out, seen: seen['version'].replace('TLS', 'TLSv') in out),
    'serverinfo': ('TLS session parameters', lambda out, seen: seen['sha256'] in plain_hex(out) and seen['version'] in out),
    'posttls-finger': ('Verified TLS connection established', lambda out, seen: seen['sha256'] in plain_hex(out)),
}


def command_lines(ports, ca, folder, main_cf):
    for scheme, port in ports.items():
        uri = f'{scheme}://{HOST}:{port}'
        seen = seen_by_tlswalk(uri, ca)
        for name, (word, same) in SHOWS.items():
            text = export(name, uri, ca, '--address', '127.0.0.1')
            if not any(line and not line.startswith('#') for line in text.splitlines()):
                told.ok(scheme[0] != 's' and name in ('swaks', 'posttls-finger', 'serverinfo'), f'{name} says that it cannot do {scheme}', text)
                continue
            status, out = run(text, folder, MAIL_CONFIG=main_cf)  # where Postfix is not set up, posttls-finger finds no main.cf
            told.ok(word in out and same(out, seen), f'{name} sees at {scheme} what tlswalk sees', text, status, out[-3000:])


def logs_in(name, uri, ca, folder, file, command, word):
    text = export(name, uri, ca, '--user', servers.USER)
    path = os.path.join(folder, file)
    with open(path, 'w') as f:
        f.write(text)
    os.chmod(path, 0o600)
    status, out = run(command.format(path), folder)
    told.ok(status == 0 and word in out, f'{name} takes its settings for {uri.split(":")[0]}', text, status, out[-3000:])


def settings(dovecot, postfix, ca, folder):
    os.makedirs(os.path.join(folder, 'bin'), exist_ok=True)
    os.makedirs(os.path.join(folder, 'Mail'), exist_ok=True)
    with open(os.path.join(folder, 'bin', 'pass'), 'w') as f:
        f.write(f'#!/bin/sh\n[ "$*" = "show mail/{HOST}" ] && echo "{servers.PASSWORD}"\n')
    os.chmod(os.path.join(folder, 'bin', 'pass'), 0o755)
    for scheme in ('imap', 'imaps'):
        logs_in('mbsync', f'{scheme}://{HOST}:{dovecot.ports[scheme]}', ca, folder, 'mbsyncrc', 'mbsync -c {} -l mail', 'INBOX')
        logs_in('neomutt', f'{scheme}://{HOST}:{dovecot.ports[scheme]}', ca, folder, 'neomuttrc', 'neomutt -n -F {} -D', f'imap_user = "{servers.USER}"')
    logs_in('neomutt', f'pop3s://{HOST}:{dovecot.ports["pop3s"]}', ca, folder, 'neomuttrc', 'neomutt -n -F {} -D', 'ssl_force_tls = yes')
    for scheme in ('submission', 'submissions'):
        uri = f'{scheme}://{HOST}:{postfix.ports[scheme]}'
        logs_in('msmtp', uri, ca, folder, 'msmtprc', 'msmtp -C {0} --pretend && msmtp -C {0} --serverinfo', 'TLS session parameters')
        logs_in('neomutt', uri, ca, folder, 'neomuttrc', 'neomutt -n -F {} -D', f'@{HOST}:{postfix.ports[scheme]}/')


# Names that would be commands, were they not quoted.
def nothing_runs(folder):
    touched = os.path.join(folder, 'touched')
    for user in (f'$(touch {touched})', f'`touch {touched}`', f"'; touch {touched}; '", f'"; touch {touched}; "', f'\n touch {touched}\n'):
        for name in ('curl', 'swaks', 'msmtp', 'mbsync', 'neomutt'):
            scheme = 'submissions' if name in ('swaks', 'msmtp') else 'imaps'
            text = export(name, f'{scheme}://127.0.0.1:1', '/dev/null', '--user', user)
            path = os.path.join(folder, 'rc')
            with open(path, 'w') as f:
                f.write(text)
            os.chmod(path, 0o600)
            run({'msmtp': 'msmtp -C rc --pretend', 'mbsync': 'mbsync -c rc -l mail', 'neomutt': 'neomutt -n -F rc -D'}.get(name, text), folder)
            told.ok(not os.path.exists(touched), f'{name} runs nothing of a user name', user, text)


tap.as_root()
for program in ('openssl', 'gnutls-cli', 'curl', 'swaks', 'msmtp', 'mpop', 'posttls-finger', 'mbsync', 'neomutt'):
    tap.need(program)
with servers.Lab() as lab:
    cert = lab.authority.make('both', names=(servers.HOST, HOST))
    imap = lab.dovecot(cert=cert)
    smtp = lab.postfix(cert=cert, auth_socket=imap.auth_socket)
    home = os.path.join(lab.folder, 'home')
    os.makedirs(home)
    command_lines({**imap.ports, **smtp.ports}, lab.authority.ca, home, smtp.etc)
    settings(imap, smtp, lab.authority.ca, home)
    nothing_runs(home)
told.done()
