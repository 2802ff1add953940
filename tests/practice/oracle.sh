#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# oracle.sh - the good practice server as other people's programs see it: whoever learns from it must learn what is true.
# Uses mpop, msmtp and gnutls-cli where they are installed.
set -u
: "${TLSWALK:?names the program under test}"
work=$(mktemp -d "${TMPDIR:-/tmp}/oracle.XXXXXX")
count=0
server=
end() {
    [ -n "$server" ] && kill "$server" 2>/dev/null
    rm -rf "$work"
}
trap end EXIT

# A case: its name, then a command that must end with status 0 (or, after "not", must not).
check() {
    local name=$1 want=0 got=0
    shift
    [ "$1" = not ] && want=1 && shift
    count=$((count + 1))
    timeout 20 "$@" </dev/null >"$work/out" 2>&1 || got=1
    if [ $got = $want ]; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        sed 's/^/# /' "$work/out"
    fi
}
skip() {
    count=$((count + 1))
    echo "ok $count - $1 # SKIP not installed"
}

exec 3< <(TMPDIR=$work exec "$TLSWALK" practice good 2>&1)
server=$!
ca= imaps= address=
while read -r line <&3; do
    case $line in
    "CA certificate: "*) ca=${line#CA certificate: } ;;
    "good at "*) address=${line#good at } address=${address%%:*} ;;
    imaps://*) imaps=${line##*:} ;;
    Interrupt*) break ;;
    esac
done
if [ ! -s "$ca" ] || [ -z "$imaps" ]; then
    echo "1..1"
    echo "not ok 1 - the practice server starts"
    exit
fi
offset=$((imaps - 993))

if command -v mpop >/dev/null; then
    pop() { # PORT STARTTLS METHOD PASSWORD
        mpop --host="$address" --port=$((offset + $1)) --tls=on --tls-starttls="$2" --tls-trust-file="$ca" \
            --tls-host-override=good.practice.test --user=probe --passwordeval="echo $4" --auth="$3" --delivery=mbox,"$work/mbox" \
            --auth-only
    }
    export -f pop
    export offset address ca work
    for method in user plain login cram-md5 scram-sha-1 scram-sha-256; do
        check "mpop logs in with $method, TLS at once" bash -c "pop 995 off $method secret"
        check "mpop logs in with $method, STLS" bash -c "pop 110 on $method secret"
        check "mpop is refused with $method and a wrong password" not bash -c "pop 995 off $method wrong"
    done
    check "mpop logs in with apop" bash -c "pop 995 off apop secret"
else
    skip "mpop"
fi

if command -v msmtp >/dev/null; then
    smtp() { # PORT STARTTLS
        msmtp --host="$address" --port=$((offset + $1)) --tls=on --tls-starttls="$2" --tls-trust-file="$ca" \
            --tls-host-override=good.practice.test --serverinfo
    }
    export -f smtp
    export offset address ca
    check "msmtp takes the server on 465" bash -c "smtp 465 off"
    check "msmtp takes the server on 587" bash -c "smtp 587 on"
else
    skip "msmtp"
fi

if command -v gnutls-cli >/dev/null; then
    for way in "993" "995" "465" "143 --starttls-proto=imap" "110 --starttls-proto=pop3" "587 --starttls-proto=smtp" "25 --starttls-proto=smtp"; do
        set -- $way
        check "gnutls-cli trusts the certificate on $1" gnutls-cli --x509cafile="$ca" --sni-hostname=good.practice.test \
            --verify-hostname=good.practice.test -p $((offset + $1)) ${2:+"$2"} "$address"
    done
else
    skip "gnutls-cli"
fi
echo "1..$count"
