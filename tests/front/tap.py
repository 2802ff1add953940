# SPDX-License-Identifier: GPL-3.0-or-later
"""A few lines of TAP for tests of the real binary: cases are functions whose names say what holds."""
import os
import sys
import traceback

TLSWALK = os.environ.get("TLSWALK", "./tlswalk")


def run(cases):
    print(f"1..{len(cases)}", flush=True)
    for number, case in enumerate(cases, 1):
        try:
            case()
            print(f"ok {number} - {case.__name__}", flush=True)
        except Exception:  # an assertion, or a program that hangs: all the same to the reader
            print(f"not ok {number} - {case.__name__}", flush=True)
            for line in traceback.format_exc().splitlines():
                print(f"# {line}", flush=True)
    sys.exit(0)
