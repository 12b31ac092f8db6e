import { expect, it } from "vitest";
import { siteOf } from "./python.ts";

it.each<[string, string | null]>([
  ['if "V" in proc["cmdline"]: pass', 'proc["cmdline"]'],
  ['if "V" in " ".join(p.cmdline()): pass', '" ".join(p.cmdline())'],
  ['if cmdline.startswith("V"): pass', "cmdline"],
  ['if proc.name() == "V": pass', "proc.name()"],
  ['if "V" != proc.name(): pass', "proc.name()"],
  ['if "V" not in (proc.info["cmdline"] or []): pass', 'proc.info["cmdline"] or []'],
  ['text = " ".join(proc.info["cmdline"])\nif "V" in text: pass', '" ".join(proc.info["cmdline"])'],
  ['host = request.host\nif host == "V": pass', "host"],
  ['out = subprocess.check_output(["ps", "aux"])\nfor line in out.splitlines():\n    if "V" in line: pass', 'subprocess.check_output(["ps", "aux"])'],
  ['result = subprocess.run(["pgrep", "-f", x])\nif "V" in result.stdout: pass', 'subprocess.run(["pgrep", "-f", x]).stdout'],
  ['OWN = "V"\nif OWN in p.cmdline(): pass', "p.cmdline()"],
  ['if any(s in p.cmdline() for s in ("V", "W")): pass', "p.cmdline()"],
  ['for s in ["V", "W"]:\n    if s in cmdline: pass', "cmdline"],
  ['if re.search("V", cmdline): pass', "cmdline"],
  ['P = re.compile("V")\nif P.search(cmdline): pass', "cmdline"],
  ['if p.name() in ("V", "W"): pass', "p.name()"],
  ['match p.name():\n    case "V":\n        pass', "p.name()"],
  ['x = "V"', null],
  ['print("V")', null],
  ['x = ["V"]\nprint(x)', null],
])("%s is held against %j", (text, against) => {
  expect(siteOf(text, "V").against).toBe(against);
});
