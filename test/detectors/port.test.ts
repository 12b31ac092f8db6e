import { describe, expect, test } from "vitest";
import { findUrlPorts, isPort, portOwner } from "../../detectors/port.ts";

describe("portOwner", () => {
  test.each([
    ["MAIN_APP_PORT", null, "main_app"],
    ["tradeManagerPort", null, "trade_manager"],
    ["port", "services.trade_manager", "trade_manager"],
    ["trade_manager", "ports", "trade_manager"],
    ["main_app", "config.trading_ports", "main_app"],
    ["PORT", null, null],
    ["port", null, null],
    ["port", "server", null],
    ["DEFAULT_PORT", null, null],
    ["timeout", "services", null],
    ["portfolio", "ports", "portfolio"],
    ["port_range_start", "limits", null],
    ["ports", "model.vocab", null],
    ["maximum", "settings.port", null],
    [null, "ports", null],
  ])("%s below %s", (name, scope, owner) => {
    expect(portOwner(name, scope)).toBe(owner);
  });
});

test("isPort takes what a program may choose", () => {
  expect(["1024", "3000", "65535"].filter(isPort)).toHaveLength(3);
  expect(["80", "1023", "65536", "99999", "03000", "3000a", ""].filter(isPort)).toEqual([]);
});

test("findUrlPorts finds the ports of URLs", () => {
  const text = "http://example.net:4000/a ws://h:80/ https://h:123456 postgres://u:5432@h:5433";
  expect([...findUrlPorts(text)].map(({ start, end, port }) => [port, text.slice(start, end)])).toEqual([["4000", "4000"]]);
});
