"""Where this project's files, programs, hosts and ports are, on whatever machine it runs.

``portability migrate`` copied this file here; it is part of the project now and needs nothing but
Python 3.9 or later. Importing it reads no file; each call looks at the machine when it is made.
Whatever cannot be answered is a `PortabilityError` that says what to set.

Settings come from the environment, then from config.local.json (this machine's, kept out of git),
then from config.default.json; both stand at the project root and may be missing. An empty
environment variable counts as not set.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, NoReturn, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What every environment variable read here begins with.
PREFIX = "APP_"
# A file or folder that stands at the project root, relative to it.
ROOT_MARKER = ".git"

__all__ = [
    "PortabilityError",
    "bind_host",
    "find_binary",
    "home_path",
    "port",
    "project_path",
    "save_local_config_if_missing",
    "search_path",
    "target_host",
    "temp_path",
]

_LOCAL_CONFIG = "config.local.json"
_DEFAULT_CONFIG = "config.default.json"

_UNIX_PATH = ("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin")
_MAC_PREFIXES = (
    "/opt/homebrew/bin",
    "/opt/homebrew/sbin",
    "/usr/local/bin",
    "/usr/local/sbin",
    "/opt/local/bin",
    "/opt/local/sbin",
)
_LINUX_PREFIXES = (
    "/usr/local/bin",
    "/usr/local/sbin",
    "/usr/bin",
    "/usr/sbin",
    "/bin",
    "/sbin",
    "/home/linuxbrew/.linuxbrew/bin",
    "/home/linuxbrew/.linuxbrew/sbin",
    "/snap/bin",
)

# Now, because a relative path would mean another file after a change of the working folder.
_OWN_FILE = os.path.abspath(__file__)


class PortabilityError(RuntimeError):
    """This machine does not hold what was asked for, or holds a setting that is wrong."""


def project_path(*parts: str | os.PathLike[str]) -> str:
    """Give an absolute path under the project root; without parts the root itself.

    The root ends in no separator. It is ``APP_ROOT`` (the prefix is this file's), else the first
    folder at or above this file that holds the root marker: along the file's path as it was
    loaded, then along its real path. One part may hold several folders ("data/x.db"), ``..`` is
    followed in the text, a trailing separator stays, a leading one does not lead out of the root.
    The path need not exist.

    Raises:
        PortabilityError: ``APP_ROOT`` is not the absolute path of a folder, or no folder holds
            the marker; the message lists the folders searched.
    """
    return _under(_project_root(), parts)


def home_path(*parts: str | os.PathLike[str]) -> str:
    """Give an absolute path under the running user's home folder; without parts that folder.

    The home is what ``os.path.expanduser("~")`` gives: on Unix ``HOME``, else the user database.

    Raises:
        PortabilityError: the system knows no home folder, or ``HOME`` is empty or relative.
    """
    home = "" if os.environ.get("HOME") == "" else os.path.expanduser("~")
    if not os.path.isabs(home):
        raise PortabilityError(
            "the running user's home folder is not known. Set HOME to its absolute path."
        )
    return _under(_resolved(home), parts)


def temp_path(*parts: str | os.PathLike[str]) -> str:
    """Give an absolute path under the system's folder for temporary files.

    The folder is on Unix ``TMPDIR``, ``TMP``, ``TEMP``, else /tmp. (``tempfile.gettempdir`` would
    write a file to find out.) Without parts that folder itself.

    Raises:
        PortabilityError: the system's setting is a relative path.
    """
    temporary = _temporary_folder()
    if not os.path.isabs(temporary):
        raise PortabilityError(
            f"the system's temp folder is {_quoted(temporary)}, which is not an absolute path."
            " Set TMPDIR to one."
        )
    return _under(_resolved(temporary), parts)


def find_binary(name: str) -> str:
    """Give the absolute path of an installed program: a regular file that may be executed.

    Looks at ``APP_BIN_<NAME>`` (upper-case, other characters than letters and digits as ``_``),
    then along ``PATH``, then in the folders where this kind of system keeps programs (Homebrew's
    and MacPorts' on macOS, the usual ones, Linuxbrew's and snap's elsewhere). Empty entries of
    ``PATH`` are passed over; on Windows ``PATHEXT`` is honoured.

    Args:
        name: the program's name, without a folder: "jq".

    Raises:
        PortabilityError: the variable names no executable file, or the program is nowhere; the
            message lists where it looked and the variable to set.
    """
    if re.search(r"[/\\\0]", name) or not re.search(r"[A-Za-z0-9]", name):
        raise PortabilityError(f"{_quoted(name)} is not the name of a program.")
    variable = f"{PREFIX}BIN_{_snake(name).upper()}"
    chosen = _environment(variable)
    if chosen is not None:
        if os.path.isabs(chosen) and _is_executable(chosen):
            return chosen
        raise PortabilityError(
            f"{variable} must be the absolute path of an executable file, but is {_quoted(chosen)}."
        )
    folders = _unique([*_path_entries(), *_known_prefixes()])
    for folder in folders:
        for spelling in _spellings(name):
            file = _resolved(os.path.join(folder, spelling))
            if _is_executable(file):
                return file
    raise PortabilityError(
        f"the program {_quoted(name)} was not found in {_listed(folders)}."
        f" Set {variable} to its absolute path."
    )


def search_path() -> str:
    """Give a value for ``PATH`` under which a spawned program finds its tools.

    Also when this program was started by cron or a supervisor: the present entries in order, then
    the system's default ones, then those of its well-known program folders that exist; each once,
    joined as the system joins them.
    """
    system = () if _is_windows() else _UNIX_PATH
    return os.pathsep.join(_unique([*_path_entries(), *system, *_known_prefixes()]))


def target_host(name: str | None = None) -> str:
    """Give the host to connect to: a name or an address, without port.

    Without a name: ``APP_TARGET_HOST``, else ``runtime.target_host`` of the configuration, else
    "127.0.0.1". With one ("camera"): ``APP_CAMERA_HOST``, else ``runtime.camera_host``.

    Args:
        name: what the host is called here; characters other than letters and digits count as
            ``_``.

    Raises:
        PortabilityError: a named host is set nowhere, or a setting is not a non-empty string
            (``null`` is such a setting).
    """
    key = f"{'target' if name is None else _named(name)}_host"
    host = _host_setting(key)
    if host is not None:
        return host
    if name is None:
        return "127.0.0.1"
    raise _not_set(f"host {_quoted(name)}", key)


def bind_host() -> str:
    """Give the address to listen on.

    ``APP_BIND_HOST``, else ``runtime.bind_host`` of the configuration, else "0.0.0.0", which is
    every interface.

    Raises:
        PortabilityError: a setting is not a non-empty string.
    """
    host = _host_setting("bind_host")
    return "0.0.0.0" if host is None else host


def port(name: str) -> int:
    """Give a TCP or UDP port, 1 to 65535.

    For "main" ``APP_MAIN_PORT``, else ``runtime.main_port`` of the configuration. Decimal digits
    only; in a configuration file a number or such a string.

    Args:
        name: what the port is called here; characters other than letters and digits count as
            ``_``.

    Raises:
        PortabilityError: the port is set nowhere, or is no such number; the message says where
            the wrong value stands.
    """
    key = f"{_named(name)}_port"
    found = _setting(key)
    if found is None:
        raise _not_set(f"port {_quoted(name)}", key)
    number = found.value
    if isinstance(number, str) and re.fullmatch(r"[1-9][0-9]{0,4}", number):
        number = float(number)
    if isinstance(number, float) and number.is_integer() and 1 <= number <= 65535:
        return int(number)
    raise PortabilityError(
        f"{found.source} must be a whole number from 1 to 65535, but is {_described(found.value)}."
    )


def save_local_config_if_missing(values: Mapping[str, object]) -> bool:
    """Create config.local.json at the project root, unless something of that name stands there.

    A file, a folder, a link that leads nowhere all count. It is never overwritten, also when
    several programs try at once, and appears whole (where the file system has hard links;
    elsewhere it is removed again if it cannot be finished). Meant for an explicit init command.

    Args:
        values: the configuration, which JSON must be able to hold.

    Returns:
        True when this call created the file, False when the name was taken.

    Raises:
        PortabilityError: JSON cannot hold the values, or the file cannot be written.
    """
    content = _json_text(values)
    file = os.path.join(_project_root(), _LOCAL_CONFIG)
    if os.path.lexists(file):
        return False
    temporary = f"{file}.{secrets.token_hex(8)}.tmp"
    try:
        _write_new(temporary, content)
        try:
            os.link(temporary, file)
        except FileExistsError:
            raise
        except OSError:
            # No hard links here: still only one program gets the name, but readers may see half.
            _write_new(file, content)
    except FileExistsError:
        return False
    except OSError as error:
        raise PortabilityError(f"{file} cannot be written ({_code_of(error)}).") from error
    else:
        return True
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


# The project root

_last_root: tuple[str | None, str] | None = None


def _project_root() -> str:
    global _last_root
    chosen = _environment(f"{PREFIX}ROOT")
    if _last_root is None or _last_root[0] != chosen:
        _last_root = (chosen, _root_above(_OWN_FILE) if chosen is None else _checked_root(chosen))
    return _last_root[1]


def _checked_root(chosen: str) -> str:
    if os.path.isabs(chosen) and os.path.isdir(chosen):
        return _resolved(chosen)
    raise PortabilityError(
        f"{PREFIX}ROOT must be the absolute path of an existing folder, but is {_quoted(chosen)}."
    )


def _root_above(file: str) -> str:
    folders = _unique([*_folders_above(file), *_folders_above(os.path.realpath(file))])
    for folder in folders:
        if os.path.exists(os.path.join(folder, ROOT_MARKER)):
            return folder
    raise PortabilityError(
        f"the project root was not found: {_quoted(ROOT_MARKER)} stands in none of"
        f" {_listed(folders)}. Set {PREFIX}ROOT to the root folder."
    )


def _folders_above(file: str) -> list[str]:
    folders: list[str] = []
    inner, folder = file, os.path.dirname(file)
    while folder != inner:
        folders.append(folder)
        inner, folder = folder, os.path.dirname(folder)
    return folders


def _under(base: str, parts: Iterable[str | os.PathLike[str]]) -> str:
    """Join as text, so that a part with a leading separator stays under the base."""
    texts = [os.fspath(part) for part in parts]
    joined = os.sep.join([base, *filter(None, texts)])
    ends_in_separator = joined.endswith((os.sep, os.altsep or os.sep))
    path = _resolved(joined)
    return path + os.sep if ends_in_separator and not path.endswith(os.sep) else path


def _resolved(path: str) -> str:
    path = os.path.abspath(path)
    # Python keeps two leading slashes apart from one.
    return path[1:] if os.sep == "/" and path.startswith("//") else path


# Folders and programs of this system


def _platform() -> str:
    return sys.platform


def _is_windows() -> bool:
    return _platform() == "win32"


def _temporary_folder() -> str:
    variables = ("TEMP", "TMP") if _is_windows() else ("TMPDIR", "TMP", "TEMP")
    for variable in variables:
        value = _environment(variable)
        if value is not None:
            return value
    if _is_windows():
        return os.path.join(_environment("SYSTEMROOT") or "C:\\Windows", "temp")
    return "/tmp"


def _path_entries() -> list[str]:
    return [entry for entry in (_environment("PATH") or "").split(os.pathsep) if entry]


def _known_prefixes() -> list[str]:
    if _is_windows():
        return []
    prefixes = _MAC_PREFIXES if _platform() == "darwin" else _LINUX_PREFIXES
    return [folder for folder in prefixes if os.path.isdir(folder)]


def _spellings(name: str) -> list[str]:
    """Give the file names a program may have: on Windows one for each ending of ``PATHEXT``."""
    if not _is_windows():
        return [name]
    endings = (_environment("PATHEXT") or ".COM;.EXE;.BAT;.CMD").split(";")
    endings = [ending for ending in endings if ending]
    has_ending = any(name.lower().endswith(ending.lower()) for ending in endings)
    return [*([name] if has_ending else []), *(name + ending for ending in endings)]


def _is_executable(file: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(file).st_mode) and os.access(file, os.X_OK)
    except (OSError, ValueError):
        return False


# Settings


class _Setting(NamedTuple):
    value: object
    source: str


def _environment(variable: str) -> str | None:
    return os.environ.get(variable) or None


def _variable_of(key: str) -> str:
    return PREFIX + key.upper()


def _setting(key: str) -> _Setting | None:
    variable = _variable_of(key)
    value = _environment(variable)
    return _configured(key) if value is None else _Setting(value, variable)


def _configured(key: str) -> _Setting | None:
    found: _Setting | None = None
    for name in (_DEFAULT_CONFIG, _LOCAL_CONFIG):
        file = os.path.join(_project_root(), name)
        config = _read_config(file)
        if "runtime" not in config:
            continue
        runtime = config["runtime"]
        if not isinstance(runtime, dict):
            raise PortabilityError(
                f"runtime in {file} must be an object, but is {_described(runtime)}."
            )
        values = cast("dict[str, object]", runtime)
        if key in values:
            found = _Setting(values[key], f"runtime.{key} in {file}")
    return found


def _host_setting(key: str) -> str | None:
    found = _setting(key)
    if found is None:
        return None
    if isinstance(found.value, str) and found.value:
        return found.value
    raise PortabilityError(
        f"{found.source} must be a non-empty string, but is {_described(found.value)}."
    )


def _not_set(what: str, key: str) -> PortabilityError:
    return PortabilityError(
        f"the {what} is not set. Set {_variable_of(key)}, or runtime.{key} in {_LOCAL_CONFIG}"
        f" or {_DEFAULT_CONFIG} in {_project_root()}.",
    )


def _named(name: str) -> str:
    if re.search(r"[A-Za-z0-9]", name):
        return _snake(name)
    raise PortabilityError(f"{_quoted(name)} is not a name: it holds no letter or digit.")


def _snake(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "_", name).lower()


# Configuration files


def _read_config(file: str) -> dict[str, object]:
    try:
        with open(file, "rb") as stream:
            content = stream.read()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PortabilityError(f"{file} cannot be read ({_code_of(error)}).") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PortabilityError(f"{file} is not UTF-8.") from error
    try:
        # Every number as a float, which is what JSON's are elsewhere.
        config = cast("object", json.loads(text, parse_int=float, parse_constant=_refused))
    except ValueError as error:
        raise PortabilityError(
            f"{_place_in(file, text, _json_error_at(text))} is not valid JSON."
        ) from error
    if isinstance(config, dict):
        return cast("dict[str, object]", config)
    start = len(text) - len(text.lstrip(" \t\r\n"))
    raise PortabilityError(
        f"{_place_in(file, text, start)} must be an object, but is {_described(config)}."
    )


def _refused(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(constant)


def _place_in(file: str, text: str, offset: int) -> str:
    """Have: an offset. Want: ``file:line:column``, both from 1, columns in characters."""
    lines = text[:offset].split("\n")
    return f"{file}:{len(lines)}:{len(lines[-1]) + 1}"


_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r"([\[\]{}:,])"
    r'|("[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")'
    r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null"
)


def _json_error_at(text: str) -> int:
    """Give the offset of the first token that JSON does not allow where it stands.

    Our own, because Python's versions disagree on the place.
    """
    closers: list[str] = []
    # What may come: "value", "key", ":", or "," (which also stands for the closer); `empty` says
    # that the list or object was opened just now and may close at once.
    wanted = "value"
    empty = False
    at = 0
    while True:
        space = _SPACE.match(text, at)
        start = space.end() if space else at
        match = _TOKEN.match(text, start)
        if match is None:
            return start
        mark = match[1]
        closer = closers[-1] if closers else None
        if mark is not None and mark == closer and (wanted == "," or empty):
            closers.pop()
            wanted = ","
        elif wanted == "value" and mark in ("[", "{"):
            closers.append("]" if mark == "[" else "}")
            wanted = "value" if mark == "[" else "key"
        elif wanted == "value" and mark is None:
            wanted = ","
        elif wanted == "key" and match[2] is not None:
            wanted = ":"
        elif wanted == ":" and mark == ":":
            wanted = "value"
        elif wanted == "," and mark == "," and closer is not None:
            wanted = "value" if closer == "]" else "key"
        else:
            return start
        empty = mark in ("[", "{")
        at = match.end()


def _json_text(values: Mapping[str, object]) -> bytes:
    try:
        text = json.dumps(dict(values), indent=2, ensure_ascii=False, allow_nan=False)
        return f"{text}\n".encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise PortabilityError(
            f"the values for {_LOCAL_CONFIG} cannot be written as a JSON object."
        ) from error


def _write_new(file: str, content: bytes) -> None:
    with open(file, "xb") as stream:
        try:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:
            os.unlink(file)
            raise


# Words


def _code_of(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "unknown")


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _listed(folders: list[str]) -> str:
    return ", ".join(folders) if folders else "any folder"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _described(value: object) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list):
        return "an array"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, float):
        # Outside these bounds languages print numbers differently.
        size = abs(value)
        if size != 0 and not 1e-4 <= size < 1e15:
            return "a very large or small number"
        return str(int(value)) if value.is_integer() else repr(value)
    return {None: "null", True: "true", False: "false"}.get(cast("bool | None", value), "a value")
