# SPDX-License-Identifier: GPL-3.0-or-later
"""Test Anything Protocol for the Python tests: one line a case, the reasons as comments."""
import os
import sys


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def ok(self, good, name, *why):
        self.count += 1
        if not good:
            self.failed += 1
            for text in why:
                for line in str(text).splitlines() or ['']:
                    print('#  ', line)
        print(f"{'' if good else 'not '}ok {self.count} - {name}", flush=True)
        return good

    def done(self):
        print(f'1..{self.count}')
        sys.exit(1 if self.failed or not self.count else 0)


def as_root():
    """Begins again as root, by sudo, where the test needs it: Postfix's master runs as nobody else, and a process that leaves no core
    cannot be looked into by its own user."""
    if os.geteuid() == 0:
        return
    kept = [f'{name}={value}' for name, value in os.environ.items() if name.startswith('TLSWALK') or name == 'PATH']
    os.execvp('sudo', ['sudo', '-n', 'env', *kept, sys.executable, *sys.argv])


def need(program, *places):
    """The path of a program that a test needs. What is missing fails loudly: ./bootstrap check installs it."""
    for folder in list(places) + os.environ.get('PATH', '').split(':') + ['/usr/sbin', '/sbin', '/usr/lib/postfix/sbin']:
        path = os.path.join(folder, program)
        if os.access(path, os.X_OK):
            return path
    print(f'Bail out! {program} is needed; ./bootstrap check installs it')
    sys.exit(99)
