#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Further looks at one host, over real sockets: practice servers whose fault only shows beside another look, and the sound one."""
import json
import subprocess
import sys

from tap import Tap
from walks import TLSWALK

# server, client, what is found first, how certain it is
ROWS = [
    ('sni-required', 'outlook-express', 'sni-required', 'certain'),
    ('cert-inconsistent', 'any-starttls', 'cert-inconsistent', 'certain'),
    ('captive-portal', 'thunderbird-2', 'captive-portal', 'certain'),
    ('cert-missing-intermediate', 'thunderbird-2', 'cert-missing-intermediate', 'certain'),
    ('tls-client-too-old', 'thunderbird-2', 'tls-client-too-old', 'certain'),
]
tap = Tap()


def walk(server, client, protocol, *more):
    done = subprocess.run([TLSWALK, 'check', '--table', 'practice', '--server', server, '--client', client, '--protocol', protocol, '--json', *more],
                          capture_output=True, timeout=120, stdin=subprocess.DEVNULL)
    lines = done.stdout.decode().splitlines()
    return json.loads(lines[0]) if lines else {'findings': [], 'error': done.stderr.decode()}


def said(w):
    return [t['text'] for t in w.get('transcript', [])]


for protocol in ('imap', 'pop3', 'submission'):
    for server, client, code, certainty in ROWS:
        plain, w = walk(server, client, protocol), walk(server, client, protocol, '--compare')
        first = next((f for f in w['findings'] if f['code'] == code), {})
        tap.ok(first.get('certainty') == certainty, f'{server} {protocol}: {code}, {certainty}', w['findings'])
        alone = next((f for f in plain['findings'] if f['code'] == code and f['certainty'] == certainty), None)
        tap.ok(not alone, f'{server} {protocol}: not told without the looks', plain['findings'])
        tap.ok(not plain.get('looks') and w.get('looks'), f'{server} {protocol}: looks are made on request alone')
        announced = [line for line in said(w) if line.startswith('connection ')]
        tap.ok(len(announced) == len(w['looks']), f'{server} {protocol}: each look is announced', announced, len(w['looks']))
    w = walk('good', 'thunderbird-2', protocol, '--compare')
    tap.ok(w['verdict'] == 'pass' and not [f for f in w['findings'] if f['severity'] != 'note'], f'good {protocol}: nothing is found', w['findings'])
    hosts = {look.get('asked_host') for look in w['looks']} - {None}
    tap.ok(not hosts, f'good {protocol}: no other host is asked', hosts)
sys.exit(tap.done())
