"""Where this project's files, programs, hosts and ports are, on whatever machine it runs.

``portability migrate`` copied this file here; it is part of the project now and needs nothing but
Python 3.9 or later. Importing it reads no file; each call looks at the machine when it is made.
Whatever cannot be answered is a `PortabilityError` that says what to set; where something else
is taken instead, a warning of the logger "portability" says so once.

Settings come from the environment, then from config.local.json (this machine's, kept out of git),
then from config.default.json; both stand at the project root and may be missing. An empty
environment variable counts as not set. Reading never writes, and what came from the environment
is never saved.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import secrets
import stat
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Union, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# What every environment variable read here begins with.
PREFIX = "APP_"
# A file or folder that stands at the project root, relative to it.
ROOT_MARKER = ".git"

__all__ = [
    "ConfigEntry",
    "PortabilityError",
    "bind_host",
    "describe_config",
    "find_binary",
    "home_path",
    "load_config",
    "port",
    "project_path",
    "save_local_config_if_missing",
    "search_path",
    "target_host",
    "temp_path",
]

_LOCAL_CONFIG = "config.local.json"
_DEFAULT_CONFIG = "config.default.json"

# Keys that reach a JavaScript program's own objects when it copies them; left out of what is read.
_UNSAFE_KEYS = ("__proto__", "constructor", "prototype")
# What a key holds whose value is nobody's business.
_SECRET_KEY = re.compile(
    r"pass|pwd|secret|token|key|credential|auth|private|cookie|salt", re.IGNORECASE
)

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


# How a system says that something may well be there.
_UNSEEN = ("EACCES", "EPERM", "ELOOP", "EIO", "ESTALE")


class PortabilityError(RuntimeError):
    """This machine does not hold what was asked for, or holds a setting that is wrong."""


def project_path(*parts: str | os.PathLike[str]) -> str:
    """Give an absolute path under the project root; without parts the root itself.

    The root ends in no separator. It is ``APP_ROOT`` (the prefix is this file's), else the first
    folder at or above this file that holds the root marker: along the file's path as it was
    loaded, then along its real path. In a frozen program the executable comes before this file.
    Without a marker it is the first of these folders that holds a configuration file, with a
    warning. One part may hold several folders ("data/x.db"), ``..`` is
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
    entries = _path_entries()
    found = _program_in(entries, name)
    if found is not None:
        return found
    folders = _unique([*entries, *_known_prefixes()])
    known = _program_in(folders, name)
    if known is not None:
        return known
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
    number = _port_number(found.value)
    if number is None:
        raise _wrong(found.source(), _A_PORT, found.value)
    return number


def load_config(file: str | os.PathLike[str] | None = None) -> dict[str, object]:
    """Give the whole configuration, a new dictionary for each call.

    That is config.default.json, or another file in its place, then config.local.json, then the
    environment, each over what is below it. Objects are merged, everything else is replaced;
    ``null`` is a value. What config.local.json holds must be of the type that it has below, and a
    key of config.default.json if that file holds any but ``runtime``; ``null`` and empty objects
    leave it open. The keys ``__proto__``, ``constructor`` and ``prototype`` are left out.

    A variable is the prefix and the key's path in upper case, joined by ``_``; ``runtime`` is
    left out of it: ``APP_TARGET_HOST`` is runtime.target_host, ``APP_DATABASE_POOL_SIZE`` is
    database.pool_size or database.poolSize. The value keeps the type that the files give: a
    number, ``true`` or ``false`` (also ``1`` and ``0``), JSON for arrays and objects, else text.
    What no file has is taken from the environment only for the hosts and ports of runtime.

    Args:
        file: the JSON file that stands in the place of config.default.json: relative to the
            project root, or absolute. It must exist, which config.default.json need not.

    Raises:
        PortabilityError: a file cannot be read or is not JSON, ``file`` is missing, a key of
            config.local.json is unknown or of another type, or ``runtime`` or one of its hosts
            and ports is, or a variable is not what its key holds; the message has a line for each
            of them.
    """
    return _LoadedConfig(_load(file)[0])


class ConfigEntry(NamedTuple):
    """A key of the configuration with what it holds, and where that stands.

    The source is a variable, or ``file:line:column``.
    """

    key: str
    value: object
    source: str


def describe_config(file: str | os.PathLike[str] | None = None) -> list[ConfigEntry]:
    """Give what `load_config` gives and where each value came from, to be shown to people.

    There is an entry for each key in the order of the alphabet, "runtime.main_port". What stands
    under a key that is called like a secret (pass, secret, token, key, credential, auth, …) is
    "***", and so is the password in a URL; ``null`` and an empty text are shown.

    Args:
        file: what is given to `load_config`.

    Raises:
        PortabilityError: as `load_config`.
    """
    config, sources = _load(file)
    entries = [
        ConfigEntry(".".join(path), _masked(path, value), _source_at(sources, path))
        for path, value in _leaves(config)
    ]
    return sorted(entries, key=lambda entry: entry.key)


def save_local_config_if_missing(values: Mapping[str, object]) -> bool:
    """Create config.local.json at the project root, unless something of that name stands there.

    A file, a folder, a link that leads nowhere all count. It is never overwritten, also when
    several programs try at once, and appears whole (where the file system has hard links;
    elsewhere it is removed again if it cannot be finished). Meant for an explicit init command.

    Args:
        values: the configuration, which JSON must be able to hold; not what `load_config` gave,
            which holds what the environment set.

    Returns:
        True when this call created the file, False when the name was taken.

    Raises:
        PortabilityError: JSON cannot hold the values, or the file cannot be written.
    """
    if isinstance(values, _LoadedConfig):
        raise PortabilityError(
            f"the values for {_LOCAL_CONFIG} are the whole configuration, with what the environment"
            " set. Give only what this machine is to keep."
        )
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
        root = _root_above(_own_files()) if chosen is None else _checked_root(chosen)
        _last_root = (chosen, root)
    return _last_root[1]


def _checked_root(chosen: str) -> str:
    if os.path.isabs(chosen) and os.path.isdir(chosen):
        return _resolved(chosen)
    raise PortabilityError(
        f"{PREFIX}ROOT must be the absolute path of an existing folder, but is {_quoted(chosen)}."
    )


def _own_files() -> list[str]:
    # A frozen program is unpacked to a folder that may be gone when it ends: what a machine keeps
    # stands with the executable.
    return [sys.executable, _OWN_FILE] if getattr(sys, "frozen", False) else [_OWN_FILE]


def _root_above(files: Sequence[str]) -> str:
    both = [path for file in files for path in (file, os.path.realpath(file))]
    folders = _unique(folder for path in both for folder in _folders_above(path))
    for folder in folders:
        if _is_there(os.path.join(folder, ROOT_MARKER)):
            return folder
    # Have: a container, into which .git was not copied. These files stand at the root and nowhere
    # else.
    for folder in folders:
        for name in (_DEFAULT_CONFIG, _LOCAL_CONFIG):
            if _is_there(os.path.join(folder, name)):
                _tell(
                    f"the project root is taken to be {folder}, where {name} stands:"
                    f" {_quoted(ROOT_MARKER)} stands nowhere above {files[0]}."
                    f" Set {PREFIX}ROOT to the root folder."
                )
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
    return [folder for folder in prefixes if _is_there(folder) and os.path.isdir(folder)]


def _program_in(folders: Iterable[str], name: str) -> str | None:
    for folder in folders:
        for spelling in _spellings(name):
            file = _resolved(os.path.join(folder, spelling))
            if _is_executable(file):
                return file
    return None


def _spellings(name: str) -> list[str]:
    """Give the file names a program may have: on Windows one for each ending of ``PATHEXT``."""
    if not _is_windows():
        return [name]
    endings = (_environment("PATHEXT") or ".COM;.EXE;.BAT;.CMD").split(";")
    endings = [ending for ending in endings if ending]
    has_ending = any(name.lower().endswith(ending.lower()) for ending in endings)
    return [*([name] if has_ending else []), *(name + ending for ending in endings)]


def _is_there(file: str) -> bool:
    """Tell whether something stands there. What cannot be seen counts as missing, and is told."""
    try:
        os.stat(file)
    except OSError as error:
        code = _code_of(error)
        if code in _UNSEEN:
            _tell(f"{file} cannot be looked at ({code}), and counts as missing.")
        return False
    return True


def _is_executable(file: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(file).st_mode) and os.access(file, os.X_OK)
    except (OSError, ValueError):
        return False


# Settings


_A_HOST = "a non-empty string"
_A_PORT = "a whole number from 1 to 65535"


class _Setting(NamedTuple):
    value: object
    source: Callable[[], str]


def _environment(variable: str) -> str | None:
    return os.environ.get(variable) or None


def _variable_of(key: str) -> str:
    return PREFIX + key.upper()


def _setting(key: str) -> _Setting | None:
    variable = _variable_of(key)
    value = _environment(variable)
    return _configured(key) if value is None else _Setting(value, lambda: variable)


def _configured(key: str) -> _Setting | None:
    found: _Setting | None = None
    for name in (_DEFAULT_CONFIG, _LOCAL_CONFIG):
        layer = _read_layer(name)
        if "runtime" not in layer.config:
            continue
        runtime = _object_or_none(layer.config["runtime"])
        if runtime is None:
            source = _source_in(layer, ("runtime",))
            raise _wrong(source, "an object", layer.config["runtime"])
        if key in runtime:
            found = _Setting(runtime[key], partial(_source_in, layer, ("runtime", key)))
    return found


def _host_setting(key: str) -> str | None:
    found = _setting(key)
    if found is None:
        return None
    if isinstance(found.value, str) and found.value:
        return found.value
    raise _wrong(found.source(), _A_HOST, found.value)


def _port_number(value: object) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"[1-9][0-9]{0,4}", value):
        value = int(value)
    # A bool is an int to Python.
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if 1 <= value <= 65535 and value == int(value) else None


