#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers in a bad moment: full, counting what a client does, their login service gone, frozen, stopped."""
import socket
import ssl
import sys

from fault import LOGIN, Fault, Row, rows, server_faults, show_logs, visit_all
from server import wait_for
from servers import HOST, PASSWORD, USER, Lab
from tap import Tap, as_root

SILENT = ['--timeout', '2']


class Held:
    """A connection that is kept open: it was greeted, and what it said was answered, when the constructor returns.
    inside: the CA's file, where TLS begins at once."""

    def __init__(self, port, *said, inside=None):
        # A server with room for one may still be busy with the connection that asked whether it is up.
        wait_for('a connection to hold', lambda: self._greeted(port, inside))
        for line in said:
            self.file.write(line.encode() + b'\r\n')
            self.file.flush()
            answer = self.file.readline()
            while answer.startswith(b'* '):
                answer = self.file.readline()
            assert answer.startswith((b'a OK', b'+OK')), answer

    def _greeted(self, port, inside):
        self.sock = socket.create_connection(('127.0.0.1', port), 10)
        if inside:
            self.sock = ssl.create_default_context(cafile=inside).wrap_socket(self.sock, server_hostname=HOST)
        self.file = self.sock.makefile('rwb')
        if self.file.readline().startswith((b'220', b'* OK', b'+OK')):
            return True
        self.__exit__()
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.sock.close()


def simple(title, name, scheme, port, codes, certainty='certain', **more):
    return Row(title, Fault(name, {}, codes, certainty, scheme, **more), port, '127.0.0.1')


# ---- no more connections ----

def full(tap, lab, ca):
    exim = lab.exim('exim-full', more='smtp_accept_max = 1')
    with Held(exim.ports['smtp']):
        visit_all(tap, ca, [simple('Exim', 'full', 'submission', exim.ports['submission'], ['greeting-421-busy']),
                            simple('Exim', 'full, inside TLS', 'submissions', exim.ports['submissions'], ['greeting-421-busy'])])
    limit = {'smtpd_client_connection_count_limit': '1'}
    faults = [Fault('full', limit, ['greeting-421-busy']), Fault('full, inside TLS', limit, ['greeting-421-busy'], scheme='submissions')]
    postfix = lab.postfix('postfix-full', faults=server_faults(faults))
    with Held(postfix.fault_ports[0]), Held(postfix.fault_ports[1], inside=ca):
        visit_all(tap, ca, rows('Postfix', postfix, faults))
    dovecot = lab.dovecot('dovecot-full', more='mail_max_userip_connections = 1')
    imap = Held(dovecot.ports['imaps'], f'a LOGIN "{USER}" "{PASSWORD}"', inside=ca)
    pop3 = Held(dovecot.ports['pop3s'], f'USER {USER}', f'PASS {PASSWORD}', inside=ca)
    with imap, pop3:
        visit_all(tap, ca, [simple(f'Dovecot {scheme}', 'one session only', scheme, dovecot.ports[scheme], ['auth-too-many-connections'], login=LOGIN)
                            for scheme in ('imap', 'pop3s')])


# ---- what is counted ----

def counted(tap, lab, ca, auth_socket):
    login = {'smtpd_sasl_auth_enable': 'yes'}
    faults = [Fault('AUTH rate', {**login, 'smtpd_client_auth_rate_limit': '1'}, ['auth-too-many-attempts'], login=LOGIN),
              Fault('TLS session rate', {'smtpd_client_new_tls_session_rate_limit': '1'}, ['starttls-refused-454'])]
    postfix = lab.postfix('postfix-counts', auth_socket=auth_socket, faults=server_faults(faults))
    all_rows = rows('Postfix', postfix, faults)
    for row in all_rows: # the first is within the limit
        w = row.walk(ca)
        tap.ok(w.verdict == 'pass', f'{row.name}: nothing at first', w)
    all_rows[1].walk(ca) # this one is over it, which Postfix notices too late to say so
    visit_all(tap, ca, all_rows)


# ---- the login service goes ----

def login_gone(tap, lab, ca):
    dovecot = lab.dovecot('dovecot-login')
    # Postfix's smtpd ends where it finds no login service, and says nothing; one that had found it still offers the login.
    fault = Fault('login service gone', {'smtpd_sasl_auth_enable': 'yes'}, ['conversation-closed', 'tls-truncated'],
                  or_codes=['auth-backend-down'], login=LOGIN)
    postfix = lab.postfix('postfix-login', auth_socket=dovecot.auth_socket, faults=server_faults([fault]))
    row = rows('Postfix', postfix, [fault])[0]
    w = row.walk(ca)
    tap.ok(w.verdict == 'pass' and w.auth.get('result') == 'accepted', f'{row.name}: before, the login works', w)
    dovecot.stop()
    visit_all(tap, ca, [row])


# ---- frozen, and stopped ----

def every_server(lab):
    return [('Dovecot', lab.dovecot('dovecot-stop')), ('Postfix', lab.postfix('postfix-stop')), ('Exim', lab.exim('exim-stop'))]


def silent_codes(scheme):
    return ['tls-handshake-timeout'] if scheme.endswith('s') else ['banner-timeout']


def frozen_and_stopped(tap, lab, ca):
    servers = every_server(lab)
    for _, server in servers:
        server.freeze()
    visit_all(tap, ca, [simple(f'{title} {scheme}', 'frozen', scheme, port, silent_codes(scheme), None, more=SILENT)
                        for title, server in servers for scheme, port in server.ports.items() if scheme != 'smtp'])
    for _, server in servers:
        server.stop()
    visit_all(tap, ca, [simple(f'{title} {scheme}', 'stopped', scheme, port, ['tcp-refused'])
                        for title, server in servers for scheme, port in server.ports.items()])


def main():
    as_root()
    tap = Tap()
    with Lab() as lab:
        ca = lab.authority.ca
        full(tap, lab, ca)
        counted(tap, lab, ca, lab.dovecot().auth_socket)
        login_gone(tap, lab, ca)
        frozen_and_stopped(tap, lab, ca)
        show_logs(tap, lab)
    sys.exit(tap.done())


main()
