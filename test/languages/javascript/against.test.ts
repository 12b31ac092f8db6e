import { describe, expect, it } from "vitest";
import { readWith, siteOf, type Parser } from "./parsers.ts";

const parsers: readonly Parser[] = ["espree", "typescript-eslint", "babel"];

describe.each(parsers)("what a string is held against, as %s parses it", (parser) => {
  it.each<[string, string | null]>([
    [`if (cmd === "LIT") x();`, "cmd"],
    [`if ("LIT" !== proc.name) x();`, "proc.name"],
    [`if (proc.command.startsWith("LIT")) x();`, "proc.command"],
    [`if (proc["cmdline"]?.includes("LIT")) x();`, `proc["cmdline"]`],
    [`if ((line ?? "").includes("LIT")) x();`, `line ?? ""`],
    [`if ("LIT".includes(name)) x();`, "name"],
    [`if (["LIT", "b"].includes(proc.name)) x();`, "proc.name"],
    [`switch (proc.name) { case "LIT": break; }`, "proc.name"],
    [`const own = "LIT"; if (proc.cmd.includes(own)) x();`, "proc.cmd"],
    [`const names = ["LIT"]; if (names.some((name) => proc.cmd.includes(name))) x();`, "proc.cmd"],
    [`for (const name of ["LIT"]) if (proc.cmd.includes(name)) x();`, "proc.cmd"],
    [`const allowed = new Set(["LIT"]); allowed.has(proc.cmd);`, "proc.cmd"],
    [`if (new RegExp("LIT").test(proc.cmd)) x();`, "proc.cmd"],
    [`if (proc.cmd.match("LIT")) x();`, "proc.cmd"],
    // names that say nothing
    [`const text = proc.cmdline.join(" "); if (text.includes("LIT")) x();`, `proc.cmdline.join(" ")`],
    [`const host = req.host; if (host === "LIT") x();`, "host"],
    [`const out = execSync("ps aux").toString(); for (const line of out.split("\\n")) if (line.includes("LIT")) x();`, `execSync("ps aux").toString()`],
    [`import { exec } from "child_process"; exec("ps aux", (error, stdout) => { const found = stdout.split("\\n").filter((line) => line.includes("LIT")); });`, `"ps aux"`],
    [`const list = await psList(); list.find(({ name }) => name === "LIT");`, "name"],
    [`const { stdout } = await run("ps aux"); if (stdout.includes("LIT")) x();`, `await run("ps aux")`],
    // nothing
    [`const x = "LIT";`, null],
    [`save("LIT");`, null],
    [`path.replace("LIT", "~");`, null],
  ])("%s", (text, against) => {
    expect(siteOf(readWith(parser, text), "LIT").against).toBe(against);
  });
});
