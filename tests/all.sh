#!/usr/bin/env bash
# Runs everything that must hold before a change may land: `bash tests/all.sh`.
#
# What the tests need and this machine lacks is installed first, on Debian (and
# its like) as root or with sudo; elsewhere the script says what is missing and
# ends with 2. LEERPAD_NO_INSTALL=1 makes it install nothing in any case.
# The first fault ends it with 1. It writes in target/, tests/gates/node_modules
# and a temporary folder alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"

headline() {
  printf '\n== %s\n' "$1"
}

# step HEADLINE WHAT-A-FAULT-MEANS COMMAND...
step() {
  local name=$1 meaning=$2 start=$SECONDS
  shift 2
  headline "$name"
  "$@" || {
    printf '\nFAILED: %s. %s\n  the command was: %s\n' "$name" "$meaning" "$*" >&2
    exit 1
  }
  printf '   %d s\n' $((SECONDS - start))
}

# ---- What the tests need -------------------------------------------------

has() { command -v "$1" >/dev/null 2>&1; }
has_chromium() { [ -n "${CHROMIUM:-}" ] || has chromium || has chromium-browser || has google-chrome || has google-chrome-stable; }
has_java() { has java && [ "$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')" -ge 17 ] 2>/dev/null; }
has_node() { has node && has npm && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] 2>/dev/null; }
has_python() { has python3 && python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))'; }
has_dejavu() {
  local family
  for family in Sans 'Sans Mono' Serif; do
    has fc-list && [ -n "$(fc-list ":family=DejaVu $family" file)" ] || return 1
  done
}

# Each line: the check, the Debian packages that mend it, what it is.
needs=(
  'has_python|python3|Python 3.9 or newer'
  'has xmllint|libxml2-utils|xmllint'
  'has_java|default-jre-headless|Java 17 or newer'
  'has_node|nodejs npm|Node.js 18 or newer, with npm'
  'has_chromium|chromium|Chromium'
  'has_dejavu|fontconfig fonts-dejavu-core|the DejaVu fonts, with fontconfig'
  'has openssl|openssl|OpenSSL, for a certificate of the tests'
  'has strace|strace|strace, which counts the system calls of a build'
  'has cc|gcc libc6-dev|a C compiler, which links Rust programs'
)

missing_packages() {
  local need check packages
  for need in "${needs[@]}"; do
    IFS='|' read -r check packages _ <<<"$need"
    # shellcheck disable=SC2086 # several packages stand in one field
    $check || printf '%s\n' $packages
  done
}

install_missing() {
  local packages as_root=()
  mapfile -t packages < <(missing_packages)
  [ "${#packages[@]}" -gt 0 ] || return 0
  [ -z "${LEERPAD_NO_INSTALL:-}" ] && has apt-get || return 0
  if [ "$(id -u)" -ne 0 ]; then
    # Without a terminal sudo could not ask for a password.
    has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; } || return 0
    as_root=(sudo)
  fi
  headline "Installing ${packages[*]}"
  # What could not be installed is told below, by name.
  "${as_root[@]}" apt-get update -qq || true
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${packages[@]}" </dev/null >/dev/null || true
}

say_missing() {
  local need check packages what lacking=0
  for need in "${needs[@]}"; do
    IFS='|' read -r check packages what <<<"$need"
    $check && continue
    printf 'missing: %s (Debian: apt-get install %s)\n' "$what" "$packages" >&2
    lacking=1
  done
  if ! has cargo; then
    echo 'missing: Rust 1.95 or newer (https://rustup.rs installs it)' >&2
    lacking=1
  else
    cargo fmt --version >/dev/null 2>&1 || { echo 'missing: rustfmt (rustup component add rustfmt)' >&2; lacking=1; }
    cargo clippy --version >/dev/null 2>&1 || { echo 'missing: clippy (rustup component add clippy)' >&2; lacking=1; }
  fi
  [ "$lacking" -eq 0 ] || exit 2
}

# From the lock file; again only when that has changed. No package needs a script of its own.
npm_packages() {
  local lock=tests/gates/package-lock.json stamp=tests/gates/node_modules/.installed-from
  cmp -s "$lock" "$stamp" && return 0
  headline 'Installing the npm packages of tests/gates'
  (cd tests/gates && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null) || {
    echo 'missing: the npm packages (cd tests/gates && npm ci --ignore-scripts)' >&2
    exit 2
  }
  cp "$lock" "$stamp"
}

install_missing
say_missing
npm_packages

# ---- The tests -----------------------------------------------------------

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# The one other host that the demo's pages may send a form to.
form_host=$(sed -n 's#^  endpoint: https*://\([^/]*\)/.*#\1#p' site.yaml)

