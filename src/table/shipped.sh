# SPDX-License-Identifier: GPL-3.0-or-later
# usage: sh shipped.sh SED SRCDIR TABLE...    Writes the tables as C: a row with name and text for each.
set -eu
sed=$1 srcdir=$2
shift 2
echo '/* Made from the files in tables/ by src/table/shipped.sh. */'
echo '#include "table/table_private.h"'
echo
echo 'const struct shipped_table table_shipped_list[] = {'
for table; do
	name=${table##*/}
	echo "    {\"${name%.table}\","
	"$sed" -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/     "/' -e 's/$/\\n"/' "$srcdir/$table"
	echo '    },'
done
echo '    {NULL, NULL},'
echo '};'
