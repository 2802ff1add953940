# SPDX-License-Identifier: GPL-3.0-or-later
"""Real servers with one fault each, in their own configuration: the right diagnosis first, and no other error or warning."""
import os
import sys
import time

from chains import faulty_chains
from fault import LOGIN, Fault, dovecot_rows, rows, server_faults, show_logs, visit_all
from servers import PASSWORD, USER, Lab
from tap import Tap, as_root


# A server that closes without having read our first TLS message: TCP resets then, unless the end was seen before.
HANGS_UP = {'codes': ['tls-handshake-reset'], 'or_codes': ['tls-handshake-closed'], 'certainty': None, 'scheme': 'submissions'}


def chain_faults(chains, settings, schemes):
    """Each chain as a fault of a server: settings makes its settings from a chain."""
    return [Fault(f'certificate {name}', settings(chain), chain.codes, chain.certainty, schemes[i % len(schemes)])
            for i, (name, chain) in enumerate(chains.items())]


def exim_chain(chain):
    return {'tls_certificate': chain.files[0], 'tls_privatekey': chain.files[1]}


def exim_sorts(chains):
    """GnuTLS puts a chain in order before it sends it; all that is left of the fault is the needless root, which is a note."""
    return chains['out of order']._replace(codes=[])


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
        Fault('good word of the CA stapled', {**pair, 'tls_ocsp_file': authority.ocsp_response(rsa)}),
        Fault('TLS 1.0 only', {'tls_require_ciphers': 'NORMAL:-VERS-ALL:+VERS-TLS1.0'}, ['tls-version-too-old', 'tls-weak-cipher']),
        Fault('weak suite', {'tls_require_ciphers': f'{tls12}:-KX-ALL:+RSA', **pair}, ['tls-weak-cipher']),
        Fault('no suite for us', {'tls_require_ciphers': f'{tls12}:-KX-ALL:+PSK'}, ['tls-no-common-cipher']),
        Fault('client certificate wanted', asks, ['client-cert-required']),
        Fault('client certificate wanted, at once', asks, ['client-cert-required'], scheme='submissions'),
        Fault('client certificate wanted, TLS 1.2', {**asks, 'tls_require_ciphers': tls12}, ['client-cert-required'], 'likely'),
        Fault('STARTTLS off', {'tls_advertise_hosts': ''}, ['starttls-not-offered']),
        Fault('key not there', {'tls_privatekey': '/nonexistent/key'}, ['starttls-refused-454']),
        Fault('key not there, at once', {'tls_privatekey': '/nonexistent/key'}, **HANGS_UP),
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


