#!/bin/sh
# Make .venv with the pinned requirements and kanae in it, or find that it is there already.
#
#   sh tools/environment.sh run       what `kanae` needs
#   sh tools/environment.sh develop   and what tests, documentation and benchmarks need
#
# A stamp inside .venv says what was installed; it is written last, so an interrupted set-up is simply done again.
# Works in any POSIX shell. PYTHON=/path/to/python3 chooses the Python.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX || true
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

purpose=${1:-run}
requirements=requirements/$purpose.txt
inside=.venv/bin/python

say() { echo "set-up: $*" >&2; }

stop() {
    echo "error: $1" >&2
    echo "  fix: $2" >&2
    exit 3
}

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.14 python3.11 python; do
        if is_recent "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    stop "No Python 3.11 or newer was found (tried python3, python3.11 to python3.14)." \
        "Install one (Debian/Ubuntu: apt-get install python3; macOS: brew install python), or name it: make PYTHON=/path/to/python3"
}

# What a set-up depends on: moving the folder or changing a pin makes another one.
key_of() {
    { pwd; cat "requirements/$1.txt"; } | cksum
}

is_ready() {
    [ -x "$inside" ] && [ "$(cat ".venv/.ready-$1" 2>/dev/null)" = "$(key_of "$1")" ] && "$inside" -c '' 2>/dev/null
}

# Debian splits venv off Python; without it, the pip or virtualenv of the system can do the same.
make_venv() {
    rm -rf .venv
    if "$python" -m venv .venv >/dev/null 2>&1; then return; fi
    rm -rf .venv
    if "$python" -m pip --python "$python" --version >/dev/null 2>&1 && "$python" -m venv --without-pip .venv >/dev/null 2>&1; then return; fi
    rm -rf .venv
    if "$python" -m virtualenv --quiet .venv >/dev/null 2>&1; then return; fi
    rm -rf .venv
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "installing Debian's $package"
        if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package"; } >/dev/null 2>&1 \
            && "$python" -m venv .venv; then return; fi
        rm -rf .venv
    fi
    stop "'$python' can make no virtual environment: its modules venv and pip are missing." \
        "Debian/Ubuntu: apt-get install $package; elsewhere install pip or virtualenv for '$python'; then run make again."
}

# The pip of .venv, or the system's working on .venv; what it says is shown when it fails.
install() {
    mkdir -p .make
    if [ -x .venv/bin/pip ]; then
        "$inside" -m pip install --progress-bar off --no-deps "$@" >.make/pip.log 2>&1
    else
        "$python" -m pip --python "$inside" install --progress-bar off --no-deps "$@" >.make/pip.log 2>&1
    fi || { tail -n 40 .make/pip.log >&2; return 1; }
}

count_of() { grep -c '^[a-zA-Z0-9]' "$1"; }

[ -f "$requirements" ] || stop "There is no '$requirements'." "Name 'run' or 'develop'."

# A .venv for development has all that running needs.
for ready in develop "$purpose"; do
    if is_ready "$ready"; then purpose=$ready; fi
done

if ! is_ready "$purpose"; then
    requirements=requirements/$purpose.txt
    python=$(find_python)
    started=$(date +%s)
    if is_ready run; then
        say "1/3 .venv is there"
    else
        say "1/3 making .venv with $("$python" --version 2>&1) ($python)"
        make_venv
    fi
    rm -f .venv/.ready-* .venv/.kanae
    say "2/3 installing $(count_of "$requirements") pinned packages of $requirements (a minute or two the first time)"
    install --require-hashes -r "$requirements" || stop \
        "The packages of $requirements could not be installed; pip says why above." \
        "Mind the network and the free space of the disk, then run make again."
fi
if [ "$(cat .venv/.kanae 2>/dev/null)" != "$(cksum <pyproject.toml)" ]; then
    say "3/3 installing kanae itself"
    python=${python:-$inside}
    install --no-build-isolation --no-index --editable . || stop \
        "kanae could not be installed from this folder; pip says why above." \
        "Undo your last change of pyproject.toml, or mend what pip names."
    cksum <pyproject.toml >.venv/.kanae
    key_of "$purpose" >".venv/.ready.part"
    mv .venv/.ready.part ".venv/.ready-$purpose"
    say "ready${started:+ after $(($(date +%s) - started)) s}"
fi
