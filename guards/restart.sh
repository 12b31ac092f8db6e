#!/bin/sh
# Stops this project's supervisord, starts it again, and waits until its programs run.
# From eslint-plugin-portability; this file is part of the project now.
#
# usage: scripts/restart.sh [--stop]
#
#   --stop   stop it, and start nothing
#
# Everything is looked at before anything is stopped: the configuration, the programs that it starts,
# the folders for logs, and whose supervisord it is that answers. Socket and pid file are those that the
# configuration names. Variables of the environment file are set unless the environment has them.
#
# Exit codes
#   0  all programs run (with --stop: it has ended)
#   1  a program does not run
#   2  something is missing or wrong; nothing was stopped
#   3  the socket or the pid file belongs to another supervisord; nothing was stopped
#   4  supervisord, or a program it had left behind, did not end in time
#   5  supervisord did not start, or ended again
set -eu

# Settings
prefix="APP_"
supervisor_conf="ops/supervisord.conf"
env_file=".env"
logs="logs"
stop_seconds="60"
start_seconds="60"

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

# Whether a process is there and no zombie.
is_alive() {
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

# Runs a command for so many seconds at most; 124 where it was ended.
limited() {
  left=$(($1 * 10))
  shift
  "$@" </dev/null &
  job=$!
  while is_alive "$job"; do
    if [ "$left" -le 0 ]; then
      kill -9 "$job" 2>/dev/null || true
      wait "$job" 2>/dev/null || true
      return 124
    fi
    left=$((left - 1))
    sleep 0.1
  done
  wait "$job"
}

ask() {
  limited 15 "$supervisorctl" -c "$conf" "$@" 2>&1 || [ $? -ne 124 ] || echo "no answer within 15 seconds"
}

# The Python that runs a script: the one its first line names, or its second where pip had to write it so.
python_of() {
  first=$(LC_ALL=C sed -n '1s/^#![[:blank:]]*//p' "$1" 2>/dev/null)
  case $first in
    '') ;;
    */env\ *) first=$(command -v "${first#*/env }" || true) ;;
    # Have: '''exec' "/srv/my app/venv/bin/python3" "$0" "$@"
    */sh) first=$(LC_ALL=C sed -n -e "2s/^'''exec' \"\\([^\"]*\\)\".*/\\1/p" -e "2s/^'''exec' \\([^\" ]*\\) .*/\\1/p" "$1") ;;
    *) first=${first%% *} ;;
  esac
  for python in "$first" python3; do
    if [ -n "$python" ] && "$python" -c 'import supervisor.options' 2>/dev/null; then return; fi
  done
  fail 2 "The Python that runs $1 was not found. Set ${prefix}BIN_SUPERVISORD to the supervisord that pip or the system installed."
}

