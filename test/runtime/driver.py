"""Answers a list of cases, read from stdin as JSON, with the module each of them names."""

import errno
import importlib.util
import json
import logging
import os
import re
import sys
import time

link, platform = os.link, sys.platform


logs = []


class Kept(logging.Handler):
    def emit(self, record):
        logs.append(record.getMessage() if (record.name, record.levelname) == ("portability", "WARNING") else repr(record))


logging.getLogger().addHandler(Kept())


def refused(*_):
    raise PermissionError(errno.EPERM, "no links")


def function(module, name):
    return getattr(module, re.sub("[A-Z]", lambda match: "_" + match[0].lower(), name))


def answers(given):
    os.environ.clear()
    os.environ.update(given["env"])
    os.chdir(given["cwd"])
    sys.platform = given.get("platform") or platform
    os.link = refused if given.get("withoutLinks") else link
    spec = importlib.util.spec_from_file_location("portability", given["module"])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    while time.time() * 1000 < given.get("startAt", 0):
        pass
    for step in given["steps"]:
        for file, text in step.get("write", {}).items():
            with open(file, "w", encoding="utf-8") as stream:
                stream.write(text)
        if "env" in step:
            os.environ.clear()
            os.environ.update(step["env"])
        name, *args = step["call"]
        args = [function(module, arg["result"][0])() if isinstance(arg, dict) and "result" in arg else arg for arg in args]
        try:
            value = function(module, name)(*args)
            answer = {"value": [entry._asdict() for entry in value] if name == "describeConfig" else value}
        except module.PortabilityError as error:
            assert isinstance(error, RuntimeError)
            answer = {"error": str(error)}
        yield {**answer, "logs": [*logs]}
        logs.clear()


results = [list(answers(given)) for given in json.loads(sys.stdin.buffer.read())]
sys.stdout.buffer.write(json.dumps(results).encode())
