"""Evaluates Python expressions, and supervisor's options, each as it was and as it is rewritten.

One question and one answer a line. Names that nobody gave a value stand for texts that tell their name.
"""

import ast
import builtins
import importlib
import json
import os
import sys
from pathlib import PurePosixPath

FILLINGS = [None, "", "a b/c.d", "../up", "/lead", "end/", "x:y"]
OWN_MODULES = set(sys.modules)
OWN_PATH = list(sys.path[1:])


class Hole(str):
    """A text that also answers as an object, a function, a container and a path."""

    filling = None

    def __new__(cls, name):
        made = super().__new__(cls, name.split(".")[-1] if cls.filling is None else cls.filling)
        made.hole_name = name
        return made

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Hole(f"{self.hole_name}.{name}")

    def __call__(self, *_, **__):
        return Hole(f"{self.hole_name}.result")

    def __getitem__(self, key):
        return Hole(f"{self.hole_name}.{key}") if isinstance(key, str) else str(self)

    def __truediv__(self, other):
        return PurePosixPath(self) / other

    def __format__(self, spec):
        try:
            return format(str(self), spec)
        except ValueError:
            return str(self)


class Number(int):
    """A hole where only a number will do."""


class Scope(dict):
    """Globals in which a name without a value is a hole."""

    stand_in = Hole
    strict = True
    used = False

    def __missing__(self, name):
        if self.strict or hasattr(builtins, name):
            raise KeyError(name)
        self.used = True
        return self.stand_in(name)


def evaluate(expression, scope, filling, platform):
    Hole.filling = filling
    error = None
    text = "(" + expression.replace("await ", "") + "\n)"
    own_platform = sys.platform
    for stand_in in (Hole, lambda _: Number(7)):
        scope.stand_in = stand_in
        scope.strict = False
        scope.used = False
        sys.platform = platform
        try:
            value = eval(text, scope)
            if isinstance(value, Hole):
                value = str(value)
            if isinstance(value, os.PathLike):
                return {"type": "Path", "value": os.fspath(value), "usesHoles": scope.used}
            shown = value if isinstance(value, str) else repr(value)
            return {"type": type(value).__name__, "value": shown, "usesHoles": scope.used}
        except Exception as caught:
            error = error or f"{type(caught).__name__}: {caught}"
        finally:
            scope.strict = True
            sys.platform = own_platform
    return {"error": error}


def simple_statements(tree):
    found = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and not hasattr(node, "body")]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def start_as(tree, file, root):
    """Tell how the file is started: as a part of a package, from the root, or as a script; its __package__ and sys.path[0]."""
    folder = os.path.dirname(file)
    package = os.path.relpath(folder, root).replace("/", ".")
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    if any(isinstance(node, ast.ImportFrom) and node.level > 0 for node in imports):
        return (package if package != "." else ""), root
    names = [alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in imports if isinstance(node, ast.ImportFrom) and node.module]
    for name in names:
        top = name.split(".")[0]
        at_root = any(os.path.exists(os.path.join(root, top + end)) for end in ("", ".py"))
        beside = any(os.path.exists(os.path.join(folder, top + end)) for end in ("", ".py"))
        if at_root and not beside:
            return None, root
    return None, folder


def scope_of(question):
    """Run the imports of the rewritten file, and what they need, as they would be when it is started."""
    file, root = question["file"], question["root"]
    after = ast.parse(question["after"])
    package, first = start_as(ast.parse(question["before"]), file, root)
    for name in set(sys.modules) - OWN_MODULES:
        del sys.modules[name]
    importlib.invalidate_caches()
    sys.path[:] = [first, *OWN_PATH]
    scope = Scope({"__name__": "__main__", "__file__": file, "__builtins__": builtins, "__package__": package})
    problems = []
    for node in simple_statements(after):
        is_new = any(node.lineno <= end and node.end_lineno >= start for start, end in question["newLines"])
        is_import = isinstance(node, (ast.Import, ast.ImportFrom)) and node.col_offset == 0
        text = ast.get_source_segment(question["after"], node) or ""
        if not (is_new or is_import or "sys.path" in text):
            continue
        try:
            exec(compile(ast.Module([node], []), file, "exec"), scope)
        except BaseException as error:
            if is_new:
                problems.append(f"`{text}` fails where {file} is started: {type(error).__name__}: {error}")
    return scope, problems