# Reads the configuration as supervisord will read it, and says in lines what it holds.
read_configuration() {
  "$python" -c '
import os, shlex, sys, warnings
warnings.simplefilter("ignore")
from supervisor import datatypes, options
conf = sys.argv[1]
# Paths go out as the bytes that they are, whatever the locale.
def say(*words):
    getattr(sys.stdout, "buffer", sys.stdout).write(b"\t".join(map(os.fsencode, words)) + b"\n")
# Folders for logs, socket and pid are made before the start, so that they may be missing here.
def noted(path):
    path = os.path.expanduser(path)
    if os.path.dirname(path):
        say("folder", os.path.dirname(os.path.abspath(path)))
    return path
datatypes.existing_dirpath = options.existing_dirpath = noted
server = options.ServerOptions()
server.realize(["-c", conf], doc="")
client = options.ClientOptions()
client.realize(["-c", conf, "status"], doc="")
servers = ["unix://" + one["file"] if "file" in one else "http://%s:%s" % (one["host"] or "localhost", one["port"]) for one in server.server_configs]
def problem(text):
    sys.stderr.write("Error: %s\n" % text)
    sys.exit(2)
if not servers:
    problem("it has no section [unix_http_server], so nobody can ask how the programs are")
if not server.rpcinterface_factories:
    problem("it has no section [rpcinterface:supervisor] with the line supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface, so supervisorctl gets no answer")
url = client.serverurl
if url.startswith("unix://") and os.path.abspath(url[7:]) not in [os.path.abspath(one[7:]) for one in servers if one.startswith("unix://")]:
    problem("[supervisorctl] asks %s, but supervisord answers at %s: they must be the same" % (url, ", ".join(servers)))
for one in servers:
    # supervisord binds to the name with its pid at the end first. macOS has room for 103 bytes.
    if one.startswith("unix://") and len(os.fsencode(one[7:])) > 95:
        problem("the path of the socket is too long for a socket: %s" % one[7:])
say("url", url)
if hasattr(server, "silent"):
    say("silent", "yes")
say("pidfile", os.path.abspath(server.pidfile))
for group in server.process_group_configs:
    for program in group.process_configs:
        name = program.name if program.name == group.name else "%s:%s" % (group.name, program.name)
        if not program.autostart:
            say("manual", name)
            continue
        try:
            word = shlex.split(program.command)[0]
        except (ValueError, IndexError):
            problem("the command of %s is no command line: %s" % (name, program.command))
        path = (getattr(program, "environment", None) or {}).get("PATH") or os.environ.get("PATH", "/bin:/usr/bin:/usr/local/bin")
        files = [word] if "/" in word else [os.path.join(folder, word) for folder in path.split(os.pathsep)]
        file = next((one for one in files if os.path.exists(one)), None)
        if file is None:
            cut = " " in conf and os.path.dirname(conf).startswith(word)
            say("missing", name, word + (" (a path with blanks stands in quotes: command=\"%(here)s/...\")" if cut else ""))
        elif os.path.isdir(file) or not os.stat(file).st_mode & 0o111:
            say("locked", name, file)
' "$conf"
}

# Ends what a supervisord that was killed has left behind. Such a process carries the mark that this script
# gives it, or a socket inside this project. Needs /proc; elsewhere nothing is found. Says what is left.
end_left_behind() {
  "$python" -c '
import os, signal, sys, time
conf, url, root, seconds = sys.argv[1:]
marks = {b"SUPERVISOR_RESTART_CONF=" + os.fsencode(conf)}
if url.startswith("unix://" + root + "/"):
    marks.add(b"SUPERVISOR_SERVER_URL=" + os.fsencode(url))
def read(pid, name):
    try:
        with open("/proc/%s/%s" % (pid, name), "rb") as file:
            return file.read()
    except (IOError, OSError):
        return b""
def parts(pid):
    return read(pid, "stat").rpartition(b")")[2].split()
def alive(pid):
    return parts(pid)[:1] not in ([], [b"Z"], [b"X"])
spared, pid = set(), str(os.getpid())
while pid not in ("", "0", "1"):
    spared.add(int(pid))
    pid = (parts(pid)[1:2] or [b""])[0].decode()
found = {}
for entry in os.listdir("/proc") if os.path.isdir("/proc/self") else []:
    if not entry.isdigit() or int(entry) in spared:
        continue
    words = read(entry, "environ").split(b"\0")
    name = [word[24:].decode("utf8", "replace") for word in words if word.startswith(b"SUPERVISOR_PROCESS_NAME=")]
    # supervisord makes every program the first of a group; what a program starts is in its group.
    if name and marks.intersection(words) and alive(entry) and parts(entry)[2:3] == [entry.encode()] and int(entry) != os.getpgrp():
        found[int(entry)] = name[0]
for pid in sorted(found):
    print("%s (%d) was left behind by a supervisord that was killed; it is told to end." % (found[pid], pid))
    try:
        os.killpg(pid, signal.SIGTERM)
    except OSError:
        pass
sys.stdout.flush()
end = time.time() + float(seconds)
while any(map(alive, found)) and time.time() < end:
    time.sleep(0.1)
left = [pid for pid in sorted(found) if alive(pid)]
if left:
    sys.stderr.write("These were left behind by a supervisord that was killed, and did not end within %s seconds: %s. End them: kill -9 %s\n" % (seconds, ", ".join("%s (%d)" % (found[pid], pid) for pid in left), " ".join(map(str, left))))
    sys.exit(4)
' "$conf" "$url" "$root" "$stop_seconds"
}