# site_holds NAME ROOT FORM-HOST OUTPUT
# Builds one of the sites that stand in the repository, and looks at what came out.
site_holds() {
  local name=$1 root=$2 host=$3 output=$4
  step "$name, built without a warning" 'What stands in the repository must build clean.' \
    cargo run --locked --release -- build --strict -r "$root" -o "$output"
  # At a fixed clock: that a session is over by now is no fault of a change.
  step "$name, checked without a warning" 'What stands in the repository follows its own advice.' \
    cargo run --locked --release -- check --strict --future -r "$root" --now 2026-11-23T09:00:00Z
  step "$name: HTML, CSS and drawings are valid" 'The Nu checker names file and line in the built site.' \
    python3 tests/gates/nu.py "$output"
  step "$name: feeds and sitemap" 'The feed or sitemap that render makes is at fault.' \
    python3 tests/gates/feed.py "$output"
  step "$name: every link leads somewhere" 'A URL, fragment or id in the output is wrong.' \
    python3 tests/gates/links.py "$output" ${host:+--allow-host "$host"}
  step "$name: nothing inline, headings in order" 'A template or directive writes what the policy forbids.' \
    python3 tests/gates/inline.py "$output"
  step "$name: structured data" 'What a page says of itself in JSON-LD is not what it shows.' \
    python3 tests/gates/jsonld.py "$output"
  step "$name: weight" 'A page, stylesheet or script has grown past its budget.' \
    python3 tests/gates/weight.py "$output"
  step "$name in the browser: accessible, quiet, no sideways scrolling" 'The page and the element are named above.' \
    node tests/browser/a11y.mjs "$output"
}

# Those of pages, and those of service workers, which live in another world.
types_of_scripts() {
  tests/gates/node_modules/.bin/tsc -p tests/gates && tests/gates/node_modules/.bin/tsc -p tests/gates/worker.json
}

below_a_path() {
  cargo run --locked --release --quiet -- build -D -F -E -u https://name.example/a/path/ -o "$1" &&
    python3 tests/gates/feed.py "$1" &&
    python3 tests/gates/links.py "$1" --allow-host "$form_host" &&
    python3 tests/gates/inline.py "$1" &&
    python3 tests/gates/jsonld.py "$1"
}

# At the clock of the pictures, since what is ahead shows.
as_in_the_pictures() {
  cargo run --locked --release --quiet -- build --now 2026-11-23T09:00:00Z -o "$1" &&
    node tests/browser/pictures.mjs "$1"
}

step 'Format' 'Run cargo fmt.' \
  cargo fmt --check
step 'Lints' 'Mend what clippy names.' \
  cargo clippy --locked --all-targets -- -D warnings
step 'Documentation' 'Mend the doc comments that rustdoc names.' \
  env RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps
step 'Scripts: types' 'Mend the type that tsc names.' \
  types_of_scripts
step 'Scripts: what they work out' 'The module, and what it made of the page, stand above.' \
  node --test tests/js/*.test.mjs
step 'The gates catch what they must' 'A gate that cannot fail says nothing.' \
  python3 tests/gates/selftest.py
step 'The browser tests catch what they must' 'A test that cannot fail says nothing.' \
  node tests/browser/a11y.mjs --self-test
site_holds 'The demo' . "$form_host" "$scratch/demo"
# Its forms show what a form looks like, and lead to itself.
site_holds 'The documentation' docs '' "$scratch/docs"
step 'Search finds what a reader looks for' 'The query and what it found stand above.' \
  node tests/browser/search.mjs "$scratch/demo" "$scratch/docs"
step 'The demo, drafts too, below a path' 'A URL lacks the base path, or a draft is not valid.' \
  below_a_path "$scratch/below"
step 'Quizzes can be done' 'What a reader met stands above.' \
  node tests/browser/quiz.mjs "$scratch/demo"
step 'The live preview follows what is written' 'What the browser saw, and what the server said, stand above.' \
  node tests/browser/serve.mjs target/release/leerpad
step 'The theme in the browser' 'What a reader did, and what came of it, stands above.' \
  node tests/browser/theme.mjs "$scratch/demo" target/release/leerpad
step 'What a browser fetches' 'The page and what it asked for stand above.' \
  node tests/browser/weight.mjs "$scratch/demo"
step 'Checklists in the browser' 'What a reader did, and what came of it, stands above.' \
  node tests/browser/checklists.mjs "$scratch/demo" target/release/leerpad
step 'A course in the browser' 'What a reader did, and what came of it, stands above.' \
  node tests/browser/course.mjs "$scratch/demo" target/release/leerpad
step 'A site without a network, in the browser' 'What a reader did, and what came of it, stands above.' \
  node tests/browser/offline.mjs "$scratch/demo" target/release/leerpad
step 'A course by the keyboard alone' 'Where the keys led, and what a reader sees there, stands above.' \
  node tests/browser/keyboard.mjs "$scratch/demo"
step 'The comparison of pictures catches what it must' 'A test that cannot fail says nothing.' \
  node tests/browser/pictures.mjs --self-test
step 'The demo looks as it did' 'The picture, the place and the element are named above.' \
  as_in_the_pictures "$scratch/pictures"

# Last, so that cargo's own lines close the run. More scripts of edits than in a plain `cargo test`.
headline 'cargo test'
LEERPAD_SCRIPTS=${LEERPAD_SCRIPTS:-200} cargo test --locked
