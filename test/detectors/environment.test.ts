import { describe, expect, test } from "vitest";
import { isForeignVariable, isVariableName, proposeName, subjectOf } from "../../detectors/environment.ts";

test.each([
  ...["HOME", "PATH", "TMPDIR", "LC_ALL", "XDG_CONFIG_HOME", "SSH_AUTH_SOCK"],
  ...["NODE_ENV", "CI", "PORT", "GITHUB_TOKEN", "AWS_REGION", "DOCKER_HOST", "npm_package_version"],
  ...["http_proxy", "NO_PROXY", "AppData", "ProgramFiles(x86)", "LOCALAPPDATA", "NO_COLOR", "TERM_PROGRAM"],
  ...["PYTHONPATH", "PYTHONUNBUFFERED", "VIRTUAL_ENV", "CUDA_VISIBLE_DEVICES", "PGPASSWORD", "NOTIFY_SOCKET"],
  ...["VITE_API_URL", "NEXT_PUBLIC_API", "REACT_APP_HOST", "NUXT_SECRET", "DEV", "MAKEFILE_LIST", "OPENAI_API_KEY"],
])("%s has its name from somebody else", (name) => {
  expect(isForeignVariable(name)).toBe(true);
});

test.each(["DB_PASSWORD", "POSTGRES_HOST", "LISTEN_PORT", "NODE_ID", "HISTORY_DAYS", "LESSON", "CAMERA_IP", "REC_DB_PASS", "LOG_LEVEL", "INPUT_DIR", "portal", "HOME_DIR", "ENV"])("%s is the project's own", (name) => {
  expect(isForeignVariable(name)).toBe(false);
});

test("a name is letters, digits and underscores, and more than one of them", () => {
  expect(["DB_HOST", "db_host", "A1"].filter(isVariableName)).toEqual(["DB_HOST", "db_host", "A1"]);
  expect(["i", "1", "", "A-B", "A B", "${X}", "\uFFFC_HOST"].filter(isVariableName)).toEqual([]);
});

describe("a new name", () => {
  test.each([
    ["POSTGRES_PASSWORD", "DB_PASS"],
    ["DB_PASSWORD", "DB_PASS"],
    ["DATABASE_USERNAME", "DB_USER"],
    ["POSTGRES_DB", "DB_NAME"],
    ["DATABASE_NAME", "DB_NAME"],
    ["CAMERA_HOSTNAME", "CAMERA_HOST"],
    ["LOG_DIRECTORY", "LOG_DIR"],
    ["camera_ip", "CAMERA_IP"],
  ])("tells what %s is about", (name, subject) => {
    expect(subjectOf(name)).toBe(subject);
  });

  test("is the old one with the prefix, and one for two that say the same", () => {
    const all = ["POSTGRES_PASSWORD", "DB_PASSWORD", "DB_HOST", "camera_ip"];
    expect(all.map((name) => proposeName(name, "REC_", all))).toEqual(["REC_DB_PASS", "REC_DB_PASS", "REC_DB_HOST", "REC_CAMERA_IP"]);
  });
});
