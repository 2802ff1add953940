# SPDX-License-Identifier: GPL-3.0-or-later
"""One walk, as each program is told to do it: the same server, name, trust and goodbye."""
import shutil

from servers import HOST

SPOKEN = {
    'imap': b'a1 CAPABILITY\r\na2 LOGOUT\r\n',
    'pop3': b'CAPA\r\nQUIT\r\n',
    'smtp': b'EHLO bench.example.org\r\nQUIT\r\n',
}
IMPLICIT = {'imaps': 'imap', 'pop3s': 'pop3', 'submissions': 'smtp'}


def base(scheme):
    return IMPLICIT.get(scheme, scheme)


def tlswalk(program, scheme, port, ca):
    return [program, 'check', f'{scheme}://{HOST}:{port}', '--address', '127.0.0.1', '--ca-file', ca]


def gnutls_cli(scheme, port, ca):
    starttls = [] if scheme in IMPLICIT else [f'--starttls-proto={scheme}']
    return ['gnutls-cli', *starttls, '-p', str(port), '--x509cafile', ca, '--verify-hostname', HOST, '--sni-hostname', HOST,
            '127.0.0.1']


def s_client(scheme, port, ca):
    starttls = [] if scheme in IMPLICIT else ['-starttls', scheme]
    return ['openssl', 's_client', *starttls, '-connect', f'127.0.0.1:{port}', '-servername', HOST, '-verify_hostname', HOST,
            '-CAfile', ca, '-verify_return_error', '-ign_eof']


def curl(scheme, port, ca):
    url = {'submissions': 'smtps'}.get(scheme, scheme)
    return ['curl', '-sS', '--cacert', ca, '--resolve', f'{HOST}:{port}:127.0.0.1', '--ssl-reqd', '-X', 'NOOP',
            f'{url}://{HOST}:{port}/']


def serverinfo(program):
    """msmtp and mpop, by the same author."""
    def words(scheme, port, ca):
        return [program, '--serverinfo', '--host=127.0.0.1', f'--port={port}', '--tls=on',
                '--tls-starttls=' + ('off' if scheme in IMPLICIT else 'on'), f'--tls-trust-file={ca}', f'--tls-host-override={HOST}']
    return words


PEERS = {
    'gnutls-cli': (gnutls_cli, ('imap', 'pop3', 'smtp')),
    's_client': (s_client, ('imap', 'pop3', 'smtp')),
    'curl': (curl, ('imap', 'pop3', 'smtp')),
    'msmtp': (serverinfo('msmtp'), ('smtp',)),
    'mpop': (serverinfo('mpop'), ('pop3',)),
}
PROGRAM = {'s_client': 'openssl'}


def peers_for(scheme):
    """(name, function of scheme, port and trust file) of those that are installed."""
    return [(name, words) for name, (words, protocols) in PEERS.items()
            if base(scheme) in protocols and shutil.which(PROGRAM.get(name, name))]