def _wrong(source: str, wanted: str, value: object) -> PortabilityError:
    return PortabilityError(f"{source} must be {wanted}, but is {_described(value)}.")


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


# The whole configuration


class _LoadedConfig(dict[str, object]):
    """What `load_config` has given out."""


_Path = tuple[str, ...]


class _Layer(NamedTuple):
    file: str
    text: str
    config: dict[str, object]


# Where each value came from: a file, or the name of a variable.
_Sources = dict[_Path, Union[_Layer, str]]


def _load(file: str | os.PathLike[str] | None) -> tuple[dict[str, object], _Sources]:
    problems: list[str] = []
    layers: list[_Layer] = []
    default = _DEFAULT_CONFIG if file is None else os.fspath(file)
    for name, is_named in ((default, file is not None), (_LOCAL_CONFIG, False)):
        try:
            layers.append(_read_layer(name, is_named=is_named))
        except PortabilityError as error:  # noqa: PERF203
            problems.append(str(error))
    config: dict[str, object] = {}
    sources: _Sources = {}
    for layer in layers:
        _merge(config, layer.config, (), layer, sources)
        runtime = layer.config.get("runtime", {})
        if _object_or_none(runtime) is None:
            problems.append(str(_wrong(_source_in(layer, ("runtime",)), "an object", runtime)))
    if len(layers) == len((default, _LOCAL_CONFIG)):
        # A project may have several files of its own, and one config.local.json for them all.
        problems += _misfits(layers[1], layers[0], is_closed=file is None)
    problems += _merge_environment(config, layers, sources)
    problems += _runtime_problems(config, sources)
    if problems:
        raise PortabilityError("\n".join(problems))
    return config, sources


