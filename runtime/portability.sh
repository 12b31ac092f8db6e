# shellcheck shell=sh
# Where this project's files, programs, hosts and ports are, on whatever machine it runs.
#
# For scripts of bash, dash and zsh; it is part of the project now and needs nothing but the usual
# tools. A script reads it, and asks:
#
#     . "$(dirname -- "$0")/portability.sh"
#     database=$(project_path data/readings.db) || exit
#
# Answers go to the output. What cannot be answered is a message there for errors that says what to
# set, and the status 1. Where something else is taken instead, a line there says so. Reading this file defines functions and no variable; each call looks at the
# machine when it is made, in a process of its own, and changes nothing.
#
# Settings come from the environment, then from config.local.json (this machine's, kept out of git),
# then from config.default.json; both stand at the project root and may be missing. An empty
# environment variable counts as not set.

portability_constants() {
  # What every environment variable read here begins with.
  PREFIX="APP_"
  # A file or folder that stands at the project root, relative to it.
  ROOT_MARKER=".git"
}

# project_path [PART...]: an absolute path under the project root; without parts the root itself.
# The root is APP_ROOT, else the first folder at or above this file that holds the root marker, else
# the first that holds a configuration file. A shell that does not tell where this file is (dash) looks from the script that it runs.
project_path() (
  portability_begin
  root=$(portability_root) || exit 1
  portability_under "$root" "$@"
)

