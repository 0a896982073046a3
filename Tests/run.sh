#!/usr/bin/env bash
# Everything that CI checks, from a clean clone: sets up what is missing, then runs each check to its
# end and says at last what passed and what failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. kernelspec/setup.sh

passed=0
failed=()
skipped=()
check() {
  local name=$1
  shift
  say "── $name"
  local start=$SECONDS
  if "$@"; then
    passed=$((passed + 1))
    say "   ok ($((SECONDS - start)) s)"
  else
    failed+=("$name")
    say "   FAILED ($((SECONDS - start)) s)"
  fi
}

finish() {
  for name in ${skipped[@]+"${skipped[@]}"}; do printf 'skipped: %s\n' "$name"; done
  for name in ${failed[@]+"${failed[@]}"}; do printf 'failed: %s\n' "$name"; done
  printf '%d passed, %d skipped, %d failed\n' "$passed" "${#skipped[@]}" "${#failed[@]}"
  [ ${#failed[@]} -eq 0 ]
  exit
}

environment=.venv-tests
with_environment() { PATH="$PWD/$environment/bin:$PATH" VIRTUAL_ENV="$PWD/$environment" CONDA_PREFIX='' "$@"; }

# Only the environment's own kernels and extensions: what a person has installed must not matter.
isolated() {
  JUPYTER_NO_CONFIG=1 JUPYTER_DATA_DIR="$PWD/.build/jupyter/data" \
    JUPYTER_CONFIG_DIR="$PWD/.build/jupyter/config" JUPYTER_RUNTIME_DIR="$PWD/.build/jupyter/runtime" \
    with_environment "$@"
}

lint() { swift format lint --strict -rp Package.swift Sources Tests; }

tutorial() {
  isolated python kernelspec/execute.py "$1" .build/executed >/dev/null
}

set_up_system || finish
check "format" lint
check "imports" python3 Tests/check_imports.py
check "build" build_tandem
check "unit tests and cells" swift test -c release
check "python packages" set_up_python "$environment" kernelspec/requirements.txt Tests/Conformance/requirements.txt
check "install" with_environment .build/release/tandem install --sys-prefix
check "protocol" isolated python -m pytest -q -p no:cacheprovider Tests/Conformance
for notebook in notebooks/*.ipynb; do
  name="tutorial $(basename "$notebook")"
  if set_up_data "$environment" "$notebook"; then
    check "$name" tutorial "$notebook"
  else
    skipped+=("$name: the data that it needs could not be installed")
  fi
done
finish