# Sets $owner to the configuration of a running supervisord, empty where the process is none or does not tell.
owner_of() {
  owner=''
  folder=''
  if [ -r "/proc/$1/cmdline" ]; then
    words=$(tr '\0' '\n' <"/proc/$1/cmdline")
    folder=$(readlink "/proc/$1/cwd") || folder=''
  else
    words=$(ps -ww -o command= -p "$1" 2>/dev/null) || return 0
    # Words are not told apart here: the path that is ours, else up to the next option.
    case "$words " in
      *"supervisord"*" -c $conf "*) words="supervisord${newline}-c${newline}$conf" ;;
      *) words=$(printf '%s' "$words" | tr ' ' '\n') ;;
    esac
  fi
  is_supervisord=no
  is_next=no
  before=$IFS
  IFS=$newline
  set -f
  for word in $words; do
    if [ "$is_next" = yes ]; then
      owner=$word
      break
    fi
    case $word in
      *supervisord) is_supervisord=yes ;;
      --conf*=*) owner=${word#*=} ;;
      --conf* | -c | -[nst]c | -[nst][nst]c) is_next=yes ;;
      -c*) owner=${word#-c} ;;
    esac
  done
  set +f
  IFS=$before
  if [ "$is_supervisord" = no ]; then
    owner=''
    return
  fi
  case $owner in
    '')
      for word in "$folder/supervisord.conf" "$folder/etc/supervisord.conf"; do
        if [ -z "$owner" ] && [ -f "$word" ]; then owner=$word; fi
      done
      owner=${owner:-its own configuration, which its command line does not name}
      ;;
    /*) ;;
    *) owner=$folder/$owner ;;
  esac
}

is_ours() {
  # shellcheck disable=SC3013 # dash, bash, zsh and busybox have -ef
  [ "$owner" = "$conf" ] || [ "$owner" -ef "$conf" ]
}

# Waits for a supervisord to be gone, after it was told to end.
await_end() {
  left=$((stop_seconds * 5))
  while is_alive "$1"; do
    if [ "$left" -le 0 ]; then
      # supervisorctl gets no answer now.
      programs=$(ps -A -o ppid= -o pid= -o args= 2>/dev/null | awk -v parent="$1" '$1 == parent { print "  " $0 }')
      [ -z "$programs" ] || printf 'Still running:\n%s\n' "$programs" >&2
      fail 4 "supervisord (process $1) did not end within $stop_seconds seconds. A program may need longer: raise 'stop_seconds' at the top of $self, or look at its stopwaitsecs. To end it by force: kill -9 $1, then run $self, which ends what is left of it."
    fi
    left=$((left - 1))
    sleep 0.2
  done
}

refuse() {
  fail 3 "$1 belongs to another supervisord (process $2), with $owner, and not to $conf. Nothing was stopped. Two projects cannot share it: give this one its own, such as file=%(here)s/supervisord.sock and pidfile=%(here)s/supervisord.pid. If that supervisord is this project's from before a move, stop it first: kill $2"
}

# The last lines that a program wrote to its log for errors, or to its other one.
last_words() {
  words=''
  for channel in stderr stdout; do
    [ -n "$words" ] || words=$(ask tail -1000 "$1" "$channel" | sed -e '/^[^ ]*: ERROR /d' -e '/^==>/d' | tail -n 5)
  done
  printf '%s\n' "$words"
}

mode=restart
case $#:${1-} in
  0:) ;;
  1:--stop) mode=stop ;;
  1:-h | 1:--help)
    sed -n '2,/^set /s/^# \{0,1\}//p' "$self"
    exit 0
    ;;
  *) fail 2 "usage: $self [--stop]" ;;
esac

case $supervisor_conf in
  /*) conf=$supervisor_conf ;;
  *) conf=$root/$supervisor_conf ;;
esac
newline='
'
if [ ! -f "$conf" ] || [ ! -r "$conf" ]; then
  fail 2 "$conf cannot be read. It is named in 'supervisor_conf' at the top of $self."
fi
read_env_file "$env_file"
package="supervisor (Debian: apt-get install supervisor; macOS: brew install supervisor; pip install supervisor)"
find_program supervisord "$package"
supervisord=$found
find_program supervisorctl "$package"
supervisorctl=$found
python_of "$supervisord"

# A folder that is to be written to. Those of this project are made.
need_folder() {
  case $1 in
    "$root"/*) problem=$(mkdir -p -- "$1" 2>&1) || fail 2 "The folder $1 cannot be made: $problem. Remove what stands in its place, or give the user $(id -un) the right to write there. Nothing was stopped." ;;
  esac
  [ -d "$1" ] || fail 2 "The folder $1 is not there, and $conf wants to write to it. Make it: mkdir -p '$1'. Nothing was stopped."
  trial=$1/.restart-$$
  if problem=$({ printf 'x\n' >"$trial"; } 2>&1); then
    rm -f -- "$trial"
  else
    rm -f -- "$trial" 2>/dev/null || true
    fail 2 "The folder $1 cannot be written to by the user $(id -un): ${problem##*: }. Mend its rights, or make room on its disk. Nothing was stopped."
  fi
}

case $logs in
  /*) ;;
  *) logs=$root/$logs ;;
esac
if [ "$mode" = restart ]; then need_folder "$logs"; fi

if ! facts=$(read_configuration 2>&1); then
  printf '%s\n' "$facts" | sed -n -e 's/ Available names: .*//' -e 's/^Error: //p' >&2
  fail 2 "supervisord would not take $conf, for the reason above. Nothing was stopped."
