#!/bin/sh
# Compile the pinned, hashed requirement files for Python 3.11 to 3.14 on every system; no address stands in them.
set -eu
cd "$(dirname "$0")/.."

sh tools/environment.sh run
if ! [ -x .make/uv/bin/uv ]; then
    echo "requirements: installing uv beside the project's environment" >&2
    mkdir -p .make
    .venv/bin/python -m venv .make/uv
    .make/uv/bin/python -m pip install --quiet --disable-pip-version-check uv 2>.make/uv.log || { cat .make/uv.log >&2; exit 3; }
fi

compile() {
    to=$1
    shift
    echo "requirements: compiling $to" >&2
    .make/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-header --no-annotate ${UPGRADE:+--upgrade} --output-file "$to" "$@"
}

compile requirements/run.txt pyproject.toml requirements/build.in
compile requirements/develop.txt pyproject.toml requirements/build.in requirements/develop.in -c requirements/run.txt
echo "requirements: done; take newer versions with: make requirements UPGRADE=1" >&2
