import { expect, test } from "vitest";
import { isCommonProjectFile, isRootFinder, isRootName, isScriptFolderName } from "../../detectors/root-name.ts";
import { megabyteOf, processorTime } from "./speed.ts";

test.each(["PROJECT_ROOT", "projectRoot", "BASE_DIR", "baseDir", "app_home", "APP_ROOT", "rootDir", "repoRoot", "ROOT", "BASEDIR", "SCRIPT_DIR", "self.project_dir", "rootPath"])("%j is a root", (name) => {
  expect(isRootName(name)).toBe(true);
});

test.each(["cwd", "root", "current_dir", "working_dir", "WORKDIR", "original_root_dir", "tsconfigRootDir", "outputRoot", "userHome", "HOME_DIR", "packageRoot", "testBaseDir", "path", "dir", "folder", ""])("%j is none", (name) => {
  expect(isRootName(name)).toBe(false);
});

test("the folder of a script", () => {
  expect(isScriptFolderName("SCRIPT_DIR")).toBe(true);
  expect(isScriptFolderName("PROJECT_DIR")).toBe(false);
});

test.each([
  ["get_project_root", true],
  ["paths.findRepoRoot", true],
  ["get_root_path", false],
  ["get_project_roots_of_users", false],
  ["project_root", false],
])("%j finds the root: %j", (name, is) => {
  expect(isRootFinder(name)).toBe(is);
});

test.each(["package.json", "tsconfig.base.json", "vite.config.ts", ".env", ".eslintrc.json", "pyproject.toml", "docker-compose.yml", "src/app.js", "node_modules/x"])("%j is in every project", (path) => {
  expect(isCommonProjectFile(path)).toBe(true);
});

test.each(["config.json", "config/station.json", "backend/main.py", "data/app.db"])("%j is not", (path) => {
  expect(isCommonProjectFile(path)).toBe(false);
});

test.each(["a", "A", "_", ".", "/", "-", "src/", "A_"])("reads a megabyte of %j in no time", (piece) => {
  const text = megabyteOf(piece);
  const time = processorTime(() => {
    isRootName(text);
    isRootFinder(text);
    isScriptFolderName(text);
    isCommonProjectFile(text);
  });
  expect(time).toBeLessThan(1500);
});
