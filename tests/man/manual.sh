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
    if ! command -v mandoc >/dev/null; then
        n=$((n + 1)); echo "ok $n - $p # SKIP mandoc is not installed"
        continue
    fi
    why=$(mandoc -T lint -W warning "$build/man/$p" 2>&1)
    ok $? "$p is clean" "$why"
done

# As the key M finds it: the page as man shows it, searched by what the program gives to less.
if command -v mandoc >/dev/null; then
    wrong=
    for width in 78 60 120; do
        shown=$(mandoc -T utf8 -O width=$width "$build/man/tlswalk-diagnoses.7" | col -b -x)
        while IFS=$'\t' read -r code pattern; do
            found=$(printf '%s\n' "$shown" | grep -e "$pattern" | tr -d ' ')
            [ "$found" = "$code" ] || wrong="$wrong $code:$width"
        done <<<"$("$build/tests/man/entries")"
    done
    [ -z "$wrong" ]; ok $? 'the key M finds the entry of each diagnosis, and nothing else' "$wrong"
else
    n=$((n + 1)); echo "ok $n - the key M finds each entry # SKIP mandoc is not installed"
fi

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

# The source, not a walk: what a walk lacks, such as a look or a table's row, has keys as well.
missing=
section=$(sed -n '/^\.Sh JSON/,/^\.Sh EXAMPLES/p' "$page")
for key in $(grep -ohE '(\{|REPLY\(|END\(|SECTION\()"[a-z0-9_]+", (FIELD_|[a-z])' "$src"/src/report/json_*.c | cut -d'"' -f2 | sort -u); do
    printf '%s\n' "$section" | grep -qw -- "$key" || missing="$missing $key"
done
[ -z "$missing" ]; ok $? 'each key of the JSON stands in JSON' "$missing"

grep -q '^\.It Ic ' "$page" && ! grep -q '@KEYS@' "$page"; ok $? 'the keys are filled in'
! grep -q '@[A-Z]*@' "$page"; ok $? 'no blank of the page is left'

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