# home_path [PART...]: an absolute path under the running user's home folder.
home_path() (
  portability_begin
  home=${HOME-}
  if [ -z "${HOME+set}" ]; then
    user=$(id -un)
    case $user in
      '' | *[!A-Za-z0-9._-]*) ;;
      *) eval "home=~$user" ;;
    esac
  fi
  case $home in
    /*) portability_under "$(portability_resolved "$home")" "$@" ;;
    *) portability_fail "the running user's home folder is not known. Set HOME to its absolute path." ;;
  esac
)

# temp_path [PART...]: an absolute path under the folder for temporary files: TMPDIR, TMP, TEMP, else /tmp.
temp_path() (
  portability_begin
  temporary=${TMPDIR:-${TMP:-${TEMP:-/tmp}}}
  case $temporary in
    /*) portability_under "$(portability_resolved "$temporary")" "$@" ;;
    *) portability_fail "the system's temp folder is $(portability_awk quote "$temporary"), which is not an absolute path. Set TMPDIR to one." ;;
  esac
)

# find_binary NAME: the absolute path of an installed program: APP_BIN_<NAME>, else the first along
# PATH, else in the folders where this kind of system keeps programs.
find_binary() (
  portability_begin
  name=${1-}
  case $name in
    */* | *\\*) isName=no ;;
    *[A-Za-z0-9]*) isName=yes ;;
    *) isName=no ;;
  esac
  [ "$isName" = yes ] || portability_fail "$(portability_awk quote "$name") is not the name of a program."
  variable=${PREFIX}BIN_$(portability_awk upper "$name")
  eval "chosen=\${$variable-}"
  if [ -n "$chosen" ]; then
    case $chosen in
      /*) [ -f "$chosen" ] && [ -x "$chosen" ] && printf '%s\n' "$chosen" && exit 0 ;;
    esac
    portability_fail "$variable must be the absolute path of an executable file, but is $(portability_awk quote "$chosen")."
  fi
  portability_add_path
  portability_program "$name" && exit 0
  portability_add_known
  portability_program "$name" && exit 0
  portability_fail "the program $(portability_awk quote "$name") was not found in ${listed:-any folder}. Set $variable to its absolute path."
)

# search_path: a value for PATH under which programs are found, also under cron or a supervisor.
search_path() (
  portability_begin
  portability_add_path
  portability_add /usr/local/bin /usr/bin /bin /usr/sbin /sbin
  portability_add_known
  printf '%s\n' "$folders"
)

# target_host [NAME]: the host to connect to. Without a name APP_TARGET_HOST, else
# runtime.target_host of the configuration, else 127.0.0.1; for "camera" APP_CAMERA_HOST, else
# runtime.camera_host.
target_host() (
  portability_begin
  if [ "$#" -eq 0 ]; then
    portability_host target_host 127.0.0.1
  else
    key=$(portability_named "$1") || exit 1
    portability_host "${key}_host" || portability_not_set "host $(portability_awk quote "$1")" "${key}_host"
  fi
)

# bind_host: the address to listen on: APP_BIND_HOST, else runtime.bind_host, else 0.0.0.0.
bind_host() (
  portability_begin
  portability_host bind_host 0.0.0.0
)

# port NAME: a port, 1 to 65535: for "main" APP_MAIN_PORT, else runtime.main_port. (MacPorts has a
# program of this name; `command port` calls it.)
port() (
  portability_begin
  key=$(portability_named "${1-}") || exit 1
  portability_setting "${key}_port"
  [ "$kind" != none ] || portability_not_set "port $(portability_awk quote "$1")" "${key}_port"
  case $kind in
    string | number)
      case $value in
        [1-9] | [1-9][0-9] | [1-9][0-9][0-9] | [1-9][0-9][0-9][0-9] | [1-9][0-9][0-9][0-9][0-9])
          [ "$value" -le 65535 ] && printf '%s\n' "$value" && exit 0
          ;;
      esac
      ;;
  esac
  portability_fail "$origin must be a whole number from 1 to 65535, but is $shown."
)

# What follows is called by the functions above, within their processes.

portability_begin() {
  [ -z "${ZSH_VERSION-}" ] || emulate sh
  # Whatever the script has set for itself.
  set +eu -f
  IFS=' 	
'
  newline='
'
  # The tools used here are found also when the script's PATH is empty.
  givenPath=${PATH-}
  PATH=/usr/bin:/bin:/usr/local/bin${PATH:+:$PATH}
  LC_ALL=C
  export PATH LC_ALL
  folders=''
  root=''
  portability_constants
}

portability_fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# What could not be found out, and what is taken instead.
portability_tell() {
  printf 'portability: %s\n' "$1" >&2
}

# Whether a link leads in a circle.
portability_loops() {
  [ -h "$1" ] || return 1
  case $(cat -- "$1" 2>&1) in
    *"levels of symbolic links"* | *"ymbolic link loop"*) ;;
    *) return 1 ;;
  esac
}

# Whether something stands there. What cannot be seen counts as missing, and is told.
portability_is_there() {
  [ ! -e "$1" ] || return 0
  if portability_loops "$1"; then
    portability_tell "$1 cannot be looked at (ELOOP), and counts as missing."
  elif [ -d "${1%/*}/" ] && [ ! -x "${1%/*}/" ]; then
    portability_tell "$1 cannot be looked at (EACCES), and counts as missing."
  fi
  return 1
}

portability_root() {
  eval "chosen=\${${PREFIX}ROOT-}"
  if [ -n "$chosen" ]; then
    case $chosen in
      /*) [ -d "$chosen" ] && portability_resolved "$chosen" && return ;;
    esac
    portability_fail "${PREFIX}ROOT must be the absolute path of an existing folder, but is $(portability_awk quote "$chosen")."
  fi
  file=$(portability_own_file)
  if [ -z "$file" ]; then
    portability_fail "the project root was not found: this shell does not tell where portability.sh is. Set ${PREFIX}ROOT to the root folder."
  fi
  file=$(portability_resolved "$file")
  if portability_climb "$ROOT_MARKER"; then
    printf '%s\n' "$folder"
    return
  fi
  # Have: a container, into which .git was not copied. These stand at the root and nowhere else.
  if portability_climb config.default.json config.local.json; then
    portability_tell "the project root is taken to be $folder, where $mark stands: $(portability_awk quote "$ROOT_MARKER") stands nowhere above $file. Set ${PREFIX}ROOT to the root folder."
    printf '%s\n' "$folder"
    return
  fi
  portability_fail "the project root was not found: $(portability_awk quote "$ROOT_MARKER") stands in none of $listed. Set ${PREFIX}ROOT to the root folder."
}

# Finds the first folder above $file, as it was loaded and then as it really is, that holds one of
# these; sets $folder, $mark, and $listed to what was searched.
portability_climb() {
  listed=''
  for folder in "$file" "$(portability_real "$file")"; do
    while [ "$folder" != / ]; do
      folder=${folder%/*}
      folder=${folder:-/}
      case ", $listed, " in
        *", $folder, "*) continue ;;
      esac
      for mark in "$@"; do
        if portability_is_there "${folder%/}/$mark"; then return; fi
      done
      listed=${listed:+$listed, }$folder
    done
  done
  return 1
}

# The path with its links followed; the path itself where there is no such file.
portability_real() {
  real=$1
  hops=0
  while [ -h "$real" ] && [ "$hops" -lt 40 ]; do
    aim=$(readlink "$real")
    case $aim in
      /*) real=$aim ;;
      *) real=${real%/*}/$aim ;;
    esac
    hops=$((hops + 1))
  done
  folder=$(CDPATH='' cd -P -- "${real%/*}/" 2>/dev/null && pwd -P) || folder=${real%/*}
  printf '%s\n' "${folder%/}/${real##*/}"
}

