#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""--help and tlswalk(1) name the same options, with the same arguments."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cases

MANUAL = os.path.join(os.environ.get("TLSWALK_BUILD", "."), "man", "tlswalk.1")


def options_of_help():
    """{'password-file': 'FILE', 'json': None, ...}"""
    text = subprocess.run([cases.TLSWALK, "--help"], capture_output=True, text=True, timeout=20, check=True).stdout
    return {m.group(1): m.group(2) for m in re.finditer(r"^  (?:-\w, |    )--([a-z0-9-]+)(?: ([A-Z]+))?", text, re.M)}


def options_of_manual():
    """Of its lines '.It Fl u , Fl -user Ar NAME' or '.It Fl -json'."""
    found = {}
    with open(MANUAL, encoding="utf-8") as f:
        for line in f:
            m = re.match(r"\.It (?:Fl \w , )?Fl -([a-z0-9-]+)(?: Ar (\S+))?\s*$", line)
            if m:
                found[m.group(1)] = m.group(2)
    return found


def every_option_of_help_is_in_the_manual():
    missing = {k: v for k, v in options_of_help().items() if options_of_manual().get(k, "") != v}
    assert not missing, missing


def every_option_of_the_manual_is_in_help():
    unknown = set(options_of_manual()) - set(options_of_help())
    assert not unknown, unknown


cases.run([every_option_of_help_is_in_the_manual, every_option_of_the_manual_is_in_help])
