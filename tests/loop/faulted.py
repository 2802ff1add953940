# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers with one fault each, in their own configuration: the right diagnosis first, and no other error or warning."""
import os
import sys
import time
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor

from chains import faulty_chains
from servers import HOST, PASSWORD, USER, Lab
from tap import Tap, as_root
from walks import walk

AT_ONCE = 4
LOGIN = {'user': USER, 'password': PASSWORD}

# settings: the server's own. codes: every error and warning, the headline first. note: what must be among the notes.
# scheme: how it is visited; one that begins with TLS gives the port that mode at the server too. login, more: of the visit.
Fault = namedtuple('Fault', 'name settings codes certainty scheme note login more', defaults=({}, [], 'certain', 'submission', None, {}, []))


def chain_faults(chains, settings, schemes):
    """Each chain as a fault of a server: settings makes its settings from a chain."""
    return [Fault(f'certificate {name}', settings(chain), chain.codes, chain.certainty, schemes[i % len(schemes)])
            for i, (name, chain) in enumerate(chains.items())]


def exim_chain(chain):
    return {'tls_certificate': chain.files[0], 'tls_privatekey': chain.files[1]}


def postfix_chain(chain):
    return {'smtpd_tls_chain_files': f'{chain.files[1]}, {chain.files[0]}', **({'tls_medium_cipherlist': 'DEFAULT:@SECLEVEL=0'} if chain.old else {})}


def dovecot_chain(chain):
    return {'ssl_cert': '<' + chain.files[0], 'ssl_key': '<' + chain.files[1], **({'ssl_cipher_list': 'DEFAULT:@SECLEVEL=0'} if chain.old else {})}


# ---- Exim ----

EXIM_ACLS = '''
refuse:
  deny message = No service for you
list:
  deny message = 127.0.0.1 is listed at zen.spamhaus.org
never:
  deny message = 521 5.3.2 This host takes no mail
later:
  defer message = 421 4.3.2 Too busy, try again later
pause:
  accept delay = 6s
  accept
disabled:
  deny message = 535 5.7.13 Account is disabled
'''

# Its directory is away: the file that it looks users up in is not there.
EXIM_DIRECTORY_AWAY = '''
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${lookup{$auth2}lsearch{/nonexistent/users}{${if eq{$value}{$auth3}}}{no}}
'''


def exim_faults(authority, rsa):
    tls12 = 'NORMAL:-VERS-ALL:+VERS-TLS1.2'
    pair = {'tls_certificate': rsa[0], 'tls_privatekey': rsa[1]}
    asks = {'tls_verify_hosts': '*', 'tls_verify_certificates': authority.ca}
    return [
        Fault('TLS 1.0 only', {'tls_require_ciphers': 'NORMAL:-VERS-ALL:+VERS-TLS1.0'}, ['tls-version-too-old']),
        Fault('weak suite', {'tls_require_ciphers': f'{tls12}:-KX-ALL:+RSA', **pair}, ['tls-weak-cipher']),
        Fault('no suite for us', {'tls_require_ciphers': f'{tls12}:-KX-ALL:+PSK'}, ['tls-no-common-cipher']),
        Fault('client certificate wanted', asks, ['client-cert-required']),
        Fault('client certificate wanted, at once', asks, ['client-cert-required'], scheme='submissions'),
        Fault('client certificate wanted, TLS 1.2', {**asks, 'tls_require_ciphers': tls12}, ['client-cert-required'], 'likely'),
        Fault('STARTTLS off', {'tls_advertise_hosts': ''}, ['starttls-not-offered']),
        Fault('key not there', {'tls_privatekey': '/nonexistent/key'}, ['starttls-refused-454']),
        Fault('key not there, at once', {'tls_privatekey': '/nonexistent/key'}, ['tls-handshake-closed'], scheme='submissions'),
        Fault('no AUTH', {'auth_advertise_hosts': ''}, ['auth-command-not-advertised'], login=LOGIN),
        Fault('AUTH in clear', {'auth_advertise_hosts': '*'}, note='auth-plaintext-offered'),
        Fault('directory away', {}, ['auth-backend-down'], login=LOGIN),
        Fault('account disabled', {'acl_smtp_auth': 'disabled'}, ['auth-account-disabled'], login=LOGIN),
        Fault('address refused', {'acl_smtp_connect': 'refuse'}, ['greeting-rejected-554']),
        Fault('address refused, inside TLS', {'acl_smtp_connect': 'refuse'}, ['greeting-rejected-554'], scheme='submissions'),
        Fault('address on a blocklist', {'acl_smtp_connect': 'list'}, ['greeting-blocklisted'], 'likely'),
        Fault('takes no mail', {'acl_smtp_connect': 'never'}, ['greeting-521-no-mail']),
        Fault('busy', {'acl_smtp_connect': 'later'}, ['greeting-421-busy']),
        Fault('late greeting', {'acl_smtp_connect': 'pause'}, note='banner-delayed'),
    ]


