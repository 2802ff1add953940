# SPDX-License-Identifier: GPL-3.0-or-later
# check.sh - every test there is, and one line that sums them up. Read by bootstrap.
#
# A test that was left out counts as failed, and so does a run in which nothing ran: what is missing must not look like passed.

STEP_SECONDS=1200 # after which a step is ended: nothing here takes so long unless it hangs

passed=0
failed=0

# count LOG: "PASSED FAILED" from the summary of automake's tests, or from TAP lines where there is none.
count()
{
    awk '/^# (PASS|XFAIL): /          { p += $3; summary = 1 }
         /^# (FAIL|XPASS|ERROR|SKIP): / { f += $3; summary = 1 }
         /^ok /                        { tap_p++ }
         /^not ok /                    { tap_f++ }
         END { if (summary) print p + 0, f + 0; else print tap_p + 0, tap_f + 0 }' "$1"
}

# step NAME COMMAND...: runs it, keeps what it prints in build-check/NAME.log too, and adds to the sums.
step()
{
    name=$1
    log=$here/build-check/$name.log
    shift
    echo "== $name"
    { timeout -k 10 "$STEP_SECONDS" "$@" </dev/null 2>&1 && echo 0 >"$log.status" || echo $? >"$log.status"; } | tee "$log"
    status=$(cat "$log.status")
    rm -f "$log.status"
    set -- $(count "$log")
    step_passed=$1
    step_failed=$2
    if [ "$status" -ne 0 ] && [ "$step_failed" -eq 0 ]; then
        echo "== $name: ended with status $status"
        step_failed=1
    elif [ $((step_passed + step_failed)) -eq 0 ]; then
        echo "== $name: nothing ran"
        step_failed=1
    fi
    echo "== $name: $step_passed passed, $step_failed failed"
    passed=$((passed + step_passed))
    failed=$((failed + step_failed))
    [ "$step_failed" -eq 0 ]
}

# suite NAME FOLDER [ARGUMENT]...: configure, build, and make check. Failed tests are shown in full.
suite()
{
    suite_name=$1
    suite_folder=$2
    shift 2
    if ! configure_in "$suite_folder" --enable-werror "$@"; then
        echo "== $suite_name: configure failed, see $suite_folder/config.log"
        failed=$((failed + 1))
        return 0
    fi
    step "$suite_name" make -C "$here/$suite_folder" -j"$jobs" --no-print-directory check ||
        cat "$here/$suite_folder/test-suite.log" 2>/dev/null || true
}

check_all()
{
    mkdir -p "$here/build-check"
    suite normal build-check
    suite sanitizers build-asan CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined'
    step fuzzers make -C "$here/build-check" -k -j"$jobs" --no-print-directory fuzz FUZZ_SECONDS=6 || true
    # From the tarball, in folders of its own. The tests against real servers ran twice above.
    step distcheck make -C "$here/build-check" -j"$jobs" --no-print-directory distcheck LONG_TESTS= ||
        cat "$here"/build-check/tlswalk-*/_build/sub/test-suite.log 2>/dev/null || true
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
