"""Tell of each text on stdin whether Python, or the reader of INI files, takes it."""

import configparser
import json
import sys


def problem(language, text):
    text = text.removeprefix("\ufeff")
    try:
        if language == "python":
            compile(text, "<case>", "exec", dont_inherit=True)
        else:
            read_ini(text)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def read_ini(text):
    try:
        from supervisor.options import UnhosedConfigParser as Parser
    except ImportError:
        configparser.RawConfigParser(strict=False, inline_comment_prefixes=(";", "#")).read_string(text)
    else:
        Parser().read_string(text)


print(json.dumps([problem(one["language"], one["text"]) for one in json.load(sys.stdin)]))
