"""Starts a program in a real pseudo-terminal, answers what it asks, and prints what it said and how it ended, as JSON.

Arguments: steps as JSON ([[text to wait for, text to type], …]), then the command.
"""

import json
import os
import pty
import select
import sys
import time

steps = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

said = b""
at = 0
deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    if steps and steps[0][0].encode() in said[at:]:
        at = said.index(steps[0][0].encode(), at) + len(steps[0][0].encode())
        os.write(terminal, steps.pop(0)[1].encode())
        continue
    ready, _, _ = select.select([terminal], [], [], 0.5)
    if not ready:
        continue
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    said += part
else:
    os.kill(pid, 9)

_, status = os.waitpid(pid, 0)
code = os.waitstatus_to_exitcode(status)
print(json.dumps({"code": code, "said": said.decode("utf-8", "replace"), "unasked": steps}))