fi
fact() {
  printf '%s\n' "$facts" | sed -n "s/^$1	//p"
}
url=$(fact url)
pidfile=$(fact pidfile)
manual=$(fact manual)

if [ "$mode" = restart ]; then
  problem=$(fact missing | sed -e 's/^\(.*\)	\([^(]*\)$/  \1: \2 is not there/' -e 's/^\(.*\)	\([^(]*\) \((.*)\)$/  \1: \2 is not there \3/' && fact locked | sed 's/^\(.*\)	\(.*\)$/  \1: \2 cannot be run/')
  [ -z "$problem" ] || fail 2 "Programs of $conf cannot be started:
$problem
Install what is missing, mend its path, or set autostart=false. Nothing was stopped."
  while IFS= read -r folder; do
    [ -z "$folder" ] || need_folder "$folder"
  done <<END
$(fact folder | sort -u)
END
fi

# Who answers, and whose it is.
answer=$(ask pid)
case $answer in
  *[!0-9]* | '')
    case $answer in
      *'no such file'* | *'refused connection'*) why="has lost its socket" ;;
      *SHUTDOWN_STATE*) why="is stopping already" ;;
      *) fail 3 "What answers at $url is no supervisord of this project: $answer. Nothing was stopped. If it runs as another user, run this as that user; else give this project its own socket in $conf." ;;
    esac
    # Nobody does, but the pid file may still name one. A stale one says nothing.
    old=''
    if [ -f "$pidfile" ]; then old=$(tr -dc 0-9 <"$pidfile" 2>/dev/null || true); fi
    if [ -n "$old" ] && is_alive "$old"; then
      owner_of "$old"
      if [ -n "$owner" ]; then
        is_ours || refuse "$pidfile" "$old"
        echo "supervisord ($old) $why; it is told to end."
        kill "$old" 2>/dev/null || fail 4 "supervisord (process $old) runs as another user. Run this as that user."
        await_end "$old"
      fi
    fi
    ;;
  *)
    owner_of "$answer"
    is_ours || refuse "$url" "$answer"
    echo "stopping supervisord ($answer)"
    ask shutdown >/dev/null
    await_end "$answer"
    ;;
