#!/bin/sh
# Saves this project's PostgreSQL database to a file.
# From eslint-plugin-portability; this file is part of the project now.
#
# usage: scripts/db_backup.sh [FILE]
#
# FILE ends in .dump (PostgreSQL's own format, compressed) or in .sql (plain). Without one it goes into
# the folder of backups, under the names of database and time. The file appears when it is whole, and no
# file is ever overwritten. Owners and rights are left out, so that it can be restored anywhere.
#
# The connection is that of the variables <PREFIX>DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASS and
# DB_SSLMODE, from the environment or else the environment file; what is not there PostgreSQL's own
# variables and ~/.pgpass tell.
#
# Exit codes: 0 it is saved, 1 it is not, 2 something is missing or the file is there, 3 the database does not answer.
set -eu

# Settings
prefix="APP_"
env_file=".env"
backups="backups"

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

# begin environment file
# Sets the variables of a file that the environment does not have. Nothing in it is run.
read_env_file() {
  variables=$1
  [ -e "$variables" ] || return 0
  if [ ! -f "$variables" ] || [ ! -r "$variables" ]; then fail 2 "$variables cannot be read. Mend its rights, or name another file in 'env_file' at the top of $self."; fi
  line_number=0
  carriage=$(printf '\r')
  mark=$(printf '\357\273\277')
  newline='
'
  while IFS= read -r line || [ -n "$line" ]; do
    line_number=$((line_number + 1))
    if [ "$line_number" -eq 1 ]; then line=${line#"$mark"}; fi
    line=${line%"$carriage"}
    line=${line#"${line%%[![:blank:]]*}"}
    case $line in
      '' | '#'*) continue ;;
      'export '*)
        line=${line#export }
        line=${line#"${line%%[![:blank:]]*}"}
        ;;
    esac
    name=${line%%=*}
    name=${name%"${name##*[![:blank:]]}"}
    case $line in
      *=*) ;;
      *) name='' ;;
    esac
    case $name in
      '' | [0-9]* | *[!A-Za-z0-9_]*) fail 2 "$variables, line $line_number is no 'NAME=value', comment or empty line." ;;
    esac
    rest=${line#*=}
    rest=${rest#"${rest%%[![:blank:]]*}"}
    case $rest in
      [\"\'\`]*) read_quoted ;;
      '#'*) value='' ;;
      *)
        value=${rest%%[[:blank:]]#*}
        value=${value%"${value##*[![:blank:]]}"}
        ;;
    esac
    eval "present=\${$name+yes}"
    if [ -z "$present" ]; then export "$name=$value"; fi
  done <"$variables"
}

# Takes what stands in quotes, also over several lines. Backslashes mean something in double quotes.
read_quoted() {
  first=$line_number
  body=${rest#?}
  quote=${rest%"$body"}
  rest=$body
  value=''
  while :; do
    if [ "$quote" = '"' ]; then piece=${rest%%[\"\\]*}; else piece=${rest%%"$quote"*}; fi
    value=$value$piece
    rest=${rest#"$piece"}
    case $rest in
      '')
        IFS= read -r rest || fail 2 "$variables, line $first: the quote is never closed."
        line_number=$((line_number + 1))
        rest=${rest%"$carriage"}
        value=$value$newline
        ;;
      "$quote"*) return ;;
      \\n*)
        value=$value$newline
        rest=${rest#??}
        ;;
      \\[\"\\\$\`]*)
        body=${rest#??}
        rest=${rest%"$body"}
        value=$value${rest#?}
        rest=$body
        ;;
      *)
        value=$value\\
        rest=${rest#?}
        ;;
    esac
  done
}
# end environment file

# begin find program
# The absolute path of a program: <PREFIX>BIN_<NAME>, else along PATH, else where systems keep programs.
find_program() {
  variable=${prefix}BIN_$(printf '%s' "$1" | tr 'a-z-' 'A-Z_')
  eval "found=\${$variable-}"
  if [ -n "$found" ]; then
    [ -f "$found" ] && [ -x "$found" ] && return
    fail 2 "$variable is $found, which is no program. Set it to the absolute path of $1."
  fi
  found=$(command -v "$1") && return
  for folder in "$root/venv/bin" "$root/.venv/bin" /usr/local/bin /usr/bin /opt/homebrew/bin /opt/local/bin; do
    found=$folder/$1
    if [ -f "$found" ] && [ -x "$found" ]; then return; fi
  done
  fail 2 "$1 was not found along PATH. Install $2, or set $variable to its absolute path."
}
# end find program

# begin database
# Tells PostgreSQL's programs where the database is, by the environment: everybody can read a command line.
set_database() {
  read_env_file "$env_file"
  for pair in HOST:PGHOST PORT:PGPORT NAME:PGDATABASE USER:PGUSER PASS:PGPASSWORD SSLMODE:PGSSLMODE; do
    eval "value=\${${prefix}DB_${pair%%:*}-}"
    if [ -n "$value" ]; then export "${pair#*:}=$value"; fi
  done
  export PGHOST="${PGHOST:-127.0.0.1}" PGPORT="${PGPORT:-5432}" PGCONNECT_TIMEOUT="${PGCONNECT_TIMEOUT:-10}"
  [ -n "${PGDATABASE-}" ] || fail 2 "Which database is meant is not set. Set ${prefix}DB_NAME in the environment or in $env_file."
  package="PostgreSQL's client (Debian: apt-get install postgresql-client; macOS: brew install libpq)"
  find_program psql "$package"
  psql=$found
}

# Ends the script where the database does not answer.
need_database() {
  problem=$(LC_ALL=C "$psql" --no-password --no-psqlrc --quiet --command='select 1' 2>&1 >/dev/null) && return
  printf '%s\n' "$problem" >&2
  case $problem in
    *'assword'*) hint="Set ${prefix}DB_USER and ${prefix}DB_PASS in the environment or in $env_file, or put the password into ~/.pgpass." ;;
    *'database "'*'does not exist'*) hint="Make it: createdb -h $PGHOST -p $PGPORT $PGDATABASE, or set ${prefix}DB_NAME." ;;
    *) hint="Start PostgreSQL (Debian: systemctl start postgresql; macOS: brew services start postgresql), or set ${prefix}DB_HOST, ${prefix}DB_PORT and ${prefix}DB_SSLMODE." ;;
  esac
  fail 3 "The database $PGDATABASE does not answer at $PGHOST, port $PGPORT, for the reason above. $hint Nothing was changed."
}
# end database

case $#:${1-} in
  0: | 1:[!-]*) ;;
  1:-h | 1:--help)
    sed -n '2,/^set /s/^# \{0,1\}//p' "$self"
    exit 0
    ;;
  *) fail 2 "usage: $self [FILE]" ;;