# ---- Postfix ----

def at_greeting(restriction):
    return {'smtpd_delay_reject': 'no', 'smtpd_client_restrictions': restriction}


def postfix_faults(authority, rsa, dh, failing_auth):
    old = {'smtpd_tls_protocols': '<=TLSv1', 'smtpd_tls_mandatory_protocols': '<=TLSv1', 'tls_medium_cipherlist': 'DEFAULT:@SECLEVEL=0'}
    tls12 = {'smtpd_tls_protocols': '<=TLSv1.2', 'smtpd_tls_mandatory_protocols': '<=TLSv1.2', 'smtpd_tls_chain_files': f'{rsa[1]}, {rsa[0]}'}
    asks = {'smtpd_tls_ask_ccert': 'yes', 'smtpd_tls_req_ccert': 'yes', 'smtpd_tls_security_level': 'encrypt', 'smtpd_tls_CAfile': authority.ca}
    login = {'smtpd_sasl_auth_enable': 'yes'}
    return [
        Fault('TLS 1.0 only', old, ['tls-version-too-old']),
        Fault('weak suite', {**tls12, 'tls_medium_cipherlist': 'AES128-SHA:@SECLEVEL=0'}, ['tls-weak-cipher']),
        Fault('weak Diffie-Hellman', {**tls12, 'tls_medium_cipherlist': 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0', 'smtpd_tls_dh1024_param_file': dh}, ['tls-weak-dh']),
        Fault('no suite for us', {**tls12, 'tls_medium_cipherlist': 'aNULL:@SECLEVEL=0'}, ['tls-no-common-cipher']),
        Fault('client certificate wanted', asks, ['client-cert-required']),
        Fault('client certificate wanted, at once', asks, ['client-cert-required'], scheme='submissions'),
        Fault('client certificate wanted, TLS 1.2', {**asks, **tls12}, ['client-cert-required'], 'likely'),
        Fault('STARTTLS off', {'smtpd_tls_security_level': 'none'}, ['starttls-not-offered']),
        Fault('STARTTLS hidden', {'smtpd_discard_ehlo_keywords': 'starttls'}, ['starttls-stripped'], 'likely'),
        Fault('key not there', {'smtpd_tls_chain_files': '/nonexistent/key'}, ['starttls-refused-454']),
        Fault('key not there, at once', {'smtpd_tls_chain_files': '/nonexistent/key'}, ['tls-handshake-closed'], scheme='submissions'),
        Fault('no AUTH', {}, ['auth-command-not-advertised'], login=LOGIN),
        Fault('AUTH in clear', {**login, 'smtpd_tls_auth_only': 'no'}, note='auth-plaintext-offered'),
        Fault('login service not there', {**login, 'smtpd_sasl_path': '/nonexistent/auth'}, ['greeting-closed']),
        Fault('login service failing', {**login, 'smtpd_sasl_path': failing_auth}, ['auth-backend-down'], login=LOGIN),
        Fault('address refused', at_greeting('reject'), ['greeting-rejected-554']),
        Fault('address refused, inside TLS', at_greeting('reject'), ['greeting-rejected-554'], scheme='submissions'),
        Fault('address on a blocklist', at_greeting('check_client_access static:{554 5.7.1 Client host [127.0.0.1] blocked using zen.spamhaus.org}'),
              ['greeting-blocklisted'], 'likely'),
        Fault('takes no mail', at_greeting('check_client_access static:{521 5.3.2 This host takes no mail}'), ['greeting-521-no-mail']),
        Fault('address put off', at_greeting('defer'), ['greeting-421-busy']),
        Fault('late greeting', at_greeting('sleep 6, permit'), note='banner-delayed'),
        Fault('EHLO refused', {'smtpd_delay_reject': 'no', 'smtpd_helo_restrictions': 'reject'}, ['ehlo-rejected']),
    ]


# ---- Dovecot ----

def dovecot_faults():
    return [
        Fault('TLS off', {'ssl': 'no'}, ['starttls-not-offered'], scheme='imap'),
        Fault('STLS off', {'ssl': 'no'}, ['starttls-not-offered'], scheme='pop3'),
        Fault('login in clear', {'disable_plaintext_auth': 'no'}, note='auth-plaintext-offered', scheme='imap'),
        Fault('USER in clear', {'disable_plaintext_auth': 'no'}, note='auth-plaintext-offered', scheme='pop3'),
        Fault('no login in clear', {}, ['auth-encryption-required'], scheme='imap', more=['--tls', 'none', '--mechanism', 'PLAIN'], login=LOGIN),
    ]


def asking_faults():
    return [Fault('client certificate wanted', {}, ['client-cert-required'], scheme=scheme, login=LOGIN) for scheme in ('imaps', 'imap', 'pop3s')]


def asking_more(authority):
    return f'ssl_ca = <{authority.ca}\nssl_verify_client_cert = yes\nauth_ssl_require_client_cert = yes\n'


def failing_faults():
    return [Fault('users not there', {}, ['auth-backend-down'], scheme=scheme, login=LOGIN) for scheme in ('imap', 'pop3s')]


# ---- the run ----

class Row:
    """A fault at its server: how to visit it."""

    def __init__(self, title, fault, port, address):
        self.fault = fault
        self.name = f'{title}: {fault.name}'
        self.target = f'{fault.scheme}://{HOST}:{port}'
        self.address = address

    def walk(self, ca):
        return walk(self.target, ca, address=self.address, more=self.fault.more, **self.fault.login)


def server_faults(faults):
    """As the classes of the servers take them, by number: settings, and whether TLS begins at once."""
    return {n: {**fault.settings, **({'implicit': 'yes'} if fault.scheme == 'submissions' else {})} for n, fault in enumerate(faults)}


def rows(title, server, faults):
    return [Row(title, fault, server.fault_ports[n], '127.0.0.1') for n, fault in enumerate(faults)]


def dovecot_rows(server, faults, address=None):
    return [Row(f'Dovecot {fault.scheme}', fault, server.ports[fault.scheme], address or server.fault_addresses[n]) for n, fault in enumerate(faults)]


def judge(tap, row, w):
    fault, first = row.fault, (w.first.get('findings') or [{}])[0]
    good = w.codes('error', 'warning') == fault.codes and (not fault.codes or first.get('certainty') == fault.certainty)
    if fault.note:
        good = good and fault.note in w.codes('note')
    tap.ok(good and w.status < 3, f"{row.name}: {', '.join(fault.codes) or fault.note or 'nothing'}", w, first.get('certainty'), w.said())


def visit_all(tap, ca, all_rows):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for row, w in zip(all_rows, pool.map(lambda row: row.walk(ca), all_rows)):
            judge(tap, row, w)


def main():
    as_root()
    tap = Tap()
    begun = time.monotonic()
    with Lab() as lab:
        authority = lab.authority
        chains = faulty_chains(authority, lab.sub('stranger'))
        rsa = authority.make('rsa', key='2048')
        failing = lab.dovecot('failing', users_file='/nonexistent/users')
        faults = chain_faults(chains, exim_chain, ('submission', 'submissions')) + exim_faults(authority, rsa)
        exim = lab.exim(faults=server_faults(faults), acl=EXIM_ACLS, authenticators=EXIM_DIRECTORY_AWAY)
        all_rows = rows('Exim', exim, faults)
        faults = chain_faults(chains, dovecot_chain, ('imap', 'pop3s', 'imaps', 'pop3')) + dovecot_faults()
        dovecot = lab.dovecot(faults={n: fault.settings for n, fault in enumerate(faults)})
        all_rows += dovecot_rows(dovecot, faults)
        all_rows += dovecot_rows(lab.dovecot('asking', more=asking_more(authority)), asking_faults(), '127.0.0.1')
        all_rows += dovecot_rows(failing, failing_faults(), '127.0.0.1')
        faults = chain_faults(chains, postfix_chain, ('submission', 'submissions')) + postfix_faults(authority, rsa, authority.weak_dh(), failing.auth_socket)
        postfix = lab.postfix(auth_socket=dovecot.auth_socket, faults=server_faults(faults))
        all_rows += rows('Postfix', postfix, faults)
        print(f'# servers up after {time.monotonic() - begun:.1f} s')
        visit_all(tap, authority.ca, all_rows)
        print(f'# {len(all_rows)} cases in {time.monotonic() - begun:.1f} s')
        if tap.failed and os.environ.get('SERVER_LOGS'):
            print(*(f'# {line}' for server in lab.servers for line in server.log().splitlines()), sep='\n')
    sys.exit(tap.done())


main()