esac
end_left_behind || exit 4
if [ "$mode" = stop ]; then
  echo "supervisord is stopped."
  exit 0
fi

# Programs know by this whose they are, and end_left_behind finds them.
export SUPERVISOR_RESTART_CONF="$conf"
said=$logs/supervisord.start.log
set -- "$supervisord" -c "$conf"
# In the foreground it would write its log twice.
if [ -n "$(fact silent)" ]; then set -- "$@" --silent; fi
# Ctrl-C here is not meant for it: it gets a session of its own, whether the configuration says nodaemon or not.
"$python" -c 'import os, sys; os.setsid(); os.execv(sys.argv[1], sys.argv[1:])' "$@" </dev/null >"$said" 2>&1 &
started=$!

explain_start() {
  sed -e 's/ Available names: .*//' -e 's/^/  /' "$said" | tail -n 10 >&2
  case $(cat "$said") in
    *'already listening'*) fail 5 "$1 A port or socket that $conf names is taken by another program. Who has it: ss -ltnxp (Linux), lsof -nP -iTCP -sTCP:LISTEN (macOS)." ;;
    *) fail 5 "$1 What it said stands above, if it said anything; more may be in its log. Then run $self again: it ends what was left behind." ;;
  esac
}

left=$((start_seconds * 5))
has_answered=no
while :; do
  answer=$(ask status)
  case $answer in
    *'no such file'* | *'refused connection'* | 'no answer'*)
      [ "$has_answered" = no ] || explain_start "supervisord ended while its programs started; it may have been killed."
      if ! is_alive "$started"; then
        code=0
        wait "$started" || code=$?
        # With 0 it has gone into the background.
        [ "$code" -eq 0 ] || explain_start "supervisord did not start (exit code $code)."
      fi
      waiting=all
      failed=''
      ;;
    *)
      has_answered=yes
      # Have: "web:web_00    RUNNING   pid 7, uptime 0:00:02"
      failed=$(printf '%s\n' "$answer" | awk '$2 == "FATAL" { print $1 }')
      waiting=$(printf '%s\n' "$answer" | manual="$manual" awk '
        BEGIN { split(ENVIRON["manual"], names, "\n"); for (at in names) isManual[names[at]] = 1 }
        $2 == "RUNNING" || $2 == "EXITED" || $2 == "FATAL" { next }
        $2 == "STOPPED" && isManual[$1] { next }
        { print $1 }')
      ;;
  esac
  if [ -z "$waiting" ]; then break; fi
  if [ "$left" -le 0 ]; then break; fi
  left=$((left - 1))
  sleep 0.2
done

if [ "$has_answered" = no ]; then explain_start "supervisord does not answer after $start_seconds seconds."; fi
printf '%s\n' "$answer"
if [ -z "$waiting$failed" ]; then
  echo "All programs run."
  exit 0
fi
for name in $failed $waiting; do
  words=$(last_words "$name")
  printf '\n%s does not run. The end of its log:\n%s\n' "$name" "$(printf '%s\n' "$words" | sed 's/^/  /')" >&2
  case $words in
    *ddress\ already\ in\ use* | *EADDRINUSE*) printf 'A port that %s wants is taken by another program. Who has it: ss -ltnp (Linux), lsof -nP -iTCP -sTCP:LISTEN (macOS).\n' "$name" >&2 ;;
  esac
done
if [ -n "$waiting" ]; then fail 1 "Not all programs run after $start_seconds seconds. Mend what stands above and run $self again; 'start_seconds' at its top is the limit."; fi
fail 1 "Not all programs run. Mend what stands above and run $self again."