# Have: /a/./b/..//c/ Want: /a/c, whatever is there.
portability_resolved() {
  resolved=''
  rest=$1/
  while [ -n "$rest" ]; do
    part=${rest%%/*}
    rest=${rest#*/}
    case $part in
      '' | .) ;;
      ..) resolved=${resolved%/*} ;;
      *) resolved=$resolved/$part ;;
    esac
  done
  printf '%s\n' "${resolved:-/}"
}

# The first path, and the others under it; a separator at the end stays.
portability_under() {
  joined=$1
  shift
  for part in "$@"; do
    [ -z "$part" ] || joined=$joined/$part
  done
  under=$(portability_resolved "$joined")
  case $joined in
    */) under=${under%/}/ ;;
  esac
  printf '%s\n' "$under"
}

# Adds to $folders, which colons part, what is not in it.
portability_add() {
  for folder in "$@"; do
    case :$folders: in
      *:"$folder":*) ;;
      *) folders=${folders:+$folders:}$folder ;;
    esac
  done
}

portability_add_path() {
  before=$IFS
  IFS=:
  for entry in $givenPath; do
    [ -z "$entry" ] || portability_add "$entry"
  done
  IFS=$before
}

portability_add_known() {
  if [ "$(uname -s)" = Darwin ]; then
    for known in /opt/homebrew/bin /opt/homebrew/sbin /usr/local/bin /usr/local/sbin /opt/local/bin /opt/local/sbin; do
      if portability_is_there "$known" && [ -d "$known" ]; then portability_add "$known"; fi
    done
  else
    for known in /usr/local/bin /usr/local/sbin /usr/bin /usr/sbin /bin /sbin /home/linuxbrew/.linuxbrew/bin /home/linuxbrew/.linuxbrew/sbin /snap/bin; do
      if portability_is_there "$known" && [ -d "$known" ]; then portability_add "$known"; fi
    done
  fi
}

