#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual against the program and the README's map against the tree. (Keys and diagnoses are made from the program's tables;
# options are compared by tests/front/manual.py.)
src=${TLSWALK_SRC:-.} build=${TLSWALK_BUILD:-.}
page=$build/man/tlswalk.1
n=0

ok() { # ok STATUS NAME [WHY]
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; [ -z "$3" ] || printf '%s\n' "$3" | sed 's/^/# /'; fi
}

for p in tlswalk.1 tlswalk-diagnoses.7; do
    why=$(mandoc -T lint -W warning "$build/man/$p" 2>&1)
    ok $? "$p is clean" "$why"
done

missing=
for stage in $(sed -n 's/^ *\[STAGE_[A-Z0-9]*\] = {"\([a-z0-9]*\)".*/\1/p' "$src/src/walk/stage.c"); do
    grep -q "^\.It $stage\$" "$page" || missing="$missing $stage"
done
[ -z "$missing" ]; ok $? 'each stage stands in STAGES' "$missing"

missing=
for scheme in $(sed -n 's/^ *\.name\(_tls\)\{0,1\} = "\([a-z0-9]*\)".*/\2/p' "$src"/src/proto/*.c); do
    grep -q "^\.It $scheme Ta" "$page" || missing="$missing $scheme"
done
[ -z "$missing" ]; ok $? 'each scheme stands in PROTOCOLS' "$missing"

missing=
for word in $(sed -n 's/.*"\(implicit\|starttls\|opportunistic\|none\)".*/\1/p' "$src/src/proto/proto.c"); do
    grep -q "^\.It $word\$" "$page" || missing="$missing $word"
done
[ -z "$missing" ]; ok $? 'each TLS mode is explained' "$missing"

missing=
for key in $("${TLSWALK:-./tlswalk}" check --json --no-system-ca --address 127.0.0.1 --timeout 1 imap://manual.example:1 | tr ',{' '\n\n' | sed -n 's/^"\([a-z_]*\)":.*/\1/p' | sort -u); do
    grep -qw -- "$key" "$page" || missing="$missing $key"
done
# These are explained by the sentence around them.
missing=$(printf '%s\n' $missing | grep -vxE 'start_ms|party|proof|before_tls|after_tls|tried|offered|reply|result|ms|from|protected|text|name|summary|looks' | tr '\n' ' ')
[ -z "${missing// /}" ]; ok $? 'each key of the JSON stands in the manual' "$missing"

grep -q '^\.It Ic ' "$page" && ! grep -q '@KEYS@' "$page"; ok $? 'the keys are filled in'

missing=
for file in $(cd "$src" && ls src/*.[ch] src/*/*.[ch] src/*/*/*.h); do
    grep -qF "\`${file##*/}\`" "$src/README.md" || grep -qF "\`${file%.[ch]}.[ch]\`" "$src/README.md" ||
        grep -qE "\`$(basename "${file%.[ch]}")\.\[ch\]\`" "$src/README.md" || missing="$missing $file"
done
[ -z "$missing" ]; ok $? "the README's map names every file" "$missing"

gone=
for file in $(grep -oE '`[a-z0-9_]+\.(\[ch\]|[ch])`' "$src/README.md" | tr -d '`' | sort -u); do
    ls "$src"/src/*/$file "$src"/src/$file "$src"/src/*/*/$file "$src"/tests/$file "$src"/tests/*/$file >/dev/null 2>&1
    find "$src/src" "$src/tests" "$src/man" -name "$file" | grep -q . || gone="$gone $file"
done
[ -z "$gone" ]; ok $? "the README's map names no file that is gone" "$gone"
echo "1..$n"
