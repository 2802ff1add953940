# SPDX-License-Identifier: GPL-3.0-or-later
"""A fault of a real server, how it is visited, and what must be said of it."""
import os
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor

from servers import HOST, PASSWORD, USER
from walks import walk

AT_ONCE = 4
CHOSEN = os.environ.get('CHOSEN', '') # only cases with this in their name
VERBOSE = os.environ.get('VERBOSE') # conversations and server logs of what failed
LOGIN = {'user': USER, 'password': PASSWORD}

# settings: the server's own. codes: every error and warning, the headline first. certainty: of the headline; None: either.
# note: what must be among the notes. or_codes: what may be told instead, where it depends on who is faster.
# scheme: how it is visited; one that begins with TLS gives the port that mode at the server too. login, more: of the visit.
Fault = namedtuple('Fault', 'name settings codes certainty scheme note login more or_codes',
                   defaults=({}, [], 'certain', 'submission', None, {}, [], None))


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


def dovecot_rows(server, faults):
    return [Row(f'Dovecot {fault.scheme}', fault, server.ports[fault.scheme], server.fault_addresses[n]) for n, fault in enumerate(faults)]


def judge(tap, row, w):
    fault, first = row.fault, (w.first.get('findings') or [{}])[0]
    good = w.codes('error', 'warning') in (fault.codes, fault.or_codes)
    good = good and (not fault.codes or fault.certainty in (None, first.get('certainty')))
    good = good and (not fault.note or fault.note in w.codes('note'))
    told = ', '.join(w.codes('error', 'warning')) or fault.note or 'nothing'
    tap.ok(good and w.status < 3, f'{row.name}: {told}', fault.codes, w, first.get('certainty'), *([w.said()] if VERBOSE else []))


def visit_all(tap, ca, all_rows):
    chosen = [row for row in all_rows if CHOSEN in row.name]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for row, w in zip(chosen, pool.map(lambda row: row.walk(ca), chosen)):
            judge(tap, row, w)


def show_logs(tap, lab):
    if tap.failed and VERBOSE:
        print(*(f'# {line}' for server in lab.servers for line in server.log().splitlines()), sep='\n')
