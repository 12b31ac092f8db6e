import { describe, expect, test } from "vitest";

import { isDenyList, isNetworkName, members, words } from "../../detectors/names.ts";
import { megabyteOf, processorTime } from "./speed.ts";

describe("words", () => {
  test.each([
    ["", []],
    ["config_path", ["config", "path"]],
    ["configPath", ["config", "path"]],
    ["CONFIG_FILE", ["config", "file"]],
    ["XMLConfigFile", ["xml", "config", "file"]],
    ["CONFIG.statePath", ["config", "state", "path"]],
    ["cam2-host", ["cam2", "host"]],
    ["CAM2_HOST", ["cam2", "host"]],
    ["IPv4Network", ["ipv4", "network"]],
    ["self._x", ["self", "x"]],
  ])("of %j", (name, expected) => {
    expect(words(name)).toEqual(expected);
  });
});

describe("members", () => {
  test.each([
    ["a", ["a"]],
    ["this.config.path", ["this", "config", "path"]],
    ["this?.config?.path", ["this", "config", "path"]],
    ["cfg['path']", ["cfg", "path"]],
    ["getPath()", ["getPath"]],
    ["Config::path", ["Config", "path"]],
  ])("of %j", (name, expected) => {
    expect(members(name)).toEqual(expected);
  });
});

describe("isDenyList", () => {
  test.each(["DENY_LIST", "blockedHosts", "forbidden_paths", "IGNORED", "sensitivePaths"])("holds for %j", (name) => {
    expect(isDenyList(name)).toBe(true);
  });

  test.each(["", "ALLOWED_HOSTS", "codeBlock", "paths", "host"])("does not hold for %j", (name) => {
    expect(isDenyList(name)).toBe(false);
  });
});

describe("isNetworkName", () => {
  test.each(["cidr", "PRIVATE_CIDRS", "vpcSubnet", "netmask", "TRUSTED_NETWORKS", "ipRange", "dhcp_range_start", "firmwareVersion", "sys_oid"])("holds for %j", (name) => {
    expect(isNetworkName(name)).toBe(true);
  });

  test.each(["", "host", "network_host", "networks.gateway", "CAMERA_IP", "api_url"])("does not hold for %j", (name) => {
    expect(isNetworkName(name)).toBe(false);
  });
});

test.each(["A", "a", "1", "_", ".", "IPv", "Aa"])("reads a megabyte of %j in no time", (piece) => {
  const text = megabyteOf(piece);
  const time = processorTime(() => {
    words(text);
    members(text);
    isDenyList(text);
    isNetworkName(text);
  });
  expect(time).toBeLessThan(1000);
});
