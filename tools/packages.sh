# SPDX-License-Identifier: GPL-3.0-or-later
# packages.sh - what a build and a test run need, by Debian's names. Read by bootstrap.

BUILD_PACKAGES="gcc libc6-dev make autoconf automake pkg-config
    libncurses-dev libgnutls28-dev libgsasl-dev libuv1-dev libunbound-dev libidn2-dev libunistring-dev libjansson-dev
    libinih-dev"

# The servers and clients that tlswalk is tested against.
PEER_PACKAGES="python3 openssl gnutls-bin msmtp mpop dovecot-imapd dovecot-pop3d dovecot-submissiond postfix
    libnss-wrapper sslscan testssl.sh
    cmark-gfm curl isync libnet-ssleay-perl neomutt swaks"

# ca-certificates and dns-root-data are the trust that is found on a usual system; clang's run-time library is the fuzzer.
CHECK_PACKAGES="$BUILD_PACKAGES $PEER_PACKAGES
    libcmocka-dev libvterm-dev mandoc xz-utils ca-certificates dns-root-data clang libclang-rt-dev"

BENCH_PACKAGES="$BUILD_PACKAGES $PEER_PACKAGES valgrind"

# Prints those of the packages that are not installed.
packages_missing()
{
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
    done
}

# root_need COMMAND...: sets $as_root to what makes a command root's, or says which one root should give and ends.
root_need()
{
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif ! command -v sudo >/dev/null; then
        echo "bootstrap: installing packages needs root or sudo. As root: $*" >&2
        exit 3
    elif [ -t 0 ]; then
        as_root=sudo
    else
        as_root="sudo -n" # nobody is there to type a password: fail now, do not wait
    fi
}

# packages_need PACKAGE...: installs what is missing, or says what is and ends.
packages_need()
{
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        echo "bootstrap: packages can only be installed on Debian and Ubuntu. These are needed, by Debian's names:" >&2
        printf '  %s\n' $* >&2
        echo "Install what your system calls them, then: autoreconf -fi && mkdir build && cd build && ../configure && make" >&2
        exit 3
    fi
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    echo "bootstrap: installing ${missing% }" >&2
    root_need apt-get install "${missing% }"
    $as_root sh "$here/tools/install-packages.sh" $missing >&2
    missing=$(packages_missing "$@")
    [ -z "$missing" ] || { echo "bootstrap: not installed: ${missing% }" >&2; exit 3; }
}

# exim_need: Exim in build-peers/, unpacked and not installed, because it and Postfix exclude each other.
exim_need()
{
    peers=$here/build-peers
    [ ! -x "$peers/usr/sbin/exim4" ] || return 0
    echo "bootstrap: unpacking exim4-daemon-light" >&2
    rm -rf "$peers" "$peers.new"
    mkdir "$peers.new"
    if ! exim_download; then # the lists of packages may be missing, or older than the archive
        root_need apt-get update
        $as_root apt-get -q -o DPkg::Lock::Timeout=120 update </dev/null >&2
        exim_download || { echo "bootstrap: exim4-daemon-light could not be downloaded" >&2; exit 3; }
    fi
    packages_need $(dpkg-deb -f "$peers.new"/*.deb Depends | tr ',' '\n' | sed -n 's/^ *\(lib[^ ]*\).*/\1/p')
    dpkg-deb -x "$peers.new"/*.deb "$peers.new"
    chmod 755 "$peers.new/usr/sbin/exim4" # no set-user-ID program in a build folder
    mv "$peers.new" "$peers"
}

exim_download()
{
    (cd "$peers.new" && apt-get -q -o APT::Sandbox::User=root download exim4-daemon-light </dev/null >&2)
}