def postfix_faults(authority, rsa):
    old = {'smtpd_tls_protocols': '<=TLSv1', 'smtpd_tls_mandatory_protocols': '<=TLSv1', 'tls_medium_cipherlist': 'DEFAULT:@SECLEVEL=0'}
    tls12 = {'smtpd_tls_protocols': '<=TLSv1.2', 'smtpd_tls_mandatory_protocols': '<=TLSv1.2', 'smtpd_tls_chain_files': f'{rsa[1]}, {rsa[0]}'}
    asks = {'smtpd_tls_ask_ccert': 'yes', 'smtpd_tls_req_ccert': 'yes', 'smtpd_tls_security_level': 'encrypt', 'smtpd_tls_CAfile': authority.ca}
    no_key = {'smtpd_tls_chain_files': '', 'smtpd_tls_cert_file': rsa[0], 'smtpd_tls_key_file': '/nonexistent/key'}
    login = {'smtpd_sasl_auth_enable': 'yes'}
    return [
        Fault('TLS 1.0 only', old, ['tls-version-too-old', 'tls-weak-cipher']),
        Fault('weak suite', {**tls12, 'tls_medium_cipherlist': 'AES128-SHA:@SECLEVEL=0'}, ['tls-weak-cipher']),
        Fault('no suite for us', {**tls12, 'tls_medium_cipherlist': 'aNULL:@SECLEVEL=0'}, ['tls-no-common-cipher']),
        Fault('client certificate wanted', asks, ['client-cert-required']),
        Fault('client certificate wanted, at once', asks, ['client-cert-required'], scheme='submissions'),
        Fault('client certificate wanted, TLS 1.2', {**asks, **tls12}, ['client-cert-required']),
        Fault('STARTTLS off', {'smtpd_tls_security_level': 'none'}, ['starttls-not-offered']),
        Fault('STARTTLS hidden', {'smtpd_discard_ehlo_keywords': 'starttls'}, ['starttls-not-offered']),
        Fault('key not there', no_key, ['starttls-refused-454']),
        Fault('key not there, at once', no_key, **HANGS_UP),
        Fault('no certificate', {'smtpd_tls_chain_files': '/nonexistent/chain'}, ['tls-no-common-cipher']),
        Fault('no AUTH', {}, ['auth-command-not-advertised'], login=LOGIN),
        Fault('AUTH in clear', {**login, 'smtpd_tls_auth_only': 'no'}, note='auth-plaintext-offered'),
        Fault('login service not there', {**login, 'smtpd_sasl_path': '/nonexistent/auth'}, ['conversation-closed', 'tls-truncated']),
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

def dovecot_faults(rsa, dh):
    dhe = {'ssl_cipher_list': 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0', 'ssl_dh': '<' + dh, 'ssl_cert': '<' + rsa[0], 'ssl_key': '<' + rsa[1]}
    return [
        Fault('weak Diffie-Hellman', dhe, ['tls-weak-dh'], scheme='imaps', more=['--priority', 'NORMAL:-VERS-TLS1.3']),
        # OpenSSL refuses the file, and the server can set up no TLS at all.
        Fault('bad parameters', {'ssl_dh': '<' + dh}, ['starttls-accepted-no-tls'], scheme='imap'),
        Fault('bad parameters', {'ssl_dh': '<' + dh}, ['starttls-accepted-no-tls'], scheme='pop3'),
        Fault('bad parameters', {'ssl_dh': '<' + dh}, **{**HANGS_UP, 'scheme': 'imaps'}),
        Fault('TLS off', {'ssl': 'no'}, ['starttls-not-offered'], scheme='imap'),
        Fault('STLS off', {'ssl': 'no'}, ['starttls-not-offered'], scheme='pop3'),
        Fault('login in clear', {'disable_plaintext_auth': 'no'}, note='auth-plaintext-offered', scheme='imap'),
        Fault('USER in clear', {'disable_plaintext_auth': 'no'}, note='auth-plaintext-offered', scheme='pop3'),
    ]


# Whole services, each with a fault that Dovecot does not take for one address alone.

def over(schemes, name, codes, certainty='certain', **more):
    return [Fault(name, {}, codes, certainty, scheme, login=LOGIN, **more) for scheme in schemes.split()]


def other_dovecots(authority):
    """(settings of the service, its faults)"""
    asks = f'ssl_ca = <{authority.ca}\nssl_verify_client_cert = yes\nauth_ssl_require_client_cert = yes\n'
    old = os.path.join(authority.folder, 'old.cnf')
    with open(old, 'w') as f:
        f.write('openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n'
                '[c]\nMinProtocol = TLSv1\nMaxProtocol = TLSv1\nCipherString = DEFAULT:@SECLEVEL=0\n')
    tls10 = f'import_environment = $import_environment OPENSSL_CONF={old}\nssl_min_protocol = TLSv1\nssl_cipher_list = DEFAULT:@SECLEVEL=0\n'
    away = 'driver = imap\nargs = host=127.0.0.1 port=1' # asks another IMAP server, which is down
    off = f'{USER}:{{PLAIN}}{PASSWORD}::::::nologin=y reason=Account-disabled\n'
    return [
        ({'more': asks}, over('imaps imap pop3s', 'client certificate wanted', ['client-cert-required'])),
        ({'more': tls10}, over('imap pop3s', 'TLS 1.0 only', ['tls-version-too-old', 'tls-weak-cipher'])),
        ({'passdb': away, 'mechanisms': 'plain login'}, over('imap pop3s', 'directory away', ['auth-backend-down']) +
         over('imap pop3', 'no login in clear', ['auth-encryption-required'], more=['--tls', 'none'])),
        ({'passdb': 'driver = no-such-driver'}, over('imap imaps', 'login service broken', ['auth-backend-down'])),
        ({'users': off}, over('imap pop3s', 'account disabled', ['auth-account-disabled'], 'likely')),
        ({'mechanisms': 'oauthbearer xoauth2'}, over('imaps', 'tokens only', ['auth-oauth-required'], 'likely') +
         over('pop3s', 'tokens only, but USER listed', ['auth-mechanism-unsupported'])),
    ]


def other_rows(lab):
    all_rows = []
    for n, (settings, faults) in enumerate(other_dovecots(lab.authority)):
        # At an address that is not the client's own, which Dovecot would take for as good as TLS.
        server = lab.dovecot(f'dovecot{n}', faults={n: {} for n in range(len(faults))}, **settings)
        all_rows += dovecot_rows(server, faults)
    return all_rows


def main():
    as_root()
    tap = Tap()
    begun = time.monotonic()
    with Lab() as lab:
        authority = lab.authority
        chains = faulty_chains(authority, lab.sub('stranger'))
        rsa = authority.make('rsa', key='2048')
        faults = chain_faults({**chains, 'out of order': exim_sorts(chains)}, exim_chain, ('submission', 'submissions')) + exim_faults(authority, rsa)
        exim = lab.exim(faults=server_faults(faults), acl=EXIM_ACLS, authenticators=EXIM_DIRECTORY_AWAY)
        all_rows = rows('Exim', exim, faults)
        faults = chain_faults(chains, dovecot_chain, ('imap', 'pop3s', 'imaps', 'pop3')) + dovecot_faults(rsa, authority.weak_dh())
        dovecot = lab.dovecot(faults={n: fault.settings for n, fault in enumerate(faults)})
        all_rows += dovecot_rows(dovecot, faults)
        all_rows += other_rows(lab)
        faults = chain_faults(chains, postfix_chain, ('submission', 'submissions')) + postfix_faults(authority, rsa)
        postfix = lab.postfix(auth_socket=dovecot.auth_socket, faults=server_faults(faults))
        all_rows += rows('Postfix', postfix, faults)
        print(f'# servers up after {time.monotonic() - begun:.1f} s')
        visit_all(tap, authority.ca, all_rows)
        print(f'# {len(all_rows)} cases in {time.monotonic() - begun:.1f} s')
        show_logs(tap, lab)
    sys.exit(tap.done())


main()