def _misfits(layer: _Layer, lower: _Layer, *, is_closed: bool) -> list[str]:
    """Give what is wrong in a layer by the one below it.

    That is values of another type and, where that layer is closed, unknown keys.
    """
    problems: list[str] = []

    def compare(values: dict[str, object], below: dict[str, object], path: _Path) -> None:
        # runtime is the module's own, and says nothing of what else there is.
        is_open = not is_closed or all((*path, key) == ("runtime",) for key in below)
        for key, value in values.items():
            inner = (*path, key)
            inside, expected = _object_or_none(value), below.get(key)
            inside_below = _object_or_none(expected)
            is_object = inside is not None and inside_below is not None
            # These have checks of their own.
            if _runtime_kind(inner) is not None or (inner == ("runtime",) and not is_object):
                continue
            if key not in below:
                if not is_open:
                    place = _source_in(layer, inner)
                    problems.append(f"{place} is no key of {lower.file}, which has {_some(below)}.")
            elif inside is not None and inside_below is not None:
                compare(inside, inside_below, inner)
            elif None not in (value, expected) and _kind_of(value) != _kind_of(expected):
                wanted = f"{_kind_of(expected)}, as in {_place_at(lower, inner)}"
                shown = _described(_masked(inner, value))
                problems.append(f"{_source_in(layer, inner)} must be {wanted}, but is {shown}.")

    compare(layer.config, lower.config, ())
    return problems