# Prints the file of a program in the first of $folders that holds it; sets $listed to what was searched.
portability_program() {
  listed=''
  before=$IFS
  IFS=:
  for folder in $folders; do
    listed=${listed:+$listed, }$folder
    case $folder in
      /*) file=$(portability_resolved "$folder/$1") ;;
      *) file=$(portability_resolved "$PWD/$folder/$1") ;;
    esac
    [ -f "$file" ] && [ -x "$file" ] && printf '%s\n' "$file" && return
  done
  IFS=$before
  return 1
}

portability_named() {
  case $1 in
    *[A-Za-z0-9]*) portability_awk lower "$1" ;;
    *) portability_fail "$(portability_awk quote "$1") is not a name: it holds no letter or digit." ;;
  esac
}

portability_not_set() {
  [ -n "$root" ] || root=$(portability_root) || exit 1
  portability_fail "the $1 is not set. Set $PREFIX$(portability_awk upper "$2"), or runtime.$2 in config.local.json or config.default.json in $root."
}

# Prints the setting of a key, else the default; returns 1 where there is neither.
portability_host() {
  portability_setting "$1"
  if [ "$kind" = none ]; then
    [ "$#" -gt 1 ] && printf '%s\n' "$2"
    return
  fi
  if [ "$kind" = string ] && [ -n "$value" ]; then
    printf '%s\n' "$value"
  else
    portability_fail "$origin must be a non-empty string, but is $shown."
  fi
}

# Sets $kind (none, string, number, other), $origin, $shown and $value.
portability_setting() {
  kind=none
  origin=$PREFIX$(portability_awk upper "$1")
  eval "value=\${$origin-}"
  if [ -n "$value" ]; then
    kind=string
    shown=$(portability_awk quote "$value")
    return
  fi
  root=$(portability_root) || exit 1
  for file in "${root%/}/config.default.json" "${root%/}/config.local.json"; do
    if [ ! -e "$file" ]; then
      if portability_loops "$file"; then portability_fail "$file cannot be read (ELOOP)."; fi
      if [ -h "$file" ]; then portability_tell "$file is a link that leads nowhere, and counts as missing."; fi
      continue
    fi
    [ ! -d "$file" ] || portability_fail "$file cannot be read (EISDIR)."
    [ -r "$file" ] || portability_fail "$file cannot be read (EACCES)."
    # The x keeps the line breaks at the ends.
    answer=$({ cat -- "$file" && printf x; } | portability_awk read "$file" "$1" && printf x)
    answer=${answer%"$newline"x}
    case $answer in
      none*) ;;
      string* | number* | other*)
        kind=${answer%%"$newline"*}
        answer=${answer#*"$newline"}
        origin=${answer%%"$newline"*}
        answer=${answer#*"$newline"}
        shown=${answer%%"$newline"*}
        value=${answer#*"$newline"}
        ;;
      error*) portability_fail "${answer#*"$newline"}" ;;
      *) portability_fail "$file cannot be read (awk)." ;;
    esac
  done
}

# quote TEXT: as JSON writes it. lower NAME, upper NAME: as a part of a key or a variable.
# read FILE KEY: the kind, place, description and value of runtime.KEY in the JSON of the input.
portability_awk() {
  mode=$1 text=${2-} key=${3-} awk '
    BEGIN {
      for (code = 1; code < 32; code++) controls = controls sprintf("%c", code)
      if (ENVIRON["mode"] == "quote") print quoted(ENVIRON["text"])
      else if (ENVIRON["mode"] == "read") print answer(ENVIRON["text"], ENVIRON["key"])
      else print words(ENVIRON["text"])
    }

    function words(name) {
      # A character counts once, however many bytes it has.
      gsub(/[\200-\277]/, "", name)
      gsub(/[^A-Za-z0-9]/, "_", name)
      return ENVIRON["mode"] == "upper" ? toupper(name) : tolower(name)
    }

    function quoted(string,   result, at, character, code) {
      for (at = 1; at <= length(string); at++) {
        character = substr(string, at, 1)
        code = index(controls, character)
        if (character == "\"" || character == "\\") character = "\\" character
        else if (code == 8) character = "\\b"
        else if (code == 9) character = "\\t"
        else if (code == 10) character = "\\n"
        else if (code == 12) character = "\\f"
        else if (code == 13) character = "\\r"
        else if (code > 0) character = sprintf("\\u%04x", code)
        result = result character
      }
      return "\"" result "\""
    }

    function answer(file, wantedKey,   line, lines, end, kind) {
      while ((getline line) > 0) json = lines++ ? json "\n" line : line
      json = substr(json, 1, length(json) - 1)
      if (!isUtf8(json)) return "error\n" file " is not UTF-8."
      if (substr(json, 1, 3) == "\357\273\277") json = substr(json, 4)
      end = scan(wantedKey)
      if (end) return "error\n" place(file, end) " is not valid JSON."
      if (topKind != "object") return "error\n" place(file, topStart) " must be an object, but is " described(topKind, topToken) "."
      if (runtimeKind == "") return "none"
      if (runtimeKind != "object") return "error\nruntime in " place(file, runtimeStart) " must be an object, but is " described(runtimeKind, runtimeToken) "."
      if (foundKind == "") return "none"
      line = described(foundKind, foundToken)
      kind = foundKind == "string" || foundKind == "number" ? foundKind : "other"
      return kind "\nruntime." wantedKey " in " place(file, foundStart) "\n" line "\n" (kind == "string" ? decoded(foundToken) : line)
    }

    function isUtf8(string) {
      if (string !~ /[\200-\377]/) return 1
      gsub(/[\302-\337][\200-\277]|\340[\240-\277][\200-\277]|[\341-\354\356\357][\200-\277][\200-\277]|\355[\200-\237][\200-\277]|\360[\220-\277][\200-\277][\200-\277]|[\361-\363][\200-\277][\200-\277][\200-\277]|\364[\200-\217][\200-\277][\200-\277]/, "", string)
      return string !~ /[\200-\377]/
    }

    # Line and column, in characters.
    function place(file, at,   before, line) {
      before = substr(json, 1, at - 1)
      line = gsub(/\n/, "\n", before) + 1
      sub(/^.*\n/, "", before)
      gsub(/[\200-\277]/, "", before)
      return file ":" line ":" (length(before) + 1)
    }

    function described(kind, token,   number, size, digits, result) {
      if (kind == "string") return quoted(decoded(token))
      if (kind == "array") return "an array"
      if (kind == "object") return "an object"
      if (kind != "number") return token
      number = token + 0
      size = number < 0 ? -number : number
      if (size == 0) return "0"
      if (size < 0.0001 || size >= 1000000000000000) return "a very large or small number"
      for (digits = 1; digits <= 17; digits++) {
        result = sprintf("%." digits "g", number)
        if (result + 0 == number && result !~ /e/) return result
      }
      return token
    }

    function decoded(token,   result, at, character, code, low) {
      token = substr(token, 2, length(token) - 2)
      if (!index(token, "\\")) return token
      for (at = 1; at <= length(token); at++) {
        character = substr(token, at, 1)
        if (character == "\\") {
          character = substr(token, ++at, 1)
          if (character == "u") {
            code = hexadecimal(substr(token, at + 1, 4))
            at += 4
            if (code >= 55296 && code < 56320 && substr(token, at + 1, 2) == "\\u") {
              low = hexadecimal(substr(token, at + 3, 4))
              if (low >= 56320 && low < 57344) {
                code = 65536 + (code - 55296) * 1024 + low - 56320
                at += 6
              }
            }
            character = utf8(code)
          } else if (character == "b") character = "\b"
          else if (character == "f") character = "\f"
          else if (character == "n") character = "\n"
          else if (character == "r") character = "\r"
          else if (character == "t") character = "\t"
        }
        result = result character
      }
      return result
    }

    function hexadecimal(digits,   at, result) {
      for (at = 1; at <= length(digits); at++) result = result * 16 + index("0123456789abcdef", tolower(substr(digits, at, 1))) - 1
      return result
    }

    function utf8(code) {
      if (code < 128) return sprintf("%c", code)
      if (code < 2048) return sprintf("%c%c", 192 + int(code / 64), 128 + code % 64)
      if (code < 65536) return sprintf("%c%c%c", 224 + int(code / 4096), 128 + int(code / 64) % 64, 128 + code % 64)
      return sprintf("%c%c%c%c", 240 + int(code / 262144), 128 + int(code / 4096) % 64, 128 + int(code / 64) % 64, 128 + code % 64)
    }

    # The length of the token at a place, 0 if there is none.
    function tokenLength(at,   start, character, word) {
      character = substr(json, at, 1)
      if (character == "") return 0
      if (index("[]{}:,", character)) return 1
      start = at
      if (character == "\"") {
        for (at++; ; at++) {
          character = substr(json, at, 1)
          if (character == "" || index(controls, character)) return 0
          if (character == "\"") return at - start + 1
          if (character != "\\") continue
          character = substr(json, ++at, 1)
          if (character == "u") {
            if (substr(json, at + 1, 4) !~ /^[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]$/) return 0
            at += 4
          } else if (character == "" || !index("\"\\/bfnrt", character)) return 0
        }
      }
      while (substr(json, at, 1) ~ /^[-+.0-9A-Za-z]$/) at++
      word = substr(json, start, at - start)
      if (match(word, /^(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null)/)) return RLENGTH
      return 0
    }

    # Finds the key in the object under "runtime", both as they stand last; gives the place of the
    # first token that JSON does not allow where it stands, 0 if there is none.
    function scan(wantedKey,   at, size, token, wanted, empty, depth, closers, names, kind) {
      wanted = "value"
      for (at = 1; ; at += size) {
        while (substr(json, at, 1) ~ /^[ \t\r\n]$/) at++
        if (at > length(json) && wanted == "," && depth == 0) return 0
        size = tokenLength(at)
        if (!size) return at
        token = substr(json, at, size)
        if (wanted == "value" && token !~ /^[]}:,]$/) {
          if (token == "{") kind = "object"
          else if (token == "[") kind = "array"
          else if (token ~ /^"/) kind = "string"
          else if (token ~ /^[tfn]/) kind = token
          else kind = "number"
          if (depth == 0) {
            topKind = kind; topStart = at; topToken = token
          } else if (depth == 1 && names[1] == "runtime" && closers[1] == "}") {
            runtimeKind = kind; runtimeStart = at; runtimeToken = token
            foundKind = ""
          } else if (depth == 2 && names[1] == "runtime" && closers[1] == "}" && closers[2] == "}" && names[2] == wantedKey) {
            foundKind = kind; foundStart = at; foundToken = token
          }
        }
        if (depth > 0 && token == closers[depth] && (wanted == "," || empty)) {
          depth--
          wanted = ","
          empty = 0
          continue
        }
        empty = 0
        if (wanted == "value" && (token == "[" || token == "{")) {
          closers[++depth] = token == "[" ? "]" : "}"
          names[depth] = ""
          wanted = token == "[" ? "value" : "key"
          empty = 1
        } else if (wanted == "value" && token !~ /^[]}:,]$/) wanted = ","
        else if (wanted == "key" && token ~ /^"/) {
          names[depth] = decoded(token)
          wanted = ":"
        } else if (wanted == ":" && token == ":") wanted = "value"
        else if (wanted == "," && token == "," && depth > 0) wanted = closers[depth] == "]" ? "value" : "key"
        else return at
      }
    }
  '
}

# Only bash and zsh tell the file that is read; in others the script that runs must do. The path is
# kept as a function, since a relative one would mean another file after a change of the folder.
eval "portability_own_file() { printf '%s\\n' '$(
  # shellcheck disable=SC3028 # asked for in bash alone
  if [ -n "${BASH_VERSION-}" ]; then
    file=${BASH_SOURCE-}
  elif [ -n "${ZSH_VERSION-}" ]; then
    # Have: ./lib/portability.sh:0 first, whatever else calls.
    eval 'set -- "${funcsourcetrace[@]}"'
    file=${1%:*}
  else
    file=$0
  fi
  case $file in
    # The shell itself, which runs no script.
    */sh | */dash | */ash | */ksh | */mksh) file='' ;;
    /*) ;;
    */*) file=$PWD/$file ;;
    *) if [ -f "$file" ]; then file=$PWD/$file; else file=''; fi ;;
  esac
  while :; do
    case $file in
      *"'"*) printf "%s'\\\\''" "${file%%"'"*}" ;;
      *) break ;;
    esac
    file=${file#*"'"}
  done
  printf '%s' "$file"
)'; }"
