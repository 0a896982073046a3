#!/usr/bin/env bash
# Sets up, builds and registers Tandem, then opens the first tutorial in JupyterLab.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: bash kernelspec/launch.sh [--no-browser] [--port N]
       bash kernelspec/launch.sh --run NOTEBOOK [--output DIR]

Without --run: opens the first tutorial in JupyterLab with the Tandem kernel.
With --run:    executes NOTEBOOK and writes NAME.ipynb and NAME.html to DIR
               (default .build/executed); prints both paths last.
TEXT
}

here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
. kernelspec/setup.sh

notebook="" output="" browser=yes port=8888
while [ $# -gt 0 ]; do
  case $1 in
    --run) notebook=${2:?"--run takes a notebook"}; shift 2 ;;
    --output) output=${2:?"--output takes a folder"}; shift 2 ;;
    --port) port=${2:?"--port takes a number"}; shift 2 ;;
    --no-browser) browser=no; shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option '$1'" ;;
  esac
done
# A path is meant from where the person stands; from the project's root if it is not there.
resolve() { case $1 in /*) echo "$1" ;; *) if [ -e "$here/$1" ]; then echo "$here/$1"; else echo "$root/$1"; fi ;; esac; }
if [ -n "$notebook" ]; then
  notebook=$(resolve "$notebook")
  [ -f "$notebook" ] || fail "no notebook at '$notebook'"
fi
case $output in "") output=$root/.build/executed ;; /*) ;; *) output=$here/$output ;; esac

set_up_system
set_up_python .venv kernelspec/requirements.txt
# Only the project's own tutorials may have something installed, not a notebook from anywhere.
tutorials=(notebooks/*.ipynb)
case $notebook in
  "") ;;
  "$root"/notebooks/*) tutorials=("$notebook") ;;
  *) tutorials=() ;;
esac
# Without its data a tutorial can be opened still: the cell that reads it says what to do.
[ ${#tutorials[@]} -eq 0 ] || set_up_data .venv "${tutorials[@]}" || true
build_tandem
"$root/.build/release/tandem" install --user >&2
export PATH="$root/.venv/bin:$PATH"

if [ -n "$notebook" ]; then
  exec "$root/.venv/bin/python" "$root/kernelspec/execute.py" "$notebook" "$output"
fi

jupyter trust notebooks/*.ipynb >/dev/null
# The address that JupyterLab prints is the tutorial's own.
options=(--port "$port" --ServerApp.root_dir="$root/notebooks"
  --LabApp.default_url=/lab/tree/01-first-mix.ipynb)
[ "$(id -u)" -eq 0 ] && options+=(--allow-root)
# Without a desktop there is no browser to open: JupyterLab prints the address instead.
if [ "$browser" = no ] || { [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ] && [ "$(uname)" = Linux ]; }; then
  options+=(--no-browser)
fi
exec jupyter lab "${options[@]}"
