import { describe, expect, it } from "vitest";
import { readDockerfile } from "../../../languages/dockerfile/read.ts";
import { expectBounded, line, readingOf, withoutNames } from "../sites.ts";

const read = (text: string) => readingOf(readDockerfile, text, "Dockerfile");

describe("instructions", () => {
  it.each<[string, string, readonly string[]]>([
    ["ENV", 'ENV PATH="/opt/venv/bin:$PATH" NAS=http://192.168.1.20 A=b\\ c', [`PATH kept "/opt/venv/bin:$PATH" own:paths`, `NAS kept "http://192.168.1.20" own:paths`, `A kept "b c" own:paths`]],
    ["the old ENV", "ENV DATA /root/data x", [`DATA kept "/root/data x" own:paths`]],
    ["ENV over lines", "ENV A=b \\\n    # c\n    D='e f'\nARG G=/root/h", [`A kept "b" own:paths`, `D kept "e f" own:paths`, `G kept "/root/h" own:paths`]],
    ["the exec form", 'CMD ["/root/start", "--dir", "/root/x"]', [`CMD run "/root/start" own:paths`, `CMD kept "--dir" own:paths`, `CMD kept "/root/x" own:paths`]],
    ["files", "WORKDIR /root/app\nCOPY --from=build --chown=a:b /root/x /root/y\nVOLUME [\"/root/z\"]", [`WORKDIR kept "/root/app" own:paths`, `COPY kept "/root/x" own:paths`, `COPY kept "/root/y" own:paths`, `VOLUME kept "/root/z" own:paths`]],
    ["labels", 'LABEL org="/root/x"', [`org shown "/root/x" own:paths`]],
    ["another escape", "# escape=`\nENV A=C:\\x `\n  B=c", [`A kept "C:\\\\x" own:paths`, `B kept "c" own:paths`]],
    ["lower case", "from x\nenv A=b", [`A kept "b" own:paths`]],
  ])("%s", (_, text, lines) => {
    const { sites, error } = read(text);
    expect([withoutNames(sites).map(line), error]).toEqual([lines, null]);
  });

  it.each<[string, string, readonly string[]]>([
    ["RUN", "RUN --mount=type=cache,target=/root/.cache cd /root/app && \\\n    # why\n    ./configure --prefix=/root/x", ["/root/app", "./configure"]],
    ["a here-document", "RUN <<EOF\ncd /root/app\nls /root/x\nEOF\nWORKDIR /srv", ["/root/app", "/root/x", "/srv"]],
    ["a shell in the exec form", 'ENTRYPOINT ["/bin/sh", "-c", "exec /root/app/run"]', ["/root/app/run"]],
    ["HEALTHCHECK", "HEALTHCHECK --interval=5s CMD curl http://192.168.1.20/x", ["http://192.168.1.20/x"]],
    ["ONBUILD", "ONBUILD RUN cat /root/x", ["/root/x"]],
  ])("%s is read by the shell's reader", (_, text, values) => {
    const { sites } = read(text);
    expect(sites.map(({ value }) => value)).toEqual(expect.arrayContaining([...values]));
    for (const site of sites) expect([site.own, site.fixed === null]).toEqual([["paths"], false]);
    for (const value of values) {
      const site = sites.find((one) => one.value === value);
      expect(site && text.slice(...site.range)).toBe(value);
    }
  });

  it("keeps comments", () => {
    expect(read("# one\nRUN a \\\n  # two\n  b\n").comments.map(({ value }) => value)).toEqual([" one", " two"]);
  });

  it("knows what is no instruction", () => {
    const { sites, error } = read("NONSENSE x\nENV A=b\n");
    expect([withoutNames(sites).map(line), error?.offset]).toEqual([[`A kept "b" own:paths`], 0]);
  });
});

describe("hostile texts", () => {
  it.each<[string, () => string]>([
    ["megabytes of ENV", () => "ENV A=/root/app\n".repeat(300_000)],
    ["a line of five megabytes", () => `ENV A="${"x".repeat(5_000_000)}"`],
    ["lines that go on", () => `ENV A=b \\\n${" C=d \\\n".repeat(50_000)} E=f`],
    ["comments in between", () => `ENV A=b \\\n${"# c\n".repeat(20_000)} E=f`],
    ["a script with comments in between", () => `RUN a \\\n${"# c\n && b \\\n".repeat(5_000)} && c`],
    ["here-documents that do not end", () => "RUN <<A <<B\n".repeat(10_000)],
    ["brackets", () => `CMD ${"[".repeat(100_000)}`],
    ["quotes", () => `ENV ${'"'.repeat(500_001)}`],
  ])("%s end in time", (_, text) => {
    expectBounded(readDockerfile, text());
  });
});