def answer_python(question):
    scope, problems = scope_of(question)
    results = []
    for item in question["items"]:
        pairs = []
        for filling in FILLINGS:
            was = evaluate(item["original"], scope, filling, question["platform"])
            now = evaluate(item["rewritten"], scope, filling, question["platform"])
            pairs.append({"holes": None if filling is None else [filling], "original": was, "rewritten": now})
            if not was.get("usesHoles"):
                break
        results.append(pairs)
    return {"problems": problems, "results": results}


def make_log_folders(parser, here):
    """Make the folders that supervisor wants to be there before it reads on."""
    for section in parser.sections():
        for option in parser.options(section):
            value = parser.get(section, option).replace("%(here)s", here)
            if option.endswith("logfile") and "/" in value:
                os.makedirs(os.path.dirname(os.path.abspath(value)), exist_ok=True)


def options_of(text, file):
    """Give every option of a configuration as supervisord understands it, by section and name."""
    from supervisor.options import ServerOptions, UnhosedConfigParser, dict_of_key_value_pairs, expand

    here = os.path.dirname(file)
    server = ServerOptions()
    server.here = here
    server.configfile = file
    server.environ_expansions = {f"ENV_{name}": value for name, value in os.environ.items()}
    parser = UnhosedConfigParser()
    parser.expansions = server.environ_expansions
    parser.read_string(text)
    found = {}
    make_log_folders(parser, here)
    for section in parser.sections():
        kind, _, name = section.partition(":")
        if kind == "program" and parser.has_option(section, "command"):
            for process in server.processes_from_section(parser, section, name):
                for option in ("command", "directory", "stdout_logfile", "stderr_logfile", "serverurl"):
                    found[f"[{section}] {process.name} {option}"] = str(getattr(process, option))
                for variable, value in process.environment.items():
                    found[f"[{section}] {process.name} environment {variable}"] = value
        names = {"here": here, "program_name": name, "group_name": name, "process_num": 0, "numprocs": 1, "host_node_name": "host"}
        for option, raw in parser.items(section):
            try:
                value = expand(raw, {**server.environ_expansions, **names}, option)
            except ValueError:
                # What supervisor's own sections may not hold fails above; other tools read the others as they stand.
                if kind in ("program", "supervisord"):
                    raise
                value = raw
            if option == "environment":
                for variable, part in dict_of_key_value_pairs(value).items():
                    found[f"[{section}] environment {variable}"] = part
            else:
                found[f"[{section}] {option}"] = value
    return found


def answer_ini(question):
    was = options_of(question["before"], question["file"])
    now = options_of(question["after"], question["file"])
    problems = [f"{name} is there only {'before' if name in was else 'after'}" for name in sorted(was.keys() ^ now.keys())]
    options = [
        {
            "place": name,
            "kind": "programs" if name.endswith(" PATH") and was[name] != now[name] else "file",
            "original": {"type": "text", "value": was[name]},
            "rewritten": {"type": "text", "value": now[name]},
        }
        for name in was
        if name in now
    ]
    return {"problems": problems, "results": [[] for _ in question["items"]], "options": options}


for line in sys.stdin:
    try:
        question = json.loads(line)
        os.chdir(question["root"])
        os.environ.update({"HOME": question["home"], "PATH": question["path"]})
        said = (answer_ini if question["language"] == "ini" else answer_python)(question)
    except BaseException as error:
        said = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(said), flush=True)
