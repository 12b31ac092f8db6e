#!/bin/sh
# Runs a command, and says which configuration files were written meanwhile.
# From eslint-plugin-portability; this file is part of the project now.
#
# usage: scripts/verify_no_config_writes.sh [--for SECONDS] [-- COMMAND...]
#
# Without a command scripts/restart.sh is run, and the programs that it starts are watched for 30 seconds.
# A command runs to its end, or for so many seconds; it and what it started are ended then.
#
# Written is a file that has other bytes, or the same bytes once more, that another was put in the place
# of, that was made or removed; and a new file of such a name, be it a copy with more at its end, anywhere
# in the project. A write that was undone without a trace is not seen: `portability verify` sees it.
#
# Exit codes
#   0  no configuration file was written
#   1  one was, however the command ended
#   2  trouble: a wrong option, no such command
#   3  none was written, but the command failed
set -eu

# Settings
env_file=".env"
config_files="config.default.json
config.local.json"
seconds="30"

fail() {
  printf '%s\n' "$2" >&2
  exit "$1"
}

started_in=$(pwd)
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

usage="usage: $self [--for SECONDS] [-- COMMAND...]"
limit=''
while [ "$#" -gt 0 ]; do
  case $1 in
    --for)
      limit=${2-}
      limit=${limit%s}
      case $limit in
        '' | 0 | *[!0-9]* | ?????*) fail 2 "$usage: SECONDS is a whole number from 1 to 9999" ;;
      esac
      shift 2
      ;;
    --)
      shift
      break
      ;;
    -h | --help)
      sed -n '2,/^set /s/^# \{0,1\}//p' "$self"
      exit 0
      ;;
    *) fail 2 "$usage" ;;
  esac
done
newline='
'
tab=$(printf '\t')

# BSD's stat and the others' have other options. Both tell parts of a second.
if stat -c %i / >/dev/null 2>&1; then
  details() { stat -L -c '%i %y %s' -- "$1"; }
else
  details() { stat -L -f '%i %Fm %z' "$1"; }
fi

# The files to watch, one in a line: those that are named, and whatever has such a name elsewhere.
watched() {
  set --
  before=$IFS
  IFS=$newline
  set -f
  for file in $config_files config.default.json config.local.json $env_file; do
    case $file in
      /*) ;;
      *) file=./$file ;;
    esac
    printf '%s\n' "$file"
    name=$(printf '%s' "${file##*/}" | sed 's/[][*?\\]/\\&/g')
    set -- "$@" -o -name "$name" -o -name "${name}[.~-]*" -o -name ".$name.*"
  done
  set +f
  IFS=$before
  shift
  find . \( -name .git -o -name node_modules -o -name venv -o -name .venv -o -name __pycache__ \) -prune -o \( "$@" \) ! -type d -print
}

# A line for each of them: name, what it is, its inode, date and size, its checksum.
state() {
  watched | sort -u | while IFS= read -r file; do
    kind="file"
    if [ -h "$file" ]; then kind="link to $(readlink "$file")"; fi
    if [ -e "$file" ]; then
      printf '%s\t%s\t%s\t%s\n' "${file#./}" "$kind" "$(details "$file" 2>/dev/null)" "$(cksum <"$file" 2>/dev/null)"
    elif [ -h "$file" ]; then
      printf '%s\t%s\t\t\n' "${file#./}" "$kind"
    fi
  done
}

# What the second state has that the first had not, as sentences.
compare() {
  printf '%s\n\f\n%s\n' "$1" "$2" | awk -F "$tab" '
    $0 == "\f" { isAfter = 1; next }
    $0 == "" { next }
    !isAfter { kind[$1] = $2; details[$1] = $3; sum[$1] = $4; next }
    {
      seen[$1] = 1
      split(details[$1], old, " ")
      split($3, new, " ")
      if (!($1 in kind)) print "  " $1 " was made"
      else if (kind[$1] != $2) print "  " $1 " was replaced: it was a " kind[$1] ", it is a " $2
      else if (sum[$1] != $4) print "  " $1 " was changed"
      else if (old[1] != new[1]) print "  " $1 " was replaced by an equal file"
      else if (details[$1] != $3) print "  " $1 " was written with the bytes that it had"
    }
    END { for (file in kind) if (!(file in seen)) print "  " file " was removed" }' | sort
}

before_run=$(state)
group=''
end_group() {
  [ -n "$group" ] || return 0
  # dash takes no `--` after `-TERM`.
  kill -s TERM -- "-$group" 2>/dev/null || kill -s TERM "$group" 2>/dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    if ! is_running "$group"; then
      wait "$group" 2>/dev/null || true
      kill -0 "-$group" 2>/dev/null || return 0
    fi
    sleep 0.2
  done
  kill -s KILL -- "-$group" 2>/dev/null || true
}

# Whether the command, a child of this shell, still runs; a zombie does not.
is_running() {
  if [ -d /proc/self ]; then
    case $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) in
      '' | [ZX]*) return 1 ;;
    esac
  else
    case $(ps -o stat= -p "$1" 2>/dev/null) in
      '' | *Z*) return 1 ;;
    esac
  fi
}

code=0
if [ "$#" -eq 0 ]; then
  [ -f "$root/scripts/restart.sh" ] || fail 2 "There is no scripts/restart.sh here, so name a command. $usage"
  "$root/scripts/restart.sh" || code=$?
  left=${limit:-$seconds}
  while [ "$code" -eq 0 ] && [ "$left" -gt 0 ]; do
    sleep 1
    left=$((left - 1))
  done
else
  command -v "$1" >/dev/null 2>&1 || (cd -- "$started_in" && command -v "$1" >/dev/null 2>&1) || fail 2 "There is no program $1."
  # A group of its own, so that what the command starts can be ended with it.
  if command -v setsid >/dev/null 2>&1; then
    (cd -- "$started_in" && exec setsid "$@") &
  else
    set -m
    (cd -- "$started_in" && exec "$@") &
  fi
  group=$!
  trap 'end_group; exit 2' HUP INT TERM
  ticks=$((${limit:-0} * 10))
  is_ended=no
  while is_running "$group"; do
    if [ -n "$limit" ] && [ "$ticks" -le 0 ]; then
      is_ended=yes
      end_group
      break
    fi
    ticks=$((ticks - 1))
    sleep 0.1
  done
  wait "$group" 2>/dev/null || code=$?
  # What it left running could write later; what its time ended has not failed.
  if [ "$is_ended" = yes ]; then code=0; fi
fi

written=$(compare "$before_run" "$(state)")
if [ -n "$written" ]; then
  fail 1 "Configuration files were written:
$written
A program is not to write them when it starts or runs. Who did it: npx portability verify --trace, on a developer's machine."
fi
if [ "$code" -ne 0 ]; then fail 3 "No configuration file was written, but the command failed (exit code $code)."; fi
echo "No configuration file was written."
