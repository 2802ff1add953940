# SPDX-License-Identifier: GPL-3.0-or-later
"""Fifteen faults of an SMTP server that mail tools give the same last word, or none: each has its own diagnosis here, and soon."""
import ssl
import sys
import time

from faults import FaultServer, server_context
from servers import HOST, Lab
from tap import Tap
from walks import walk

QUICK_MS = 5000
SILENCE_S = 2

tap = Tap()


def smtp(line, context=None, greeting='220 mail.example.org ESMTP\r\n', features=('STARTTLS', 'ENHANCEDSTATUSCODES'),
         go_ahead='220 2.0.0 Ready\r\n', say=None):
    """A sound SMTP server but for what it is told to do otherwise."""
    say = say or line.say
    secured = False
    say(greeting)
    while words := line.hear():
        verb = words.split()[0].upper()
        if verb == b'EHLO':
            listed = [f for f in features if not (secured and f == 'STARTTLS')]
            say(''.join(f'250-{f}\r\n' for f in ['mail.example.org'] + listed[:-1]) + f'250 {listed[-1] if listed else "mail.example.org"}\r\n')
        elif verb == b'STARTTLS' and 'STARTTLS' in features and not secured:
            say(go_ahead)
            if not go_ahead.startswith('2') or not context:
                continue
            line.start_tls(context)
            say = line.say
            secured = True
        elif verb == b'QUIT':
            say('221 2.0.0 Bye\r\n')
            return
        else:
            say('502 5.5.1 What?\r\n')


def silent(line):
    line.server.closing.wait()


def http(line):
    """Waits for a request, and answers a TLS hello as web servers do."""
    line.hear()
    line.say('HTTP/1.1 400 Bad Request\r\nServer: test\r\nConnection: close\r\n\r\n')


def smtp_greeting(text):
    return lambda line: smtp(line, greeting=text)


def paused(context):
    def serve(line):
        line.say('220-mail.example.org ESMTP\r\n')
        line.server.closing.wait(3)
        smtp(line, context, greeting='220 mail.example.org ready\r\n')
    return serve


def slow(context):
    return lambda line: smtp(line, context, say=line.drip)


def at_once(context):
    def serve(line):
        line.start_tls(context)
        smtp(line, features=('ENHANCEDSTATUSCODES',))
    return serve


def upgrade(context, **more):
    return lambda line: smtp(line, context, **more)


def rows(authority):
    good = server_context(authority.make('good'))
    day = 86400
    past = [time.strftime('%Y%m%d%H%M%SZ', time.gmtime(time.time() - days * day)) for days in (90, 3)]
    expired = server_context(authority.make('expired', not_before=past[0], not_after=past[1]))
    middle = authority.make('Middle CA', names=('Middle CA',), is_ca=True)
    gap = server_context(authority.make('gap', issuer=middle, chain=False))
    old = server_context(authority.make('old', key='2048'), ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1)
    starttls, implicit = 'submission', 'submissions'
    return [
        ('port open, never speaks', silent, starttls, 'banner-timeout'),
        ('banner 554', smtp_greeting('554 5.7.1 No service for you\r\n'), starttls, 'greeting-rejected-554'),
        ('banner 421', smtp_greeting('421 4.3.2 Too busy, try later\r\n'), starttls, 'greeting-421-busy'),
        ('an HTTP server there', http, starttls, 'wrong-protocol-on-port'),
        ('STARTTLS absent', upgrade(good, features=('ENHANCEDSTATUSCODES',)), starttls, 'starttls-not-offered'),
        ('STARTTLS masked', upgrade(good, greeting='220 **************************\r\n', features=('XXXXXXXA', 'XXXB')), starttls, 'cisco-smtp-fixup'),
        ('STARTTLS refused 454', upgrade(good, go_ahead='454 4.7.0 TLS not available due to local problem\r\n'), starttls, 'starttls-refused-454'),
        ('extra replies after the go-ahead', upgrade(good, go_ahead='220 2.0.0 Ready\r\n250 2.0.0 Slipped in\r\n'), starttls, 'response-injection'),
        ('reply in several packets', slow(good), starttls, None),
        ('two-line greeting, 3 s pause', paused(good), starttls, None),
        ('certificate expired', upgrade(expired), starttls, 'cert-expired'),
        ('intermediate missing', upgrade(gap), starttls, 'cert-missing-intermediate'),
        ('TLS 1.0 only', upgrade(old), starttls, 'tls-version-too-old'),
        ('implicit TLS on a STARTTLS port', upgrade(good), implicit, 'tls-mode-mismatch-implicit-on-starttls'),
        ('STARTTLS on an implicit port', at_once(good), starttls, 'tls-mode-mismatch-plain-on-implicit'),
    ]


with Lab() as lab:
    codes = []
    for name, serve, scheme, code in rows(lab.authority):
        is_silence = code == 'banner-timeout'
        with FaultServer(serve) as server:
            w = walk(f'{scheme}://{HOST}:{server.port}', lab.authority.ca, more=['--timeout', str(SILENCE_S)] if is_silence else [])
        if code:
            codes.append(code)
            tap.ok(w.codes('error', 'warning')[:1] == [code], f'{name}: {code}', w)
            found = [f for f in w.first.get('findings', []) if f['code'] == code] or [{}]
            tap.ok(all(found[0].get(key) for key in ('why', 'user', 'admin', 'say', 'evidence')), f'{name}: told with cause, advice and proof', found)
        else:
            tap.ok(w.status == 0 and w.verdict == 'pass' and not w.codes('error', 'warning'), f'{name}: nothing to complain of', w)
        if not is_silence:
            took = w.first.get('duration_ms', QUICK_MS)
            tap.ok(took < QUICK_MS, f'{name}: in {took / 1000:.1f} s', w)
    tap.ok(len(set(codes)) == len(codes), 'no two faults share a diagnosis', codes)
sys.exit(tap.done())
