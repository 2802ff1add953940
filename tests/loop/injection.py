#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The test of STARTTLS for commands sent in clear along with it: servers of the practice that keep them, and real ones that must not."""
import json
import subprocess
import sys

from servers import HOST, Lab
from tap import Tap, as_root
from walks import TLSWALK, walk

CODE = 'starttls-command-injection'
TEST = ['--test-injection']
OUTCOMES = {'it was dropped, as it must be': 'dropped', 'the server took it for a part of TLS': 'broke TLS',
            'the server refused the upgrade': 'refused', 'it was answered inside TLS': 'answered',
            'it could not be told what became of it': 'untold'}
as_root()
tap = Tap()


def outcome(said):
    return next((name for words, name in OUTCOMES.items() if words in said), 'none')


def practice(server, protocol):
    done = subprocess.run([TLSWALK, 'check', '--table', 'practice', '--server', server, '--client', 'any-starttls', '--protocol', protocol,
                           '--json', *TEST], capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


for protocol in ('imap', 'pop3', 'submission'):
    for server, flagged in ((CODE, True), ('good', False)):
        walks = practice(server, protocol)
        codes = [f['code'] for w in walks for f in w['findings'] if f['severity'] == 'error']
        tap.ok(len(walks) == 1 and codes == ([CODE] if flagged else []), f'practice {server} {protocol}: {"flagged" if flagged else "not flagged"}', codes)

with Lab() as lab:
    dovecot = lab.dovecot()
    postfix = lab.postfix(auth_socket=dovecot.auth_socket)
    relay = lab.dovecot('submission', relay_port=postfix.ports['smtp'])
    for name, server in (('Dovecot', relay), ('Postfix', postfix), ('Exim', lab.exim())):
        for scheme in ('imap', 'pop3', 'submission', 'smtp'):
            if scheme not in server.ports:
                continue
            w = walk(f'{scheme}://{HOST}:{server.ports[scheme]}', lab.authority.ca, more=TEST)
            what = outcome(w.said())
            tap.ok(what in ('dropped', 'broke TLS', 'refused') and CODE not in w.codes(), f'{name} {scheme}: not flagged, {what}', w, w.said())
            tap.ok(w.said().count('sent along: ') == 1 and 'connection 2: ' in w.said(), f'{name} {scheme}: one more connection, announced', w)
    for scheme in ('imaps', 'submissions'):
        w = walk(f'{scheme}://{HOST}:{relay.ports[scheme]}', lab.authority.ca, more=TEST)
        tap.ok('connection 2' not in w.said() and CODE not in w.codes(), f'Dovecot {scheme}: nothing to test, and nothing is', w)
sys.exit(tap.done())
