#!/bin/sh
# Makes this project's virtual environment, or brings it up to date.
# From eslint-plugin-portability; this file is part of the project now.
#
# usage: scripts/bootstrap_venv.sh [OPTION OF pip install...]
#
# Run again, it does nothing until the list of packages, the options or Python itself have changed. An
# environment that was copied from another place or machine does not work there; it is made anew.
# Without a network: scripts/bootstrap_venv.sh --no-index --find-links wheels
#
# Exit codes: 0 it is ready, 1 packages could not be installed, 2 nothing was done: something is missing.
set -eu

# Settings
prefix="APP_"
requirements="requirements.txt"
venv="venv"

fail() {
  printf '%s\n' "$2" >&2
  exit "$1"
}

# begin root
self=$0
while [ -h "$self" ]; do
  aim=$(readlink "$self")
  case $aim in
    /*) self=$aim ;;
    *) self=$(dirname -- "$self")/$aim ;;
  esac
done
root=$(CDPATH='' cd -- "$(dirname -- "$self")/.." && pwd)
cd -- "$root"
# end root

case ${1-} in
  -h | --help)
    sed -n '2,/^set /s/^# \{0,1\}//p' "$self"
    exit 0
    ;;
esac

case $venv in
  /*) ;;
  *) venv=$root/$venv ;;
esac
case $requirements in
  /*) ;;
  *) requirements=$root/$requirements ;;
esac

eval "python=\${${prefix}BIN_PYTHON3-}"
if [ -z "$python" ]; then
  python=$(command -v python3) || fail 2 "python3 was not found. Install it (Debian: apt-get install python3 python3-venv; macOS: brew install python), or set ${prefix}BIN_PYTHON3 to its absolute path."
fi
[ -x "$python" ] || fail 2 "${prefix}BIN_PYTHON3 is $python, which is no program. Set it to the absolute path of python3."
if [ ! -f "$requirements" ] || [ ! -r "$requirements" ]; then
  fail 2 "$requirements cannot be read. It is to list the packages; it may be empty."
fi
if [ -e "$venv" ] && [ ! -d "$venv" ]; then
  fail 2 "$venv is no folder. Move it away; the virtual environment goes there."
fi
if [ -d "$venv" ] && [ ! -f "$venv/pyvenv.cfg" ] && [ -n "$(ls -A "$venv")" ]; then
  fail 2 "$venv is a folder with other things in it, and no virtual environment. Move it away, or name another folder in 'venv' at the top of $self."
fi

# Whether its Python runs, knows this place as its own, and has pip.
is_sound() {
  [ -x "$venv/bin/python" ] || return 1
  "$venv/bin/python" -c 'import os, sys, pip; sys.exit(not os.path.samefile(sys.prefix, sys.argv[1]))' "$venv" 2>/dev/null || return 1
  # Its programs name the folder that they were made in, which was another before a move.
  command="$venv/bin/pip"
  [ ! -f "$command" ] || grep -q -F -- "$venv/bin/" "$command" || return 1
}

stamp=$venv/.bootstrapped
state=$("$python" -c 'import sys; print(sys.version)' && cksum "$requirements" && printf '%s\n' "$@")

if is_sound; then
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ]; then
    echo "$venv is up to date."
    exit 0
  fi
  rm -f "$stamp"
  if [ "$("$venv/bin/python" -c 'import sys; print(sys.version)')" != "$("$python" -c 'import sys; print(sys.version)')" ]; then
    echo "$venv was made with another Python; it is made anew."
    clear=--clear
  else
    clear=''
  fi
else
  [ ! -e "$venv/pyvenv.cfg" ] || echo "$venv does not work here; it is made anew."
  clear=--clear
fi

if [ -n "$clear" ] || [ ! -f "$venv/pyvenv.cfg" ]; then
  "$python" -m venv --clear "$venv" || fail 2 "The virtual environment could not be made in $venv; what Python says stands above. On Debian and Ubuntu it may need: apt-get install python3-venv"
fi

case ${requirements##*/} in
  pyproject.toml) set -- "$@" --editable "${requirements%/*}" ;;
  *) set -- "$@" --requirement "$requirements" ;;
esac
"$venv/bin/python" -m pip install --disable-pip-version-check "$@" || fail 1 "The packages of $requirements could not all be installed; what pip says stands above. Mend it and run $self again: it goes on from here."

printf '%s\n' "$state" >"$stamp"
echo "$venv is ready."