esac

set_database
find_program pg_dump "$package"
pg_dump=$found
find_program pg_restore "$package"
pg_restore=$found

# A database's content is nobody else's business.
umask 077
if [ "$#" -eq 0 ]; then
  case $backups in
    /*) ;;
    *) backups=$root/$backups ;;
  esac
  if [ ! -d "$backups" ]; then
    problem=$(mkdir -p -- "$backups" 2>&1) || fail 2 "The folder $backups cannot be made: $problem. Mend that, or name a file."
    # It is not for git either.
    printf '*\n' >"$backups/.gitignore" || fail 1 "Nothing can be written to $backups. Make room on its disk, or name a file elsewhere."
  fi
  file=$backups/$(printf '%s' "$PGDATABASE" | tr -c 'A-Za-z0-9._-' _)-$(date -u +%Y%m%dT%H%M%SZ).dump
else
  case $1 in
    /*) file=$1 ;;
    *) file=${started_in%/}/$1 ;;
  esac
fi
case $file in
  *.dump) format=custom ;;
  *.sql) format=plain ;;
  *) fail 2 "$file ends neither in .dump nor in .sql." ;;
esac
folder=${file%/*}
if [ -e "$file" ] || [ -h "$file" ]; then fail 2 "$file is there already. Nothing was changed; name another file."; fi
[ -d "${folder:-/}" ] || fail 2 "The folder $folder is not there. Make it: mkdir -p '$folder'"
need_database

partial=$folder/.${file##*/}.partial-$$
trap 'rm -f -- "$partial"' EXIT
trap 'exit 1' HUP INT TERM
"$pg_dump" --no-password --no-owner --no-privileges --format="$format" --file="$partial" ||
  fail 1 "The database $PGDATABASE was not saved, for the reason above. No file was left. If the disk is full, make room or name a file elsewhere; if pg_dump is older than the server, install the server's version of it."
case $format in
  custom) "$pg_restore" --list "$partial" >/dev/null && is_whole=yes || is_whole=no ;;
  plain) tail -n 10 "$partial" | grep -q '^-- PostgreSQL database dump complete' && is_whole=yes || is_whole=no ;;
esac
[ "$is_whole" = yes ] || fail 1 "The backup that was written is not whole, so it was removed. Look at the disk below $folder, and try again."
# A link fails where the name is taken, also by somebody who was quicker. Some file systems know none.
if ! ln -- "$partial" "$file" 2>/dev/null; then
  if [ -e "$file" ] || [ -h "$file" ]; then fail 2 "$file is there already. Nothing was changed; name another file."; fi
  mv -- "$partial" "$file" || fail 1 "The backup could not be given its name $file, so it was removed."
fi
echo "$PGDATABASE is saved in $file"
