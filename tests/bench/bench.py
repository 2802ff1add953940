# SPDX-License-Identifier: GPL-3.0-or-later
"""tlswalk beside its peers. Nothing here passes or fails: times belong to the machine, ratios of one run can be compared.

walk    one walk over loopback: cpu (user + system), wall time, peak memory, page faults, and with --instructions what valgrind
        counts. With the one test CA as trust, and with the system's roots and the test CA in one file. Programs take turns.
        A peer's status may tell of the goodbye (no close_notify) or of the lacking login; it has done the same walk.
sweep   many walks: `tlswalk check --targets` against as many gnutls-cli under xargs.
screen  exec to first picture, the bytes and time of a cursor move, the bytes of two idle seconds.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from peers import SPOKEN, base, peers_for, tlswalk
from screens import first_paint, keys_and_idle
from servers import HOST, Lab

TLSWALK = os.environ.get('TLSWALK', './tlswalk')
PROBE = os.environ.get('PROBE', './tests/bench/probe')
SYSTEM_ROOTS = '/etc/ssl/certs/ca-certificates.crt'


class Cost:
    """Medians over the runs of one program."""

    def __init__(self):
        self.runs = []
        self.statuses = set()
        self.instructions = None

    def add(self, line):
        wall, user, system, rss, faults, status = (int(word) for word in line.split())
        self.runs.append((user + system, wall, rss, faults))
        self.statuses.add(status)

    def median(self, column):
        return statistics.median(run[column] for run in self.runs)


def probe(words, spoken):
    return subprocess.run([PROBE, spoken, *words], stdout=subprocess.PIPE, check=True).stdout.decode()


def instructions(words, spoken):
    with open(spoken) as stdin:
        out = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', *words], stdin=stdin,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).stderr.decode(errors='replace')
    found = re.search(r'Collected : (\d+)', out)
    return int(found.group(1)) if found else None


def ratio(mine, theirs):
    return f'{mine / theirs:5.2f}' if mine and theirs else '    -'


def print_case(title, costs):
    print(f'\n{title}\n{"":14}{"cpu ms":>9}{"wall ms":>9}{"RSS MB":>8}{"faults":>8}{"M instr":>9}   '
          'tlswalk is, of it: cpu wall RSS faults instr')
    mine = costs['tlswalk']
    for name, cost in costs.items():
        counted = f'{cost.instructions / 1e6:9.2f}' if cost.instructions else f'{"-":>9}'
        row = (f'{name:14}{cost.median(0) / 1000:9.1f}{cost.median(1) / 1000:9.1f}{cost.median(2) / 1024:8.1f}'
               f'{cost.median(3):8.0f}{counted}')
        if cost is not mine:
            row += ' ' * 21 + ' '.join([ratio(mine.median(i), cost.median(i)) for i in range(4)] +
                                       [ratio(mine.instructions, cost.instructions)])
        failed = sorted(cost.statuses - {0})
        print(row + (f'   ends with status {failed[0]}' if failed else ''), flush=True)


def bench_case(o, folder, scheme, port, trust_name, trust):
    spoken = os.path.join(folder, base(scheme) + '.in')
    with open(spoken, 'wb') as f:
        f.write(SPOKEN[base(scheme)])
    programs = {'tlswalk': tlswalk(TLSWALK, scheme, port, trust)}
    for name, words in peers_for(scheme):
        programs[name] = words(scheme, port, trust)
    costs = {name: Cost() for name in programs}
    for words in programs.values():
        probe(words, spoken)  # warms the caches
    for _ in range(o.runs):
        for name, cost in costs.items():
            cost.add(probe(programs[name], spoken))
    if o.instructions:
        for name, cost in costs.items():
            cost.instructions = instructions(programs[name], spoken)
    print_case(f'{scheme}, trust: {trust_name}', costs)


def bench_walks(o):
    with Lab() as lab, tempfile.TemporaryDirectory() as folder:
        ports = dict(lab.dovecot().ports)
        if os.geteuid() == 0 and shutil.which('postfix', path=os.environ['PATH'] + ':/usr/sbin'):
            ports.update({s: p for s, p in lab.postfix().ports.items() if s in ('smtp', 'submissions')})
        trusts = {'one CA': lab.authority.ca}
        if os.path.exists(SYSTEM_ROOTS):
            trusts['system roots and that CA'] = os.path.join(folder, 'bundle.pem')
            with open(trusts['system roots and that CA'], 'w') as f:
                f.write(open(SYSTEM_ROOTS).read() + open(lab.authority.ca).read())
        for scheme, port in ports.items():
            for trust_name, trust in trusts.items():
                bench_case(o, folder, scheme, port, trust_name, trust)


def timed(words, **more):
    began = time.monotonic()
    before = os.times()
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - began, cpu


def bench_sweep(o):
    more = 'service imap-login {\n  process_limit = 200\n  client_limit = 1000\n  service_count = 0\n}\nmail_max_userip_connections = 2000\n'
    with Lab() as lab, tempfile.TemporaryDirectory() as folder:
        port, ca = lab.dovecot(more=more).ports['imaps'], lab.authority.ca
        targets, spoken = os.path.join(folder, 'targets'), os.path.join(folder, 'imap.in')
        with open(targets, 'w') as f:
            f.write(f'imaps://{HOST}:{port}\n' * o.sweep)
        with open(spoken, 'wb') as f:
            f.write(SPOKEN['imap'])
        sweep = [TLSWALK, 'check', '--targets', targets, '--address', '127.0.0.1', '--ca-file', ca, '--jobs', '64', '--per-host', '64',
                 '--json']
        peer = (f'seq {o.sweep} | xargs -P8 -I{{}} sh -c "exec gnutls-cli -p {port} --x509cafile {ca} --verify-hostname {HOST} '
                f'--sni-hostname {HOST} 127.0.0.1 <{spoken} >/dev/null 2>&1"')
        print(f'\n{o.sweep} walks, imaps{"":14}walks/s   cpu ms each')
        wall, cpu = timed(sweep)
        print(f'{"tlswalk, 64 at once":28}{o.sweep / wall:9.0f}{cpu / o.sweep * 1000:15.2f}')
        if shutil.which('gnutls-cli'):
            peer_wall, peer_cpu = timed(['sh', '-c', peer])
            print(f'{"gnutls-cli under xargs -P8":28}{o.sweep / peer_wall:9.0f}{peer_cpu / o.sweep * 1000:15.2f}'
                  f'   tlswalk: {peer_wall / wall:.1f} times as fast, {cpu / peer_cpu:.3f} of the cpu', flush=True)


def screen_programs(folder):
    text = os.path.join(folder, 'lines')
    with open(text, 'w') as f:
        f.writelines(f'line {i} of a text that is there to be scrolled through\n' for i in range(5000))
    down, up = b'\033[B', b'\033[A'
    programs = {'tlswalk': ([TLSWALK], (b'j', b'k'), b'q'), 'less': (['less', text], (b'j', b'k'), b'q'),
                'htop': (['htop'], (down, up), b'q'), 'nano': (['nano', text], (down, up), b'\x18')}
    return {name: p for name, p in programs.items() if name == 'tlswalk' or shutil.which(p[0][0])}


def bench_screens(o):
    with tempfile.TemporaryDirectory() as folder:
        os.environ['XDG_CONFIG_HOME'] = folder  # no settings of the person's own: the practice table opens
        for cols, rows in ((80, 24), (200, 60)):
            print(f'\nscreen {cols}x{rows}{"":3}first picture ms   bytes   key ms   bytes a key   bytes in 2 s idle')
            for name, (words, keys, leave) in screen_programs(folder).items():
                paint, size = first_paint(words, cols, rows, leave, max(3, o.runs // 3))
                key_ms, key_bytes, idle = keys_and_idle(words, cols, rows, keys, leave, 20)
                print(f'{name:17}{paint:16.1f}{size:8.0f}{key_ms:9.2f}{key_bytes:14.0f}{idle:20d}', flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--runs', type=int, default=15)
    parser.add_argument('--sweep', type=int, default=500)
    parser.add_argument('--instructions', action='store_true')
    parser.add_argument('--only', choices=('walk', 'sweep', 'screen'))
    o = parser.parse_args()
    if o.instructions and not shutil.which('valgrind'):
        sys.exit('bench: --instructions needs valgrind')
    print(f'load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cpus')
    for name, part in (('walk', bench_walks), ('sweep', bench_sweep), ('screen', bench_screens)):
        if o.only in (None, name):
            part(o)


if __name__ == '__main__':
    main()