def _kind_of(value: object) -> str:
    if isinstance(value, list):
        return "an array"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, bool):
        return "true or false"
    return "a number" if isinstance(value, (int, float)) else "a string"


def _some(keys: Iterable[str]) -> str:
    shown = [*keys]
    return ", ".join([*shown[:8], "…"] if len(shown) > len(shown[:8]) else shown)


def _merge(
    onto: dict[str, object],
    values: dict[str, object],
    path: _Path,
    source: _Layer | str,
    sources: _Sources,
) -> None:
    for key, value in values.items():
        inner = (*path, key)
        inside = _object_or_none(value)
        below = _object_or_none(onto.get(key))
        if inside is not None and below is not None:
            _merge(below, inside, inner, source, sources)
            continue
        sources[inner] = source
        onto[key] = value
        if inside is not None:
            copy: dict[str, object] = {}
            _merge(copy, inside, inner, source, sources)
            onto[key] = copy


def _merge_environment(
    config: dict[str, object], layers: Sequence[_Layer], sources: _Sources
) -> list[str]:
    """Put the environment's values over those of the files, and give what is wrong with them."""
    problems: list[str] = []
    named = _paths_of_variables(config)
    for variable, paths in named.items():
        text = _environment(variable)
        if text is None:
            continue
        if len(paths) > 1:
            keys = ", ".join(".".join(path) for path in paths)
            problems.append(f"{variable} is the name of several keys: {keys}.")
            continue
        path = paths[0]
        having = [layer for layer in layers if _value_at(layer.config, path) is not None]
        below = _value_at(having[-1].config, path) if having else None
        wanted, value = _read_as(path, below, text)
        if value is None and having:
            place = _source_in(having[-1], path)
            shown = _described(_masked(path, text))
            problems.append(f"{variable} must be {wanted}, as {place} is, but is {shown}.")
        else:
            _merge(config, _nested(path, value), (), variable, sources)
    for variable in sorted(os.environ):
        text = _environment(variable)
        if text is None or variable in named or not _is_runtime_variable(variable):
            continue
        path = ("runtime", variable[len(PREFIX) :].lower())
        _merge(config, _nested(path, _read_as(path, None, text)[1]), (), variable, sources)
    return problems


def _paths_of_variables(config: dict[str, object]) -> dict[str, list[_Path]]:
    """Give for each variable the keys that it names: those of ``runtime``, else all.

    Objects come before what is in them.
    """
    found: dict[str, list[_Path]] = {}
    for path in _all_paths(config):
        is_runtime = path[0] == "runtime"
        words = path[1:] if is_runtime else path
        split = [_snake(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word)) for word in words]
        name = "_".join(split).upper()
        if not re.search(r"[A-Z0-9]", name) or _is_reserved(name):
            continue
        before = found.get(PREFIX + name, [])
        if is_runtime:
            before = [one for one in before if one[0] == "runtime"]
        elif before and before[0][0] == "runtime":
            continue
        found[PREFIX + name] = [*before, path]
    return found


def _is_reserved(name: str) -> bool:
    return name == "ROOT" or name.startswith("BIN_")


