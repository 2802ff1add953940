#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# install-packages.sh PACKAGE... - as root: installs them through apt-get, asks nothing, starts none of the servers among
# them, and removes nothing: where another mail server is installed, it stays, and this ends with an error.
set -eu
export DEBIAN_FRONTEND=noninteractive

# invoke-rc.d asks this file whether a service may be started; 101 is no. One that is there is the administrator's own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\n# Put here by tlswalk while it installs packages; may be deleted.\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi

case " $* " in
*" postfix "*)
    echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
    ;;
esac

apt-get -q -o DPkg::Lock::Timeout=120 update </dev/null
apt-get -q -y -o DPkg::Lock::Timeout=120 --no-install-recommends --no-remove install "$@" </dev/null
