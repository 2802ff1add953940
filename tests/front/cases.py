# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases of the tests of the real binary: functions whose names say what holds, told as TAP."""
import os
import sys
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "loop"))
import tap

TLSWALK = os.environ.get("TLSWALK", "./tlswalk")


def run(cases):
    told = tap.Tap()
    for case in cases:
        try:
            case()
            told.ok(True, case.__name__)
        except Exception:  # an assertion, or a program that hangs: all the same to the reader
            told.ok(False, case.__name__, traceback.format_exc())
    told.done()