def _is_runtime_variable(variable: str) -> bool:
    name = variable[len(PREFIX) :] if variable.startswith(PREFIX) else ""
    stem = re.sub(r"_(?:HOST|PORT)\Z", "", name)
    is_named = re.fullmatch(r"[A-Z0-9_]+", stem) and re.search(r"[A-Z0-9]", stem)
    return stem != name and is_named is not None and not _is_reserved(name)


def _read_as(path: _Path, below: object, text: str) -> tuple[str, object]:
    """Give what is wanted, and the text as a value of that type, which is None if it is none."""
    kind = _runtime_kind(path)
    value: object
    if isinstance(below, str) or kind == "host":
        wanted, value = "a string", text
    elif kind == "port":
        # What is no port is reported with the ports of the files.
        wanted, value = _A_PORT, _port_number(text) or text
    elif isinstance(below, bool):
        words = {"true": True, "1": True, "false": False, "0": False}
        wanted, value = "true or false", words.get(text.lower())
    elif isinstance(below, (int, float)):
        wanted, value = "a number", _parsed_number(text)
    elif isinstance(below, list):
        wanted, value = "a JSON array", _list_or_none(_parsed_or_none(text))
    elif isinstance(below, dict):
        wanted, value = "a JSON object", _object_or_none(_parsed_or_none(text))
    else:
        wanted, value = "a string", text
    return wanted, value


