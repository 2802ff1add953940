#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each form of a report as its readers take it: mail, tickets, a monitoring system, a collector; of all practice faults, and of a server
that says what would be markup."""
import html.parser
import os
import re
import socketserver
import stat
import subprocess
import sys
import tempfile
import threading
import unicodedata

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap

TLSWALK = os.environ.get('TLSWALK', './tlswalk')
EVERY_FAULT = ('--table', 'practice', '--client', 'any-starttls', '--jobs', '60', '--timeout', '1', '--ordered')
GOOD = ('--table', 'practice', '--client', 'any-starttls', '--server', 'good', '--protocol', 'imap')
told = tap.Tap()


def check(*args, cwd=None):
    env = {'PATH': os.environ['PATH'], 'LC_ALL': 'C.UTF-8', 'HOME': '/nonexistent'}
    return subprocess.run([TLSWALK, 'check', *args], capture_output=True, text=True, timeout=300, env=env, cwd=cwd)


# ---- mail and chat ----

def unfit_for_mail(line):
    if any(unicodedata.category(c)[0] == 'C' for c in line):
        return 'has a character that cannot be printed'
    if len(line) > 78:
        return 'is wider than 78 columns'
    if line != line.rstrip():
        return 'ends in a blank'
    if line.startswith(('From ', '>', '.')) or line == '--':
        return 'is changed on its way'
    return None


def text_survives_mail():
    lines = check(*EVERY_FAULT, '--transcript').stdout.split('\n')
    unfit = [f'{why}: {line!r}' for line in lines for why in [unfit_for_mail(line)] if why]
    told.ok(len(lines) > 1000 and not unfit, 'text of every practice fault survives mail and chat', len(lines), *unfit[:5])


# ---- tickets ----

NASTY = [
    '<img src=x onerror=alert(1)><script>alert(2)</script><!-- ', '[click](http://evil.example/) ![x](http://evil.example/x.png)',
    'http://evil.example/ www.evil.example mailto:a@evil.example', '@everyone @root a@evil.example #1 $x$ :skull:', '```', '````` ~~~', '| a | b |',
    '\\| \\` \\\\|', '*bold* _it_ ~~gone~~ **', '`code', '``', '# head', '> quote', '- item', '1. item', '---', '&lt;b&gt; &#64;everyone &amp;', '\\',
    'trailing  ', '\x1b[2J\x07\u202e', '</td></tr></table>', '<', 'x' * 300, '[ref]: http://evil.example/', '<http://evil.example/>', '\t|\t',
]


class Nasty(socketserver.StreamRequestHandler):
    def handle(self):
        words = [w.encode() for w in NASTY]
        self.wfile.write(b''.join(b'220-' + w + b'\r\n' for w in words) + b'220 ' + b' '.join(words) + b'\r\n')
        for line in self.rfile:
            if line.upper().startswith(b'EHLO'):
                self.wfile.write(b''.join(b'250-' + w + b'\r\n' for w in words) + b'250-AUTH ' + b' '.join(words[:8]) + b'\r\n250 END\r\n')
            elif line.upper().startswith(b'QUIT'):
                self.wfile.write(b'221 ' + b' '.join(words) + b'\r\n')
                return
            else:
                self.wfile.write(b'500 ' + b' '.join(words) + b'\r\n')


class Nastiest(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


OURS = {'h1', 'h2', 'h3', 'p', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'strong', 'code', 'pre'}


class Page(html.parser.HTMLParser):
    """What stands in a rendered page: its elements, and the words outside code."""

    def __init__(self):
        super().__init__()
        self.elements, self.outside, self.code, self.tables = {}, [], 0, 0

    def handle_starttag(self, tag, attrs):
        self.elements[tag] = self.elements.get(tag, 0) + 1
        self.code += tag in ('code', 'pre')

    def handle_endtag(self, tag):
        self.code -= tag in ('code', 'pre')

    def handle_data(self, data):
        if not self.code:
            self.outside.append(data)

    def handle_comment(self, data):
        self.elements['comment'] = 1


def rendered(markdown):
    command = [tap.need('cmark-gfm'), '--unsafe']
    for extension in ('table', 'autolink', 'strikethrough', 'tasklist'):
        command += ['-e', extension]
    page = Page()
    page.feed(subprocess.run(command, input=markdown, capture_output=True, text=True, check=True, timeout=60).stdout)
    return page


def markdown_holds():
    with Nastiest(('127.0.0.1', 0), Nasty) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        result = check('--format', 'markdown', '--transcript', '--tls', 'none', f'smtp://127.0.0.1:{server.server_address[1]}')
        server.shutdown()
    page = rendered(result.stdout)
    strange = set(page.elements) - OURS
    told.ok('evil.example' in result.stdout and not strange, 'of a nasty server nothing is a link, an image or HTML', strange, result.stdout[-3000:])
    told.ok(page.elements.get('pre') == 1, 'nothing breaks out of the transcript', page.elements)
    mentions = [text for text in page.outside if '@' in text or re.search(r'#\d', text) or 'evil' in text]
    told.ok(not mentions, 'nor does anything stand where mentions are looked for', *mentions[:5])
    page = rendered(check(*EVERY_FAULT, '--format', 'markdown', '--transcript').stdout)
    told.ok(not set(page.elements) - OURS and page.elements['h1'] > 50, 'Markdown of every practice fault is headings, tables and code', page.elements)


# ---- a monitoring system ----

FIGURE = re.compile(r"[^\s='|]+=-?[\d.]+(?:s|)(?:;[\d.:~@-]*){0,4}$")


def monitoring_is_a_plugin():
    for server, status, word in (('good', 0, 'OK'), ('cert-expires-soon', 1, 'WARNING'), ('cert-expired', 2, 'CRITICAL')):
        result = check('--table', 'practice', '--server', server, '--protocol', 'imap', '--client', 'thunderbird-2', '--format', 'monitoring')
        text, _, figures = result.stdout.partition(' | ')
        told.ok(result.returncode == status and text.startswith(f'TLSWALK {word}: ') and len(text) < 80 and result.stdout.count('\n') == 1 and
                all(FIGURE.match(f) for f in figures.split()), f'a plugin tells of {server}', result)
    lines = check(*EVERY_FAULT, '--format', 'monitoring').stdout.splitlines()
    figures = ' '.join([lines[0].split(' | ')[1]] + [line.split(' | ')[-1] for line in lines if '=' in line.split(' | ')[-1]][1:]).split()
    names = [f.split('=')[0] for f in figures]
    ranks = [('CRITICAL', 'UNKNOWN', 'WARNING', 'OK').index(w) for w in re.findall(r'^(?:TLSWALK )?([A-Z]+): ', '\n'.join(lines), re.M)]
    told.ok(len(ranks) > 50 and ranks == sorted(ranks), 'of many walks the worst is first', ranks)
    told.ok(len(names) > 300 and len(set(names)) == len(names) and all(FIGURE.match(f) for f in figures), 'each figure has a name of its own')
    result = check('--format', 'monitoring', '--ca-file', '/nonexistent', 'imap://127.0.0.1:1')
    told.ok(result.returncode == 3 and result.stdout.startswith('TLSWALK UNKNOWN: ') and '/nonexistent' in result.stdout, 'what cannot run is unknown', result)


# ---- a collector ----

NAME, LABEL = r'[a-zA-Z_:][a-zA-Z0-9_:]*', r'[a-zA-Z_][a-zA-Z0-9_]*'
VALUE = r'"(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf'({NAME})(?:\{{((?:{LABEL}={VALUE})(?:,{LABEL}={VALUE})*)\}})? (-?\d+(?:\.\d+)?)$')


def mistakes_of_exposition(text):
    """Strict: HELP and TYPE once and first, samples of a metric together, no series twice, no time stamp, a line end at the end."""
    if not text.endswith('\n'):
        yield 'no line end at the end'
    done, now, typed, series = set(), None, set(), set()
    for line in text.splitlines():
        comment = re.match(rf'# (HELP|TYPE) ({NAME}) (.+)$', line)
        sample = SAMPLE.match(line)
        name = comment.group(2) if comment else sample.group(1) if sample else None
        if not name:
            yield f'not a line of the format: {line}'
            continue
        if name != now:
            if name in done:
                yield f'not together: {line}'
            done.add(now)
            now = name
        if comment and comment.group(1) == 'TYPE':
            if name in typed or comment.group(3) != 'gauge':
                yield f'typed twice, or strangely: {line}'
            typed.add(name)
        if sample:
            key = line.rsplit(' ', 1)[0]
            labels = re.findall(rf'({LABEL})=', re.sub(VALUE, '""', sample.group(2) or ''))
            if name not in typed or key in series or len(set(labels)) != len(labels):
                yield f'before its type, twice, or with a label twice: {line}'
            series.add(key)


def prometheus_is_strict():
    text = check(*EVERY_FAULT, '--format', 'prometheus').stdout
    mistakes = list(mistakes_of_exposition(text))
    told.ok(text.count('\n') > 500 and not mistakes, 'figures of every practice fault keep to the format', text.count('\n'), *mistakes[:5])
    twice = check('--format', 'prometheus', 'imap://127.0.0.1:1', 'imap://127.0.0.1:1').stdout
    told.ok(twice.count('\ntlswalk_success{') == 1 and not list(mistakes_of_exposition(twice)), 'a target named twice is one series', twice)
    broken = 'x{a="1"} 1\n# TYPE x gauge\nx{a="1"} 1 1700000000'
    told.ok(len(list(mistakes_of_exposition(broken))) == 3, 'the test would see a mistake')


# ---- files ----

def files_are_whole():
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for form, mode in (('prometheus', 0o644), ('text', 0o600), ('json', 0o600), ('markdown', 0o600), ('monitoring', 0o600)):
            result = check(*GOOD, '--format', form, '-o', 'report', cwd=folder)
            path = os.path.join(folder, 'report')
            told.ok(result.returncode == 0 and not result.stdout and os.listdir(folder) == ['report'] and 'good.practice.test' in open(path).read() and
                    stat.S_IMODE(os.stat(path).st_mode) == mode, f'{form} goes to a file', result, os.listdir(folder))
        before = open(path).read()
        os.symlink('report', os.path.join(folder, 'link'))
        check(*GOOD, '--format', 'json', '--output', os.path.join(folder, 'link'))
        told.ok(os.path.islink(os.path.join(folder, 'link')) and open(path).read() != before, 'a link goes on leading to the report')
        before = open(path).read()
        result = check('--output', path, '--ca-file', '/nonexistent', 'imap://127.0.0.1:1')
        told.ok(result.returncode == 3 and open(path).read() == before and len(os.listdir(folder)) == 2, 'what could not run leaves the old report', result)
    result = check(*GOOD, '--output', '/nonexistent/report')
    told.ok(result.returncode == 3 and '/nonexistent/report: No such file' in result.stderr, 'a folder that is not there is told', result)
    result = check(*GOOD, '--output', '/dev/full')
    told.ok(result.returncode == 3 and '/dev/full: No space' in result.stderr and stat.S_ISCHR(os.stat('/dev/full').st_mode), 'a full disk is told', result)


text_survives_mail()
markdown_holds()
monitoring_is_a_plugin()
prometheus_is_strict()
files_are_whole()
told.done()
