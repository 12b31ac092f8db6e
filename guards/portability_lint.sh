#!/bin/sh
# Says what is only true on one machine: home folders, addresses of one network, config written at run time.
# From eslint-plugin-portability; this file is part of the project now.
#
# usage: scripts/portability_lint.sh [OPTION...] [PATH...]
#
# Options and paths are those of `portability audit`; without any, the whole project is looked at.
# It needs Node and the project's packages, so it is for developers and CI, not for a server.
#
# Exit codes: 0 nothing was found, 1 something was, 2 trouble: no Node, the package is not installed.
set -eu

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

command -v node >/dev/null 2>&1 || fail 2 "Node was not found. The check is for developers and CI: install Node 20.19 or later, or run it where it is installed."
command -v npx >/dev/null 2>&1 || fail 2 "npx was not found beside Node. Install npm, which brings it."

# Workspaces have their packages in a folder above.
folder=$root
while [ ! -e "${folder%/}/node_modules/.bin/portability" ]; do
  case $folder in
    / | '') fail 2 "eslint-plugin-portability is not installed in $root. Run 'npm install' if package.json names it, else 'npm install --save-dev eslint eslint-plugin-portability'." ;;
  esac
  folder=${folder%/*}
done

exec npx --no-install portability audit "$@"
