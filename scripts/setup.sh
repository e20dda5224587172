#!/bin/sh
# Make a virtual environment with exactly requirements.lock and this project in it.
# usage: PYTHON=python3 sh scripts/setup.sh [.venv]
#
# uv does the work where it can be had, because it takes seconds where pip takes minutes. pip does it where uv
# cannot be had or fails: both check the same hashes, so that both end with the same packages.
set -eu

venv=${1:-.venv}
python=${PYTHON:-python3}

say() { echo "setup: $*" >&2; }
fail() { say "$*"; exit 1; }

command -v "$python" >/dev/null || fail "expected Python 3.11 or newer, got no '$python'; try: make PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "expected Python 3.11 or newer, got $("$python" --version 2>&1); try: make PYTHON=/path/to/python3.11"

# uv does not read pip's configuration: hand over the index and the certificates that pip is told to use.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
index=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
if [ -n "$index" ] && [ -z "${UV_INDEX_URL:-}" ]; then
    export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
fi

make_venv() {
    if [ -x "$venv/bin/pip" ]; then return; fi
    "$python" -m venv "$venv" 2>/dev/null || uv venv --quiet --clear --seed --python "$python" "$venv" ||
        fail "expected python3 to have the venv module, got an error; try: apt-get install python3-venv, or install uv"
}

find_uv() {
    command -v uv && return
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv >&2 && echo "$venv/bin/uv"
}

# Bytecode is compiled here, once, as pip does: without it a process that draws takes three times as long to start,
# every time, wherever PYTHONDONTWRITEBYTECODE is set, as it is in most containers.
with_uv() {
    "$1" pip install --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes -r requirements.lock &&
        "$1" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
}

with_pip() {
    set -- "$venv/bin/python" -m pip install --quiet --disable-pip-version-check
    "$@" --require-hashes -r requirements.lock && "$@" --no-deps --no-build-isolation --editable .
}

make_venv
if uv=$(find_uv) && say "installing the locked packages with uv" && with_uv "$uv"; then
    :
else
    say "installing the locked packages with pip, which takes a few minutes"
    with_pip
fi
"$venv/bin/python" -m compileall -q cs231n_lib autograder
say "ready: $venv"
