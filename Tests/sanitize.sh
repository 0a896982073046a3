#!/usr/bin/env bash
# The engine's tests under the sanitizers; not part of CI, for each builds the engine anew.
# usage: bash Tests/sanitize.sh [address] [thread] [undefined]     (all three without one)
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. kernelspec/setup.sh

# The engine: what computes, learns and reads data, and the loops in C.
export TANDEM_ENGINE_ONLY=1

# usage: run NAME [COMMAND…] -- [FLAG…]: tests that are started by COMMAND and built with FLAGs.
run() {
  local name=$1 launcher=()
  shift
  while [ "$1" != -- ]; do
    launcher+=("$1")
    shift
  done
  shift
  say "── $name"
  ${launcher[@]+"${launcher[@]}"} swift test -c release --scratch-path ".build-sanitize/$name" "$@"
}

failed=()
[ $# -gt 0 ] || set -- address thread undefined
for name in "$@"; do
  case $name in
    # What lives as long as the process (helper threads, tables) is no leak.
    address) run address env ASAN_OPTIONS=detect_leaks=0 -- --sanitize=address ;;
    # Random addresses can lie where the thread sanitizer keeps its own memory.
    thread) run thread setarch -R -- --sanitize=thread ;;
    # Swift has none on Linux. C code traps where it would report, so that no library is needed.
    undefined) run undefined -- -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined ;;
    *) fail "unknown sanitizer '$name': address, thread, undefined" ;;
  esac || failed+=("$name")
done
for name in ${failed[@]+"${failed[@]}"}; do printf 'failed: %s\n' "$name"; done
[ ${#failed[@]} -eq 0 ]
