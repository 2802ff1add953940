#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real binary without a screen: exit status, reports, logins, refusals; against its own practice servers."""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cases

WALK = ["check", "--table", "practice", "--client", "any-starttls", "--protocol", "imap", "--server"]
ANY = ["check", "--table", "practice", "--protocol", "imap", "--server"]


def tlswalk(*args, stdin="", env=None, timeout=30):
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", **(env or {})}
    return subprocess.run([cases.TLSWALK, *args], input=stdin, capture_output=True, text=True, timeout=timeout, env=environment)


def walks(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def refused(result, *names):
    assert result.returncode == 3, result
    assert result.stdout == "", result.stdout
    assert result.stderr.startswith("tlswalk: "), result.stderr
    for name in names:
        assert name in result.stderr.splitlines()[0], result.stderr


def secret_file(text):
    f = tempfile.NamedTemporaryFile("w", suffix=".secret")
    f.write(text)
    f.flush()
    return f


def exit_status_tells_the_worst_verdict():
    for server, status, verdict in (("good", 0, "pass"), ("cert-expires-soon", 1, "warn"), ("cert-expired", 2, "fail")):
        result = tlswalk(*ANY, server, "--json")
        assert result.returncode == status, (server, result)
        assert {w["verdict"] for w in walks(result)} == {verdict}, result.stdout


def json_is_one_ascii_object_a_line():
    result = tlswalk("check", "--table", "practice", "--server", "good", "--json")
    assert result.returncode == 0, result.stderr
    assert len(walks(result)) > 5
    for walk in walks(result):
        assert walk["schema"] == "tlswalk/1" and walk["verdict"] == "pass"
        assert all(ord(c) < 128 for c in result.stdout)


def text_names_finding_and_remedy():
    result = tlswalk(*WALK, "starttls-not-offered")
    for word in ("starttls-not-offered", "FAIL", "ADMIN", "SAY"):
        assert word in result.stdout, result.stdout
    assert "\033" not in result.stdout
    assert "\033[" in tlswalk(*WALK, "starttls-not-offered", "--color", "always").stdout


def ordered_keeps_the_order_given():
    targets = "imap://127.0.0.1:1\nimaps://127.0.0.2:2\npop3://127.0.0.3:3\nsmtp://127.0.0.4:4\n"
    result = tlswalk("check", "--ordered", "--jobs", "4", "--json", "--targets", "-", stdin=targets)
    assert result.returncode == 2
    assert [w["target"] for w in walks(result)] == targets.split()
    assert all(w["findings"][0]["code"] == "tcp-refused" for w in walks(result))


def a_silent_server_ends_with_the_time_out():
    result = tlswalk(*WALK, "banner-timeout", "--timeout", "0.3", "--json")
    assert result.returncode == 2
    assert walks(result)[0]["findings"][0]["code"] == "banner-timeout"


def login_is_accepted_rejected_or_withheld():
    with secret_file("secret\n") as good, secret_file("wrong\n") as bad:
        for server, password, extra, result_word in (
            ("good", good, [], "accepted"),
            ("good", bad, [], "rejected"),
            ("cert-self-signed", good, [], "withheld"),
            ("cert-self-signed", good, ["--insecure-auth"], "accepted"),
        ):
            result = tlswalk(*ANY, server, "--user", "probe", "--password-file", password.name, "--json", *extra)
            assert {w["auth"]["result"] for w in walks(result)} == {result_word}, (server, result)


def a_password_comes_from_a_command_or_a_descriptor():
    result = tlswalk(*WALK, "good", "--user", "probe", "--password-command", "echo secret", "--json")
    assert walks(result)[0]["auth"]["result"] == "accepted"
    read_end, write_end = os.pipe()
    os.write(write_end, b"secret\n")
    os.close(write_end)
    done = subprocess.run([cases.TLSWALK, *WALK, "good", "--user", "probe", "--password-fd", str(read_end), "--json"],
                          capture_output=True, text=True, timeout=30, pass_fds=[read_end])
    os.close(read_end)
    assert walks(done)[0]["auth"]["result"] == "accepted", done


def the_secret_stands_in_no_report():
    with secret_file("s3cret-marker-9f\n") as f:
        for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"):
            for form in (["--json"], ["--transcript"]):
                result = tlswalk(*WALK, "good", "--user", "probe", "--password-file", f.name, "--mechanism", mechanism, *form)
                assert result.returncode == 2, result.stderr
                for hidden in ("s3cret-marker-9f", "AHByb2JlAHMzY3JldC1tYXJrZXItOWY=", "czNjcmV0LW1hcmtlci05Zg=="):
                    assert hidden not in result.stdout, (mechanism, form)
        token = tlswalk(*WALK, "good", "--user", "probe", "--token-file", f.name, "--mechanism", "XOAUTH2", "--json")
        assert "s3cret-marker-9f" not in token.stdout and walks(token)[0]["auth"]["result"] == "rejected"


def what_cannot_run_is_told_in_one_sentence():
    with tempfile.TemporaryDirectory() as folder:
        empty, broken = os.path.join(folder, "empty"), os.path.join(folder, "broken.table")
        open(empty, "w").close()
        with open(broken, "w") as f:
            f.write("[server a]\nimap = h.example\n[client b]\nimap = 70000 implicit \"x\"\n")
        refused(tlswalk("check", "gopher://h.example"), "gopher")
        refused(tlswalk("check", "imap://h.example:0"), "port")
        refused(tlswalk("check", "imap://a..b"), "a..b")
        refused(tlswalk("check"), "nothing to do")
        refused(tlswalk("check", "--table", broken), broken, "line 4")
        refused(tlswalk("check", "--table", "/nonexistent.table"), "/nonexistent.table")
        refused(tlswalk("check", "--ca-file", "/nonexistent.pem", "imap://h.example"), "/nonexistent.pem")
        refused(tlswalk("check", "--ca-file", empty, "imap://h.example"), empty)
        refused(tlswalk("check", "--ca-file", broken, "imap://h.example"), broken)
        refused(tlswalk("check", "--user", "u", "--password-file", "/nonexistent", "imap://h.example"), "/nonexistent")
        refused(tlswalk("check", "--user", "u", "--password-file", empty, "imap://h.example"), empty, "empty")
        refused(tlswalk("check", "--mechanism", "ROT13", "imap://h.example"), "ROT13")
        refused(tlswalk("check", "--format", "xml", "imap://h.example"), "xml")
        refused(tlswalk("practice", "no-such-fault"), "no-such-fault")
        refused(tlswalk("explain", "cert-expird"), "cert-expird", "cert-expired")


def without_a_terminal_there_is_no_screen():
    refused(tlswalk(stdin="q"), "terminal")


def a_full_disk_is_told():
    for words in ([*WALK, "good"], ["--help"], ["explain"], ["explain", "535"], ["export"], ["practice", "--list"], ["practice", "--exercises"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run([cases.TLSWALK, *words], stdout=full, stderr=subprocess.PIPE, text=True, timeout=30)
        assert done.returncode == 3 and "standard output" in done.stderr, done


def an_interrupt_reports_what_was():
    process = subprocess.Popen([cases.TLSWALK, *WALK, "banner-timeout", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until_connected(process.pid)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 130, process.returncode
    walk = json.loads(out)
    assert [s["verdict"] for s in walk["stages"] if s["name"] == "connect"] == ["pass"], walk


def wait_until_connected(pid):
    """Both ends of the conversation are the program's own: it has connected when a descriptor's peer is there."""
    for _ in range(2000):
        with open("/proc/net/tcp") as f:
            stand = [line.split() for line in f.readlines()[1:] if line.split()[3] == "01"]
        inodes = {row[9] for row in stand}
        try:
            fds = os.listdir(f"/proc/{pid}/fd")
        except PermissionError:  # the program leaves no core, so only root may look; its practice servers are 127.0.77.x
            if any(row[2].split(":")[0].endswith("4D007F") for row in stand):
                return
            continue
        for fd in fds:
            try:
                match = re.match(r"socket:\[(\d+)\]", os.readlink(f"/proc/{pid}/fd/{fd}"))
            except OSError:
                continue
            if match and match.group(1) in inodes:
                return
    raise AssertionError("it never connected")


def practice_servers_serve_others():
    process = subprocess.Popen([cases.TLSWALK, "practice", "good", "cert-expired"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith("Interrupt"):
            break
    command = next(line for line in lines if line.startswith("tlswalk check")).split()
    ca_file = command[command.index("--ca-file") + 1]
    result = tlswalk(*command[1:], "--json")
    assert result.returncode == 0, result
    assert walks(result)[0]["verdict"] == "pass"
    assert tlswalk(*[w for w in command[1:] if w not in ("--ca-file", ca_file)]).returncode == 2  # nobody else trusts them
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 0
    assert not os.path.exists(ca_file)


def help_version_and_lists():
    assert tlswalk("--help").returncode == 0
    version = tlswalk("--version", "--verbose")
    assert version.returncode == 0 and re.match(r"tlswalk \d", version.stdout) and "GnuTLS 3." in version.stdout
    faults = [line.split()[0] for line in tlswalk("practice", "--list").stdout.splitlines()]
    assert "good" in faults and len(faults) > 20
    codes = tlswalk("explain")
    assert codes.returncode == 0 and "cert-expired" in codes.stdout
    assert "ADMIN" in tlswalk("explain", "cert-expired").stdout


def exports_are_listed_and_written():
    names = [line.split()[0] for line in tlswalk("export").stdout.splitlines()]
    assert "openssl" in names and "thunderbird" in names, names
    for name in names:
        result = tlswalk("export", name, "imap://mail.example.org", "submissions://mail.example.org")
        assert result.returncode == 0 and "mail.example.org" in result.stdout, (name, result)
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, "ca.pem"), "w").close()
        done = subprocess.run([cases.TLSWALK, "export", "mbsync", "--ca-file", "ca.pem", "--user", "fred", "imaps://mail.example.org"],
                              cwd=folder, capture_output=True, text=True, timeout=20)
        assert f'CertificateFile "{os.path.realpath(folder)}/ca.pem"' in done.stdout, done
    refused(tlswalk("export", "gopher", "imap://h"), "gopher", "tlswalk export")
    refused(tlswalk("export", "swaks"), "nothing")
    refused(tlswalk("export", "swaks", "http://h"), "http")
    refused(tlswalk("export", "curl", "--ca-file", "/nonexistent.pem", "imap://h"), "/nonexistent.pem")


def saved_walks_are_written_anew_and_compared():
    with tempfile.TemporaryDirectory() as folder:
        saved = {}
        for server in ("good", "cert-expired"):
            saved[server] = os.path.join(folder, server + ".json")
            with open(saved[server], "w") as f:
                f.write(tlswalk(*ANY, server, "--json").stdout)
        again = tlswalk("report", "--format", "json", saved["cert-expired"])
        assert again.returncode == 2 and again.stdout == open(saved["cert-expired"]).read(), again
        assert tlswalk("report", saved["good"]).returncode == 0
        same = tlswalk("compare", saved["good"], saved["good"])
        assert same.returncode == 0 and "Nothing differs" in same.stdout, same
        other = tlswalk("compare", saved["good"], saved["cert-expired"])
        assert other.returncode == 1 and "cert-expired" in other.stdout, other
        broken = os.path.join(folder, "broken.json")
        with open(broken, "w") as f:
            f.write(again.stdout[:1000])
        refused(tlswalk("report", broken), broken, "line 1")
        refused(tlswalk("compare", saved["good"], os.path.join(folder, "none.json")), "none.json")
        assert tlswalk("compare", saved["good"]).returncode == 3


def what_is_read_out_is_explained():
    numbers = tlswalk("explain", "0x800CCC0E")
    assert numbers.returncode == 0 and numbers.stdout.index("tcp-refused") < numbers.stdout.index("port-blocked"), numbers
    for text, code in (("535 5.7.8", "auth-bad-credentials"), ("-15", "tls-mode-mismatch-implicit-on-starttls"),
                       ("SSL_ERROR_BAD_CERT_DOMAIN", "cert-name-mismatch"), ("renewal", "cert-expired")):
        assert code in tlswalk("explain", *(["--"] if text[0] == "-" else []), text).stdout, text
    assert tlswalk("explain", "zzzz qqqq").returncode == 3


cases.run([
    exit_status_tells_the_worst_verdict,
    json_is_one_ascii_object_a_line,
    text_names_finding_and_remedy,
    ordered_keeps_the_order_given,
    a_silent_server_ends_with_the_time_out,
    login_is_accepted_rejected_or_withheld,
    a_password_comes_from_a_command_or_a_descriptor,
    the_secret_stands_in_no_report,
    what_cannot_run_is_told_in_one_sentence,
    without_a_terminal_there_is_no_screen,
    a_full_disk_is_told,
    an_interrupt_reports_what_was,
    practice_servers_serve_others,
    help_version_and_lists,
    exports_are_listed_and_written,
    saved_walks_are_written_anew_and_compared,
    what_is_read_out_is_explained,
])
