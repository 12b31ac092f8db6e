import { describe, expect, test } from "vitest";
import { HOLE } from "../../detectors/hole.ts";
import { findLoopbacks, loopbackHint } from "../../detectors/loopback.ts";

const shown = (text: string): readonly string[] => [...findLoopbacks(text)].map(({ host, port, path, form }) => `${form} ${host} ${port ?? "-"} ${path}`.trim());

describe("findLoopbacks", () => {
  test.each([
    ["localhost", ["bare localhost -"]],
    ["127.0.0.1", ["bare 127.0.0.1 -"]],
    ["::1", ["bare ::1 -"]],
    ["localhost:5432", ["host-port localhost 5432"]],
    [`127.0.0.1:${HOLE}`, [`host-port 127.0.0.1 ${HOLE}`]],
    ["http://localhost:3000/api?x=1", ["url localhost 3000 /api?x=1"]],
    [`http://localhost:${HOLE}/api`, [`url localhost ${HOLE} /api`]],
    ["postgresql://ann:secret@localhost/trades", ["url localhost - /trades"]],
    ["ws://[::1]:8080", ["url ::1 8080"]],
    ["LOCALHOST", ["bare LOCALHOST -"]],
    ["curl http://localhost:1 http://127.0.0.1:2", ["url localhost 1", "url 127.0.0.1 2"]],
    ["http://localhost.example.com/", []],
    ["http://mylocalhost:3000", []],
    ["http://127.0.0.10/", []],
    ["did-load-localhost", []],
    ["the server on localhost is down", []],
    ["http://example.com", []],
    ["0.0.0.0", []],
    ["std::1", []],
  ])("%s", (text, found) => {
    expect(shown(text)).toEqual(found);
    if (found.length > 0) expect(text).toMatch(loopbackHint);
    for (const { start, end, host } of findLoopbacks(text)) expect(text.slice(start, end)).toBe(host);
  });

  test("takes no long time for a long text", () => {
    const text = `${"http://".repeat(50_000)}${"localhosts:".repeat(50_000)}`;
    const start = performance.now();
    expect(shown(text)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
