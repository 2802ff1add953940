# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificate chains with one fault each, and what tlswalk must say of them."""
import os
import time
from collections import namedtuple

from authority import Authority
from server import HOST

# files: (chain, key, leaf). codes: every error and warning, the headline first. old: OpenSSL serves it at security level 0 only.
Chain = namedtuple('Chain', 'files codes certainty old', defaults=('certain', False))

DAY_S = 86400


def day(offset):
    return time.strftime('%Y%m%d%H%M%SZ', time.gmtime(time.time() + offset * DAY_S))


def pem(*paths):
    return ''.join(open(path).read() for path in paths)


def in_order(folder, label, files, *paths):
    """The same key and leaf with a chain put together by hand."""
    path = os.path.join(folder, label + '.chain.pem')
    with open(path, 'w') as f:
        f.write(pem(*paths))
    return path, files[1], files[2]


def faulty_chains(authority, stranger_folder):
    make, folder = authority.make, authority.folder
    middle = make('Middle CA', names=(), subject='Middle CA', is_ca=True)
    old_middle = make('Old Middle CA', names=(), subject='Old Middle CA', is_ca=True, not_before=day(-90), not_after=day(-3))
    no_ca = make('No CA', names=(), subject='No CA', extra='')
    stranger = Authority(stranger_folder, title='Stranger Root')
    foreign = stranger.make('foreign')
    sent = make('disorder', issuer=middle)
    return {
        'expired': Chain(make('expired', not_before=day(-90), not_after=day(-3)), ['cert-expired']),
        'not yet valid': Chain(make('early', not_before=day(3), not_after=day(90)), ['cert-not-yet-valid-or-clock-wrong'], 'likely'),
        'for another name': Chain(make('other', names=('www.example.net',)), ['cert-name-mismatch']),
        'self-signed': Chain(make('alone', self_signed=True), ['cert-self-signed']),
        'untrusted root': Chain(in_order(folder, 'foreign', foreign, foreign[2], stranger.ca), ['cert-untrusted-root']),
        'intermediate missing': Chain(make('gap', issuer=middle, chain=False), ['cert-missing-intermediate'], 'likely'),
        'intermediate expired': Chain(make('stale', issuer=old_middle), ['cert-chain-expired-issuer']),
        'issuer is no CA': Chain(make('not by a CA', issuer=no_ca), ['cert-issuer-not-ca']),
        'out of order': Chain(in_order(folder, 'disorder', sent, sent[2], authority.ca, middle[2]), ['cert-chain-disorder']),
        'key of 1024 bits': Chain(make('weak key', key='1024'), ['cert-weak-key'], old=True),
        'signed with SHA-1': Chain(make('sha1', digest='sha1'), ['cert-weak-signature'], old=True),
        'no SAN': Chain(make('no san', names=(), subject=HOST), ['cert-no-san']),
        'for clients only': Chain(make('purpose', usage='clientAuth'), ['cert-purpose-wrong']),
        'soon expired': Chain(make('soon', not_before=day(-80), not_after=day(5)), ['cert-expires-soon']),
        'valid too long': Chain(make('long', days=2000), ['cert-validity-too-long']),
        'from the installation': Chain(make('snakeoil', names=('localhost',), self_signed=True), ['cert-default-or-snakeoil', 'cert-self-signed', 'cert-name-mismatch'], 'likely'),
    }
