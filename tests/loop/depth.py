#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS in depth at Dovecot and Postfix: tlswalk, sslscan and testssl.sh look at the same server in the same run, and have to agree."""
import functools
import json
import os
import re
import subprocess
import time
import xml.etree.ElementTree as xml

from server import run
from servers import HOST, Lab
from tap import Tap, as_root, need
from walks import walk

VERSIONS = ['TLS 1.3', 'TLS 1.2', 'TLS 1.1', 'TLS 1.0', 'SSL 3']
TESTSSL_VERSIONS = dict(zip(['TLS1_3', 'TLS1_2', 'TLS1_1', 'TLS1', 'SSLv3'], VERSIONS))
# One login process for all: what is to be compared is what it says, not how fast Dovecot starts.
FAST = ''.join(f'service {p}-login {{\n  service_count = 0\n  client_limit = 200\n}}\n' for p in ('imap', 'pop3'))
OLD_SUITES = 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-SHA:AES128-SHA:DHE-RSA-AES128-SHA256:CAMELLIA256-SHA:NULL-SHA@SECLEVEL=0'
as_root()
SSLSCAN, TESTSSL = need('sslscan'), need('testssl')
tap = Tap()


def comment(*lines):
    for line in lines:
        print('#  ', line)


class Seen:
    """What one of them saw: versions taken, suites of each version in the order found, groups of TLS 1.3."""

    def __init__(self, name):
        self.name = name
        self.versions = set()
        self.suites = {}
        self.groups = None
        self.seconds = 0.0


def by_tlswalk(scheme, port, ca, numbers):
    seen = Seen('tlswalk')
    begun = time.monotonic()
    w = walk(f'{scheme}://{HOST}:{port}', ca, more=['--tls-depth'], seconds=120)
    seen.seconds = time.monotonic() - begun
    seen.depth = w.first.get('depth') or {'handshakes': 0, 'stopped': 'no depth in the report', 'rows': []}
    rows = seen.depth['rows']
    seen.versions = {r['label'] for r in rows if r['kind'] == 'version' and r['value'] == 'taken'}
    for r in rows:
        if r['kind'] == 'suite':
            name, version = re.fullmatch(r'(\S+) \((.*)\)', r['label']).groups()
            seen.suites.setdefault(version, []).append(numbers[name])
    seen.groups = {r['label'] for r in rows if r['kind'] == 'group'}
    seen.order = {r['label']: r['value'] for r in rows if r['kind'] == 'order'}
    return seen


def by_sslscan(scheme, port):
    seen = Seen('sslscan')
    starttls = {'imap': ['--starttls-imap'], 'pop3': ['--starttls-pop3'], 'smtp': ['--starttls-smtp']}.get(scheme, [])
    begun = time.monotonic()
    done = subprocess.run([SSLSCAN, '--no-colour', '--xml=-', '--no-heartbleed', '--no-renegotiation', '--no-compression', '--no-fallback',
                           '--no-check-certificate', f'--sni-name={HOST}', *starttls, f'127.0.0.1:{port}'], capture_output=True, timeout=60)
    seen.seconds = time.monotonic() - begun
    for e in xml.fromstring(done.stdout).iter():
        if e.tag == 'protocol' and e.get('enabled') == '1':
            seen.versions.add('SSL ' + e.get('version') if e.get('type') == 'ssl' else 'TLS ' + e.get('version'))
        elif e.tag == 'cipher':
            seen.suites.setdefault(e.get('sslversion').replace('TLSv', 'TLS '), []).append(int(e.get('id'), 16))
        elif e.tag == 'group' and e.get('sslversion') == 'TLSv1.3':
            seen.groups = (seen.groups or set()) | {e.get('name').split()[0].upper()}
    return seen


