# SPDX-License-Identifier: GPL-3.0-or-later
"""Dovecot, Postfix and Exim as they should be: every port in every TLS mode, over IPv4 and IPv6, every mechanism, and a wrong password."""
import sys

from server import LOOPBACKS, free_port
from servers import HOST, PASSWORD, USER, Lab, leaf_sha256
from tap import Tap, as_root
from walks import secret_forms, walk

MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'DIGEST-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256']
EXIM_MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5']
NO_CLEAR_LOGIN = [('Postfix', 'submission'), ('Exim', 'submission')]
IMPLICIT = ('imaps', 'pop3s', 'submissions')
as_root()
tap = Tap()


def no_alarm(w):
    return w.status == 0 and w.verdict == 'pass' and not w.codes('error', 'warning')


def no_secret(w):
    return not any(form in w.raw for form in secret_forms(USER, PASSWORD))


def facts(w, server):
    certificates = w.first.get('certificates') or [{}]
    return (w.tls.get('version') == 'TLS1.3' and w.tls.get('cipher') and w.tls.get('group') and
            w.tls.get('sni') == HOST and certificates[0].get('sha256') == leaf_sha256(server.leaf))


def every_port(ca, name, server):
    for scheme, port in server.ports.items():
        target = f'{scheme}://{HOST}:{port}'
        for address in LOOPBACKS:
            w = walk(target, ca, address=address)
            tap.ok(no_alarm(w) and facts(w, server), f'{name} {scheme}: nothing to complain of at {address}, TLS as it is', w)
        if scheme not in IMPLICIT:
            w = walk(target, ca, more=['--tls', 'opportunistic'])
            tap.ok(no_alarm(w) and facts(w, server), f'{name} {scheme}: opportunistic takes TLS', w)
            w = walk(target, ca, more=['--tls', 'none'])
            # A submission service that lists no login in clear cannot be used without TLS, and that is told.
            told = ['auth-encryption-required'] if (name, scheme) in NO_CLEAR_LOGIN else []
            tap.ok(w.first.get('tls') is None and w.codes('error', 'warning') == told, f'{name} {scheme}: without TLS the walk goes to its end', w)
            w = walk(target, ca, more=['--tls', 'implicit'])
            tap.ok(w.codes('error', 'warning') == ['tls-mode-mismatch-implicit-on-starttls'], f'{name} {scheme}: TLS at once is told to be the wrong mode', w)
        else:
            w = walk(target, ca, more=['--tls', 'starttls'])
            tap.ok(w.codes('error', 'warning') == ['tls-mode-mismatch-plain-on-implicit'], f'{name} {scheme}: STARTTLS is told to be the wrong mode', w)
            tap.ok(w.first.get('duration_ms', 9999) < 5000, f'{name} {scheme}: ... and soon', w.first.get('duration_ms'))


def every_login(ca, name, scheme, port, mechanisms):
    target = f'{scheme}://{HOST}:{port}'
    for mechanism in mechanisms:
        w = walk(target, ca, user=USER, password=PASSWORD, mechanism=mechanism)
        tap.ok(w.auth.get('result') == 'accepted' and w.auth.get('tried') == mechanism and no_alarm(w), f'{name} {scheme}: {mechanism} logs in', w)
        tap.ok(no_secret(w), f'{name} {scheme}: {mechanism} leaves no secret in the report')
    w = walk(target, ca, user=USER, password='wrong ' + PASSWORD)
    tap.ok(w.auth.get('result') == 'rejected' and w.codes('error', 'warning') == ['auth-bad-credentials'] and w.status == 2, f'{name} {scheme}: a wrong password is told', w)
    tap.ok(no_secret(w), f'{name} {scheme}: a wrong password is no less secret')
    w = walk(target, None, user=USER, password=PASSWORD)
    tap.ok(w.auth.get('result') == 'withheld' and w.worst == 'cert-untrusted-root' or w.worst == 'cert-missing-intermediate',
           f'{name} {scheme}: without trust the secret stays here', w)


def behind_postscreen(lab):
    """Postfix's guard, which sends half a greeting, waits for clients that talk too early, and hands the rest on."""
    port = free_port()
    lab.postfix('postscreen', more='postscreen_greet_wait = 2s\npostscreen_access_list =\n',
                master_more=f'{port} inet n - n - 1 postscreen\nsmtpd pass - - n - - smtpd\ntlsproxy unix - - n - 0 tlsproxy\ndnsblog unix - - n - 0 dnsblog\n')
    w = walk(f'smtp://{HOST}:{port}', lab.authority.ca)
    tap.ok(no_alarm(w) and w.tls, 'Postfix behind postscreen: waited for, and nothing to complain of', w, w.said())
    tap.ok('220-' in w.said(), '... and it did wait', w.said())


with Lab() as lab:
    dovecot = lab.dovecot()
    postfix = lab.postfix(auth_socket=dovecot.auth_socket)
    relay = lab.dovecot('submission', relay_port=postfix.ports['smtp'])
    exim = lab.exim()
    ca = lab.authority.ca
    for name, server in (('Dovecot', relay), ('Postfix', postfix), ('Exim', exim)):
        every_port(ca, name, server)
    for scheme in ('imap', 'imaps', 'pop3', 'pop3s', 'submission', 'submissions'):
        every_login(ca, 'Dovecot', scheme, relay.ports[scheme], MECHANISMS)
    for scheme in ('submission', 'submissions'):
        every_login(ca, 'Postfix', scheme, postfix.ports[scheme], MECHANISMS)
        every_login(ca, 'Exim', scheme, exim.ports[scheme], EXIM_MECHANISMS)
    behind_postscreen(lab)
    for native, scheme in (('USER', 'pop3s'), ('LOGIN command', 'imaps')):
        w = walk(f'{scheme}://{HOST}:{relay.ports[scheme]}', ca, user=USER, password=PASSWORD, mechanism=native)
        tap.ok(w.auth.get('result') == 'accepted' and no_alarm(w), f'Dovecot {scheme}: {native} logs in', w)
sys.exit(tap.done())
