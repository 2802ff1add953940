#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""posttls-finger, gnutls-cli and openssl s_client at the same servers: they see the certificate, key, version and suite that tlswalk
reports, and find a chain good or bad as it does."""
import hashlib
import re
import ssl
import subprocess
import sys

from chains import faulty_chains
from servers import HOST, Lab
from tap import Tap, as_root, need
from walks import walk

FACTS = ('version', 'suite', 'certificate', 'key', 'good')
CHAINS = ['expired', 'not yet valid', 'for another name', 'self-signed', 'untrusted root', 'intermediate missing']
IMPLICIT = ('imaps', 'pop3s', 'submissions')


def output(words, said='', **environment):
    done = subprocess.run(words, capture_output=True, timeout=30, input=said.encode(), env={'PATH': '/usr/sbin:/usr/bin', **environment})
    return (done.stdout + done.stderr).decode(errors='replace')


def found(pattern, text):
    match = re.search(pattern, text)
    return match.group(1) if match else None


def plain_hex(fingerprint):
    return fingerprint.replace(':', '').lower() if fingerprint else None


def plain_version(version):
    """As tlswalk and GnuTLS write it: TLS1.3."""
    return version.replace('TLSv', 'TLS') if version else None


def by_tlswalk(scheme, port, ca, _):
    w = walk(f'{scheme}://{HOST}:{port}', ca)
    leaf = (w.first.get('certificates') or [{}])[0]
    return {'version': w.tls.get('version'), 'suite': w.tls.get('suite'), 'certificate': leaf.get('sha256'), 'key': leaf.get('spki_sha256'),
            'good': w.verdict == 'pass'}


def by_posttls_finger(scheme, port, ca, postfix):
    text = output([need('posttls-finger'), '-c', '-d', 'sha256', '-F', ca, '-l', 'secure', '-L', 'certmatch,summary,routine',
                   *(['-w'] if scheme in IMPLICIT else []), f'[127.0.0.1]:{port}', HOST], MAIL_CONFIG=postfix.etc)
    seen = {'version': plain_version(found(r'established to \S+: (\S+) with cipher', text)), 'suite': found(r'with cipher (\S+)', text),
            'good': ' Verified TLS connection' in text}
    if 'pkey_fingerprint' in text:
        seen.update(certificate=plain_hex(found(r'[ ,]fingerprint=([0-9A-F:]+)', text)), key=plain_hex(found(r'pkey_fingerprint=([0-9A-F:]+)', text)))
    return seen


def by_gnutls_cli(scheme, port, ca, _):
    starttls = [] if scheme in IMPLICIT else ['--starttls-proto', 'smtp' if scheme in ('smtp', 'submission') else scheme]
    text = output([need('gnutls-cli'), *starttls, '--x509cafile', ca, '--sni-hostname', HOST, '--verify-hostname', HOST, '-p', str(port), '127.0.0.1'])
    seen = {'key': found(r'Public Key ID:\s+sha1:\w+\s+sha256:(\w+)', text), 'good': 'The certificate is trusted' in text}
    if seen['good']: # it ends otherwise, and tells no version
        seen['version'] = found(r'Description: \((TLS[0-9.]+)', text)
    return seen


def by_openssl(scheme, port, ca, _):
    starttls = [] if scheme in IMPLICIT else ['-starttls', 'smtp' if scheme in ('smtp', 'submission') else scheme]
    text = output([need('openssl'), 's_client', *starttls, '-CAfile', ca, '-servername', HOST, '-verify_hostname', HOST, '-connect', f'127.0.0.1:{port}'],
                  said='QUIT\r\n')
    pem = found(r'(-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----)', text)
    return {'version': plain_version(found(r'New, (TLSv[0-9.]+), Cipher', text)), 'suite': found(r'Cipher is (\S+)', text),
            'certificate': hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest() if pem else None, 'good': 'Verify return code: 0 (ok)' in text}


CLIENTS = {'tlswalk': by_tlswalk, 'posttls-finger': by_posttls_finger, 'gnutls-cli': by_gnutls_cli, 'openssl': by_openssl}


def compare(tap, title, scheme, port, ca, postfix):
    ours = None
    for name, visit in CLIENTS.items():
        if name == 'posttls-finger' and not scheme.startswith(('smtp', 'submission')):
            continue
        seen = visit(scheme, port, ca, postfix)
        print(f"#   {title:34} {name:15} {seen.get('version') or '':7} {seen.get('suite') or '':23} {(seen.get('certificate') or '')[:12]:13}"
              f"{(seen.get('key') or '')[:12]:13} {'good' if seen['good'] else 'bad'}")
        if ours is None:
            ours = seen
            continue
        differ = [fact for fact in FACTS if seen.get(fact, ours[fact]) != ours[fact]]
        tap.ok(not differ and (seen.get('certificate') or seen.get('key')), f'{title}: {name} sees what tlswalk sees', differ, seen, ours)


def main():
    as_root()
    tap = Tap()
    with Lab() as lab:
        chains = faulty_chains(lab.authority, lab.sub('stranger'))
        postfix = lab.postfix(faults={name: {'smtpd_tls_chain_files': f'{chains[name].files[1]}, {chains[name].files[0]}'} for name in CHAINS})
        ca = lab.authority.ca
        print(f"#   {'server':34} {'client':15} {'version':7} {'suite':23} {'certificate':12} {'key':12} chain")
        for title, server in (('Postfix', postfix), ('Exim', lab.exim()), ('Dovecot', lab.dovecot())):
            for scheme, port in server.ports.items():
                compare(tap, f'{title} {scheme}', scheme, port, ca, postfix)
        for name in CHAINS:
            compare(tap, f'Postfix, {name}', 'submission', postfix.fault_ports[name], ca, postfix)
    sys.exit(tap.done())


main()