class Testssl:
    """testssl.sh looks for the versions (-p), or for the suites in the server's order (-P), while the others are at work: it takes
    its time."""

    def __init__(self, lab, title, port, what):
        self.title = title
        self.found = os.path.join(lab.folder, f'testssl{what}.json')
        self.begun = time.monotonic()
        self.process = subprocess.Popen([TESTSSL, '--quiet', '--color', '0', '--warnings', 'off', '--nodns', 'none', '--ip', '127.0.0.1', what,
                                         '--jsonfile', self.found, f'{HOST}:{port}'],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def seen(self):
        self.process.wait(900)
        seen = Seen('testssl.sh')
        seen.seconds = time.monotonic() - self.begun
        with open(self.found) as f:
            for e in json.load(f):
                listed = re.fullmatch(r'cipherorder_TLSv1_(\d)', e['id'])
                if e['id'] in TESTSSL_VERSIONS and not e['finding'].startswith('not offered'):
                    seen.versions.add(TESTSSL_VERSIONS[e['id']])
                elif listed:
                    seen.suites[f'TLS 1.{listed[1]}'] = [openssl_numbers()[name] for name in e['finding'].split()]
        return seen


@functools.cache
def openssl_numbers():
    """OpenSSL's names of suites, which testssl.sh speaks, and their numbers."""
    listed = subprocess.run(['openssl', 'ciphers', '-V', 'ALL:COMPLEMENTOFALL@SECLEVEL=0'], capture_output=True, text=True, check=True).stdout
    return {name: int(high + low, 16) for high, low, name in re.findall(r'0x(..),0x(..) - (\S+)', listed)}


def table(title, all_seen, names=None):
    """Who saw what, side by side; suites where there are names for them."""
    def sign(good):
        return 'taken' if good else '-'
    comment(f'{title}: ' + ', '.join(f'{s.name} {s.seconds:.1f} s' for s in all_seen))
    comment(f'  {"":46}' + ''.join(f'{s.name:12}' for s in all_seen))
    for version in VERSIONS:
        comment(f'  {version:46}' + ''.join(f'{sign(version in s.versions):12}' for s in all_seen))
        listing = all_seen if names else []
        for number in dict.fromkeys(n for s in listing for n in s.suites.get(version, [])):
            comment(f'    {names.get(number, hex(number)):44}' + ''.join(f'{sign(number in s.suites.get(version, [])):12}' for s in listing))


def agree(lab, title, server, scheme, numbers, whose):
    port = server.ports[scheme]
    ours, theirs = by_tlswalk(scheme, port, lab.authority.ca, numbers), by_sslscan(scheme, port)
    title = f'{title}, {scheme}'
    table(title, [ours, theirs], {number: name for name, number in numbers.items()})
    tap.ok(ours.depth['stopped'] is None and ours.versions, f'{title}: {ours.depth["handshakes"]} handshakes, and nobody stopped them', ours.depth)
    tap.ok(ours.versions == theirs.versions, f'{title}: the versions that sslscan sees', sorted(ours.versions), sorted(theirs.versions))
    for version in sorted(set(ours.suites) | set(theirs.suites)):
        mine, hers = ours.suites.get(version, []), theirs.suites.get(version, [])
        # Where the client's order counts, each finds them in its own.
        same = mine == hers if whose == "the server's" else sorted(mine) == sorted(hers)
        tap.ok(same, f'{title}: the suites of {version} that sslscan sees', [hex(n) for n in mine], [hex(n) for n in hers])
    if theirs.groups:
        tap.ok(ours.groups == theirs.groups, f'{title}: the groups that sslscan sees', sorted(ours.groups), sorted(theirs.groups))
    tap.ok(set(ours.order.values()) <= {whose}, f'{title}: {whose} order counts', ours.order)
    return ours


def agree_on_suites(ours, testssl, numbers):
    theirs = testssl.seen()
    theirs.versions = set(theirs.suites)
    table(testssl.title, [ours, theirs], {number: name for name, number in numbers.items()})
    tap.ok(theirs.suites and ours.suites == theirs.suites, f'{testssl.title}: the suites, in the order, that testssl.sh sees', ours.suites,
           theirs.suites)


def agree_on_versions(ours, testssl):
    theirs = testssl.seen()
    table(testssl.title, [ours, theirs])
    tap.ok(ours.versions == theirs.versions, f'{testssl.title}: the versions that testssl.sh sees', sorted(ours.versions), sorted(theirs.versions))


def suite_numbers():
    """IANA's names and numbers, as the program has them."""
    source = os.path.join(os.environ.get('srcdir', os.path.join(os.path.dirname(__file__), '..', '..')), 'src', 'tls', 'suite_list.h')
    with open(source) as f:
        return {name: int(number, 16) for number, name in re.findall(r'SUITE_ROW\((0x[0-9A-F]+), "(\w+)"\)', f.read())}


def own_dh(lab):
    path = os.path.join(lab.folder, 'dh.pem')
    run('openssl', 'genpkey', '-genparam', '-algorithm', 'DH', '-pkeyopt', 'group:ffdhe2048', '-out', path)
    return path


def dovecots(lab, numbers):
    make, dh = lab.authority.make, own_dh(lab)
    old = lab.dovecot('old', make('old', key='2048'), more=f'{FAST}ssl_dh = <{dh}\nssl_min_protocol = TLSv1\nssl_cipher_list = {OLD_SUITES}\n'
                      'ssl_prefer_server_ciphers = yes\n')
    testssl = Testssl(lab, 'Dovecot with all that is old, imaps', old.ports['imaps'], '-p')
    ours = agree(lab, 'Dovecot with all that is old', old, 'imaps', numbers, "the server's")
    agree(lab, 'Dovecot with all that is old', old, 'pop3', numbers, "the server's")
    plain = lab.dovecot('plain', make('plain'), more=FAST)
    agree(lab, 'Dovecot as installed, ECDSA key', plain, 'imap', numbers, "the client's")
    # Without parameters of its own it hangs up where a finite-field suite is chosen; sslscan then sees fewer than there are.
    broken = lab.dovecot('broken', make('broken', key='2048'), more=FAST + 'ssl_cipher_list = DHE-RSA-AES256-GCM-SHA384:AES256-GCM-SHA384\n'
                         'ssl_prefer_server_ciphers = yes\n')
    broken_seen, theirs = by_tlswalk('imaps', broken.ports['imaps'], lab.authority.ca, numbers), by_sslscan('imaps', broken.ports['imaps'])
    table('Dovecot without ssl_dh, imaps', [broken_seen, theirs], {number: name for name, number in numbers.items()})
    rows = [r for r in broken_seen.depth['rows'] if r['kind'] == 'dh']
    tap.ok(broken_seen.suites.get('TLS 1.2') == [numbers['TLS_RSA_WITH_AES_256_GCM_SHA384']] and [r['value'] for r in rows] == ['the server hangs up'],
           'Dovecot without ssl_dh: that it hangs up is told, and hides no other suite', broken_seen.depth)
    return ours, testssl


def postfixes(lab, numbers):
    make = lab.authority.make
    ec = lab.postfix('ec', make('ec'))
    agree(lab, 'Postfix as installed, ECDSA key', ec, 'submissions', numbers, "the client's")
    only12 = lab.postfix('only12', make('only12', key='2048'), more='smtpd_tls_protocols = >=TLSv1.2, <=TLSv1.2\nsmtpd_tls_mandatory_protocols = $smtpd_tls_protocols\ntls_preempt_cipherlist = yes\n'
                         'tls_medium_cipherlist = ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-SHA:DHE-RSA-AES128-GCM-SHA256:AES256-SHA256\n')
    testssl = Testssl(lab, 'Postfix with TLS 1.2 only, RSA key, submissions', only12.ports['submissions'], '-P')
    agree(lab, 'Postfix with TLS 1.2 only, RSA key', only12, 'smtp', numbers, "the server's")
    return agree(lab, 'Postfix with TLS 1.2 only, RSA key', only12, 'submissions', numbers, "the server's"), testssl


with Lab() as lab:
    numbers = suite_numbers()
    only12, suites = postfixes(lab, numbers)
    old, versions = dovecots(lab, numbers)
    agree_on_versions(old, versions)
    agree_on_suites(only12, suites, numbers)
tap.done()
