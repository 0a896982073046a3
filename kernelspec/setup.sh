# What both commands need on a fresh machine: sourced by kernelspec/launch.sh and Tests/run.sh.
# Everything here is quick when there is nothing to do.

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Debian packages: the two C libraries, and what `python3 -m venv` needs where Debian splits it off.
set_up_system() {
  command -v swift >/dev/null || fail "no 'swift' on PATH: install Swift 6.2 or newer (swift.org/install)"
  command -v python3 >/dev/null || fail "no 'python3' on PATH: install Python 3.9 or newer"
  local wanted=()
  printf '#include <zmq.h>\n' | cc_sees || wanted+=(libzmq3-dev)
  printf '#include <cblas.h>\n' | cc_sees || wanted+=(libopenblas-dev)
  python3 -c 'import ensurepip, venv' 2>/dev/null || wanted+=(python3-venv)
  [ ${#wanted[@]} -eq 0 ] && return 0
  command -v apt-get >/dev/null || fail "please install: ${wanted[*]} (no apt-get here to do it)"
  say "Installing ${wanted[*]}"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq "${wanted[@]}" >&2
}

# Whether the compiler that Swift brings finds the header on standard input.
cc_sees() {
  local compiler
  compiler=$(command -v clang || echo "$(dirname "$(readlink -f "$(command -v swift)")")/clang")
  "$compiler" -fsyntax-only -x c - 2>/dev/null
}

# A virtual environment in folder $1 with the packages of the requirement files that follow; made
# anew only when a file has changed.
set_up_python() {
  local folder=$1
  shift
  local stamp
  stamp=$(cat "$@" kernelspec/pygments/pyproject.toml kernelspec/pygments/*/*.py | cksum)
  [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ] && return 0
  say "Setting up Python packages in $folder"
  python3 -m venv --clear "$folder"
  local files=()
  for file in "$@"; do files+=(-r "$file"); done
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "${files[@]}" >&2
  printf '%s\n' "$stamp" >"$folder/stamp"
}

# The release build of the command; the Swift runtime goes into it, so that it starts fast and can be moved.
build_tandem() {
  say "Building tandem (the first build takes a few minutes)"
  swift build -c release --static-swift-stdlib --product tandem >&2
}
