# shellcheck shell=bash
# For the scripts beside it: LEERPAD, which is this tree's release build where none is named.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ -z "${LEERPAD:-}" ]; then
  cargo build --release --locked --manifest-path "$root/Cargo.toml" >&2
  LEERPAD=${CARGO_TARGET_DIR:-$root/target}/release/leerpad
fi
export LEERPAD
