#!/usr/bin/env bash
# The engine's tests under the sanitizers; not part of CI, for each builds everything anew.
# usage: bash Tests/sanitize.sh [address] [thread] [undefined]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. kernelspec/setup.sh

# The engine: what computes, learns and reads data; the rest has no memory or threads of its own making.
targets='CVectorKernels|TandemTensors|TandemNetworks|TandemData|TandemLearning'

# One thread more than a small machine may have, so that work is handed over at all.
run() {
  local name=$1
  shift
  say "── $name"
  "$@" swift test -c release --scratch-path ".build-sanitize/$name" --filter "^($targets)Tests\." "${flags[@]}"
}

failed=()
for name in "${@:-address thread undefined}"; do
  for sanitizer in $name; do
    case $sanitizer in
      # What lives as long as the process (helper threads, tables) is no leak.
      address) flags=(--sanitize=address); export ASAN_OPTIONS=detect_leaks=0 ;;
      # Memory must lie where the sanitizer looks for it, which random addresses can spoil.
      thread) flags=(--sanitize=thread) ;;
      # Swift has none on Linux; the C targets trap where they would report.
      undefined) flags=(-Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined) ;;
      *) fail "unknown sanitizer '$sanitizer': address, thread, undefined" ;;
    esac
    if [ "$sanitizer" = thread ]; then launcher=(setarch -R); else launcher=(env); fi
    run "$sanitizer" "${launcher[@]}" || failed+=("$sanitizer")
  done
done
for name in ${failed[@]+"${failed[@]}"}; do printf 'failed: %s\n' "$name"; done
[ ${#failed[@]} -eq 0 ]
