#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Further looks at one host, over real sockets: practice servers whose fault only shows beside another look, and the sound one."""
import http.server
import json
import os
import subprocess
import sys
import threading

from servers import HOST, Lab
from tap import Tap, as_root
from walks import TLSWALK, walk as walk_host

# server, client, what is found first, how certain it is
ROWS = [
    ('sni-required', 'outlook-express', 'sni-required', 'certain'),
    ('cert-inconsistent', 'any-starttls', 'cert-inconsistent', 'certain'),
    ('captive-portal', 'thunderbird-2', 'captive-portal', 'certain'),
    ('cert-missing-intermediate', 'thunderbird-2', 'cert-missing-intermediate', 'certain'),
    ('tls-client-too-old', 'thunderbird-2', 'tls-client-too-old', 'certain'),
]
as_root()
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
    w = walk('good', 'any-starttls', protocol, '--compare')
    tap.ok(w['verdict'] == 'pass' and not [f for f in w['findings'] if f['severity'] != 'note'], f'good {protocol}: nothing is found', w['findings'])
    hosts = {look.get('asked_host') for look in w['looks']} - {None}
    tap.ok(not hosts, f'good {protocol}: no other host is asked', hosts)


class Issuer(http.server.BaseHTTPRequestHandler):
    """Where a middle certificate is published: by the name of the host, which has to be asked for."""
    pages = {}
    asked = []

    def do_GET(self):
        Issuer.asked.append((self.path, self.headers['Host']))
        page = Issuer.pages.get(self.path)
        self.send_response(200 if page else 404)
        self.end_headers()
        self.wfile.write(page or b'not here')

    def log_message(self, *_):
        pass


def fetched(lab, path, page, expected, title):
    """A real Dovecot without its middle certificate, whose own certificate says where that is."""
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Issuer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    make = lab.authority.make
    label = title.replace(' ', '-')
    middle = make('middle ' + label, names=(), subject='Middle CA', is_ca=True)
    url = f'http://localhost:{server.server_address[1]}{path}'
    leaf = make('leaf ' + label, issuer=middle, chain=False, extra=f'authorityInfoAccess=caIssuers;URI:{url}\n')
    Issuer.pages, Issuer.asked = ({path: page(middle[2])} if page else {}), []
    dovecot = lab.dovecot(label, cert=leaf)
    w = walk_host(f'imaps://{HOST}:{dovecot.ports["imaps"]}', lab.authority.ca, more=['--compare'])
    first = w.first['findings'][0]
    tap.ok((first['code'], first['certainty']) == ('cert-missing-intermediate', expected), f'issuer: {title}: {expected}', w, first)
    tap.ok(Issuer.asked == [(path, 'localhost')], f'issuer: {title}: asked for once, by its name', Issuer.asked)
    tap.ok('from localhost port' in w.said(), f'issuer: {title}: the other host is named in the transcript', w.said())
    server.shutdown()


def der(path):
    return subprocess.run(['openssl', 'x509', '-in', path, '-outform', 'DER'], capture_output=True, check=True).stdout


def bundle(path):
    return subprocess.run(['openssl', 'crl2pkcs7', '-nocrl', '-certfile', path, '-outform', 'DER'], capture_output=True, check=True).stdout


with Lab() as lab:
    fetched(lab, '/ca.cer', der, 'certain', 'DER')
    fetched(lab, '/ca.p7c', bundle, 'certain', 'PKCS 7')
    fetched(lab, '/gone.cer', None, 'likely', 'not found')
    fetched(lab, '/page.cer', lambda path: b'<html>' + os.urandom(2000) + b'</html>', 'likely', 'a web page')
sys.exit(tap.done())
