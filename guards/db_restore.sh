#!/bin/sh
# Fills this project's PostgreSQL database from a file that db_backup.sh or pg_dump has written.
# From eslint-plugin-portability; this file is part of the project now.
#
# usage: scripts/db_restore.sh [--clean] FILE
#
#   --clean   first remove everything that the database holds
#
# FILE ends in .dump (PostgreSQL's own format) or in .sql (plain). Without --clean only an empty database
# is filled. It is done as a whole or not at all: after an error the database is what it was before.
# Nothing calls this by itself, least of all a start of the program.
#
# The connection is that of the variables <PREFIX>DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASS and
# DB_SSLMODE, from the environment or else the environment file; what is not there PostgreSQL's own
# variables and ~/.pgpass tell.
#
# Exit codes: 0 it is restored, 1 it is not, 2 something is missing or the file is not whole, 3 the database
# does not answer, 4 it is not empty. Except with 0 nothing was changed.
set -eu

# Settings
prefix="APP_"
env_file=".env"

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

clean=no
file=''
for word in "$@"; do
  case $word in
    -h | --help)
      sed -n '2,/^set /s/^# \{0,1\}//p' "$self"
      exit 0
      ;;
    --clean) clean=yes ;;
    -*) fail 2 "usage: $self [--clean] FILE" ;;
    *)
      [ -z "$file" ] || fail 2 "usage: $self [--clean] FILE"
      file=$word
      ;;
  esac
done
[ -n "$file" ] || fail 2 "usage: $self [--clean] FILE"
case $file in
  /*) ;;
  *) file=${started_in%/}/$file ;;
esac
if [ ! -f "$file" ] || [ ! -r "$file" ]; then fail 2 "$file cannot be read."; fi

set_database
case $file in
  *.dump)
    find_program pg_restore "$package"
    pg_restore=$found
    "$pg_restore" --list "$file" >/dev/null || fail 2 "$file is no whole backup in PostgreSQL's own format, for the reason above. Nothing was changed."
    ;;
  *.sql)
    if head -n 10 "$file" | grep -q '^-- PostgreSQL database dump' && ! tail -n 10 "$file" | grep -q '^-- PostgreSQL database dump complete'; then
      fail 2 "$file is cut off: its last lines do not say that it is complete. Nothing was changed; take another backup."
    fi
    ;;
  *) fail 2 "$file ends neither in .dump nor in .sql." ;;
esac
need_database

ask() {
  "$psql" --no-password --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --command="$1"
}
# What users have made, without what belongs to extensions.
held=$(ask "
  select count(*) from (
    select 'pg_class'::regclass as class, oid, relnamespace as space from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c')
    union all select 'pg_proc'::regclass, oid, pronamespace from pg_proc
    union all select 'pg_type'::regclass, oid, typnamespace from pg_type where typtype in ('d', 'e', 'r')
    union all select 'pg_largeobject'::regclass, oid, null from pg_largeobject_metadata
  ) as thing left join pg_namespace on pg_namespace.oid = thing.space
  where (nspname is null or (nspname !~ '^pg_' and nspname <> 'information_schema'))
    and not exists (select from pg_depend where classid = thing.class and objid = thing.oid and deptype = 'e')
") || fail 1 "The database $PGDATABASE could not be looked at, for the reason above. Nothing was changed."
if [ "$held" != 0 ] && [ "$clean" = no ]; then
  fail 4 "The database $PGDATABASE at $PGHOST, port $PGPORT, is not empty: it holds $held tables and other things. Nothing was changed. Restore into an empty one, or save it with db_backup.sh and say --clean, which removes all of them first."
fi

script() {
  printf '%s\n' '\set ON_ERROR_STOP on' 'set client_min_messages = error;' 'begin;'
  if [ "$clean" = yes ]; then
    cat <<'SQL'
do $clean$
declare name text;
begin
  for name in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
    execute format('drop schema %I cascade', name);
  end loop;
  perform lo_unlink(oid) from pg_largeobject_metadata;
  create schema public;
  grant usage on schema public to public;
  if current_setting('server_version_num')::int >= 150000 then
    alter schema public owner to pg_database_owner;
  else
    grant create on schema public to public;
  end if;
end
$clean$;
SQL
  fi
  # Large objects have transactions of their own in a file, which would end this one. The end of it all
  # comes only where the file could be read to its end; else everything is undone.
  case $file in
    *.dump) "$pg_restore" --no-owner --no-privileges --single-transaction --exit-on-error --file=- "$file" || return ;;
    *)
      LC_ALL=C awk '
        isData { if ($0 == "\\.") isData = 0; print; next }
        /^COPY .* FROM stdin;$/ { isData = 1 }
        /^-- Data for Name: .*; Type: BLOBS;/ { isLarge = 1 }
        isLarge && $0 == "BEGIN;" { next }
        isLarge && $0 == "COMMIT;" { isLarge = 0; next }
        { print }' "$file" || return
      printf '\n%s\n' 'commit;'
      ;;
  esac
  printf '%s\n' "\\echo restored $$"
}
said=$(script | "$psql" --no-password --no-psqlrc --quiet --tuples-only --no-align) || said=''
case $said in
  *"restored $$") echo "$PGDATABASE is restored from $file" ;;
  *) fail 1 "The database $PGDATABASE was not restored, for the reason above. It is what it was before." ;;
esac