def _parsed_number(text: str) -> object:
    if not re.fullmatch(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", text):
        return None
    return None if abs(float(text)) == float("inf") else _parsed(text)


def _parsed_or_none(text: str) -> object:
    try:
        return _parsed(text)
    except (ValueError, RecursionError):
        return None


def _runtime_kind(path: _Path) -> str | None:
    if len(path) != len(("runtime", "key")) or path[0] != "runtime":
        return None
    kind = re.search(r"._(host|port)\Z", path[1])
    return None if kind is None else kind[1]


def _runtime_problems(config: dict[str, object], sources: _Sources) -> list[str]:
    """Give what target_host and port could not use.

    What is null or empty may be somebody's to fill in.
    """
    problems: list[str] = []
    for path, value in _leaves(config):
        kind = _runtime_kind(path)
        if kind is None or value is None or value == "":
            continue
        is_right = isinstance(value, str) if kind == "host" else _port_number(value) is not None
        if is_right:
            continue
        source = sources[path]
        place = source if isinstance(source, str) else _source_in(source, path)
        problems.append(str(_wrong(place, _A_HOST if kind == "host" else _A_PORT, value)))
    return problems


def _all_paths(holder: dict[str, object], path: _Path = ()) -> list[_Path]:
    found: list[_Path] = []
    for key, value in holder.items():
        inner = (*path, key)
        found += [inner, *_all_paths(_object_or_none(value) or {}, inner)]
    return found


def _leaves(config: dict[str, object]) -> list[tuple[_Path, object]]:
    """Give the values that are no objects, and the objects that hold nothing."""
    values = [(path, _value_at(config, path)) for path in _all_paths(config)]
    return [(path, value) for path, value in values if not _object_or_none(value)]


def _value_at(config: dict[str, object], path: _Path) -> object:
    value: object = config
    for key in path:
        value = (_object_or_none(value) or {}).get(key)
    return value


def _nested(path: _Path, value: object) -> dict[str, object]:
    """Have: ("a", "b") and 1. Want: {"a": {"b": 1}}."""
    for key in reversed(path[1:]):
        value = {key: value}
    return {path[0]: value}


def _source_at(sources: _Sources, path: _Path) -> str:
    source = sources[path]
    return source if isinstance(source, str) else _place_at(source, path)


def _masked(path: _Path, value: object) -> object:
    if value is None or value == "":
        return value
    if any(_SECRET_KEY.search(key) for key in path):
        return "***"
    if isinstance(value, str):
        # Have: postgres://ann:secret@db/station.
        return re.sub(r"(://[^\s/:@]*:)[^\s/]*@", r"\1***@", value)
    items = _list_or_none(value)
    if items is not None:
        return [_masked((), item) for item in items]
    inside = _object_or_none(value)
    if inside is None:
        return value
    return {key: _masked((key,), item) for key, item in inside.items()}


# Configuration files


def _read_layer(name: str, *, is_named: bool = False) -> _Layer:
    file = _resolved(os.path.join(_project_root(), name))
    try:
        with open(file, "rb") as stream:
            content = stream.read()
    except FileNotFoundError as error:
        if is_named:
            raise PortabilityError(f"{file} is missing.") from error
        if os.path.lexists(file):
            _tell(f"{file} is a link that leads nowhere, and counts as missing.")
        return _Layer(file, "{}", {})
    except OSError as error:
        raise PortabilityError(f"{file} cannot be read ({_code_of(error)}).") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PortabilityError(f"{file} is not UTF-8.") from error
    try:
        config = _parsed(text)
    except RecursionError as error:
        raise PortabilityError(f"{file} is nested too deeply.") from error
    except ValueError as error:
        raise PortabilityError(
            f"{_place_in(file, text, _scanned(text)[0])} is not valid JSON."
        ) from error
    values = _object_or_none(config)
    if values is not None:
        return _Layer(file, text, values)
    raise _wrong(_place_at(_Layer(file, text, {}), ()), "an object", config)


def _parsed(text: str) -> object:
    return cast(
        "object",
        json.loads(text, object_hook=_safe, parse_int=_whole, parse_constant=_refused),
    )


def _safe(holder: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in holder.items() if key not in _UNSAFE_KEYS}


def _whole(digits: str) -> int | float:
    """Read an integer; one that no other language could hold becomes what it is there."""
    return int(digits) if len(digits) <= sys.float_info.max_10_exp else float(digits)


def _object_or_none(value: object) -> dict[str, object] | None:
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


def _list_or_none(value: object) -> list[object] | None:
    return cast("list[object]", value) if isinstance(value, list) else None


def _source_in(layer: _Layer, path: _Path) -> str:
    return f"{'.'.join(path)} in {_place_at(layer, path)}"


def _place_at(layer: _Layer, path: _Path) -> str:
    return _place_in(layer.file, layer.text, _scanned(layer.text)[1].get(path, 0))


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


def _scanned(text: str) -> tuple[int, dict[_Path, int]]:
    """Give the offset of the first token that JSON does not allow where it stands.

    It is the text's end if there is none. With it the offset of each value by its path, that of
    an array's items being "". Our own, because Python's versions disagree on the place.
    """
    places: dict[_Path, int] = {}
    path: list[str] = []
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
            return start, places
        mark = match[1]
        closer = closers[-1] if closers else None
        opens = mark in ("[", "{")
        # Deeper than that nobody asks, and paths would fill the memory.
        if wanted == "value" and (opens or mark is None) and len(path) < 50:
            places[tuple(path)] = start
        if mark is not None and mark == closer and (wanted == "," or empty):
            closers.pop()
            path.pop()
            wanted = ","
        elif wanted == "value" and opens:
            closers.append("]" if mark == "[" else "}")
            path.append("")
            wanted = "value" if mark == "[" else "key"
        elif wanted == "value" and mark is None:
            wanted = ","
        elif wanted == "key" and match[2] is not None:
            path[-1] = str(json.loads(match[2]))
            wanted = ":"
        elif wanted == ":" and mark == ":":
            wanted = "value"
        elif wanted == "," and mark == "," and closer is not None:
            wanted = "value" if closer == "]" else "key"
        else:
            return start, places
        empty = opens
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

_told: set[str] = set()


def _tell(message: str) -> None:
    """Say once what could not be found out, and what is taken instead."""
    if message not in _told:
        _told.add(message)
        logging.getLogger("portability").warning("%s", message)


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
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # Outside these bounds languages print numbers differently.
        size = abs(value)
        if size != 0 and not 1e-4 <= size < 1e15:
            return "a very large or small number"
        return str(int(value)) if value == int(value) else repr(value)
    return {None: "null", True: "true", False: "false"}.get(cast("bool | None", value), "a value")
