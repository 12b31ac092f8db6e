import { describe, expect, test } from "vitest";

import { isConfigFile, isConfigName, isOwnStore, isScaffoldName } from "../../detectors/config-file.ts";
import { HOLE } from "../../detectors/hole.ts";
import { megabyteOf, processorTime } from "./speed.ts";

const configFiles: readonly string[] = [
  "config.json",
  "./config.json",
  "/srv/app/config.json",
  "C:\\app\\config.json",
  "backend/core/config/config.json",
  "config.default.json",
  "config.local.json",
  "config.production.yaml",
  `config.${HOLE}.json`,
  `${HOLE}/config.json`,
  `${HOLE}_config.json`,
  "port_config.json",
  "auto_entry_settings.json",
  "trade_preferences.json",
  "data/preferences/trade_preferences.json",
  "logging_config.yaml",
  "cache-settings.json",
  "settings.yaml",
  "settings.yml",
  "settings.py",
  "appsettings.json",
  "appsettings.Development.json",
  "tsconfig.json",
  "vite.config.ts",
  "prefs.js",
  "claude_desktop_config.json",
  "Claude/claude_desktop_config.json",
  ".env",
  "app/.env",
  ".env.local",
  `.env.${HOLE}`,
  "prod.env",
  ".npmrc",
  ".eslintrc.json",
  "/home/ann/.zshrc",
  "~/.bash_profile",
  ".gitconfig",
  ".git/config",
  "~/.ssh/config",
  "/etc/ssh/sshd_config",
  "/etc/nginx/nginx.conf",
  "supervisord.conf",
  "logging.conf",
  "db.ini",
  "alembic.ini",
  "app.toml",
  "pyproject.toml",
  "my.cnf",
  "com.acme.agent.plist",
  "server.properties",
  "/config/x.json",
  "config/ports.json",
  "config/sub/rules.yaml",
  "settings/flags.json",
  "/etc/app/rules.yaml",
  ".vscode/launch.json",
  "docker-compose.yml",
];

const otherFiles: readonly string[] = [
  "",
  "data.json",
  "users.json",
  "x.yaml",
  "README.md",
  "package.json",
  "package-lock.json",
  "yarn.lock",
  "Cargo.lock",
  "app.log",
  "config.log",
  "state.json",
  "config_state.json",
  "account_mode_state.json",
  "cache.json",
  "report.json",
  "output.json",
  "history.toml",
  "state.ini",
  "token.json",
  "auth_tokens.json",
  "session.json",
  "db.json",
  "config.json.tmp",
  "config.json.bak",
  "config.json~",
  "config.bak.json",
  "config_backup.json",
  "config-backup.json",
  "config_20240101.json",
  `config.json.${HOLE}`,
  `config_${HOLE}.json`,
  "backup/config.json",
  "backups/2024/config.json",
  "/tmp/config.json",
  "dist/config.json",
  "build/tsconfig.json",
  "logs/config.json",
  "node_modules/x/config.json",
  ".env.example",
  ".env.sample",
  "config.example.json",
  "settings.template.yaml",
  "config/state.json",
  "config/data/users.json",
  "config/cache/x.json",
  "config/tokens.json",
  "config.schema.json",
  "config.md",
  "config.png",
  "config.test.ts",
  "settings.spec.js",
  "app.sqlite",
  `${HOLE}.json`,
  `config/${HOLE}.json`,
  HOLE,
  "write the config.json",
  "*.conf",
  "main.src",
];

const configNames: readonly string[] = [
  "config",
  "CONFIG",
  "config_path",
  "configPath",
  "self.config_path",
  "self._config_path",
  "this.configFile",
  "CONFIG_FILE",
  "CONFIG_FILE_PATH",
  "PORT_CONFIG_FILE",
  "WATCHER_CONFIG",
  "settingsPath",
  "settings_path",
  "SETTINGS_PATH",
  "settings_json_path",
  "userPreferencesFile",
  "prefs_file",
  "PREFS_PATH",
  "envFile",
  "ENV_PATH",
  "env_file",
  "dotenv_path",
  "zshrc_path",
  "rcFile",
  "bashrcPath",
  "supervisord_conf",
  "default_config_path",
  "DEFAULT_CONFIG_PATH",
  "cache_config_path",
  "logging_config",
  "configFile.path",
  "args.config",
  "getConfigPath()",
  "get_config_path",
  "tsconfigPath",
  "iniPath",
  "claudeConfigPath",
  "appsettings_file",
];

const otherNames: readonly string[] = [
  "",
  "path",
  "file_path",
  "f",
  "CONFIG.statePath",
  "config.log_path",
  "config.path",
  "config.output",
  "settings.file",
  "X_CONFIG.feedbackPath",
  "config.cacheFile",
  "state_path",
  "config_state_path",
  "config_backup_path",
  "backup_config_path",
  "configBackup",
  "tmpConfigPath",
  "temp_config_file",
  "old_config",
  "config_cache",
  "config_log",
  "config_data",
  "configDir",
  "config_dir",
  "CONFIG_DIR",
  "config_folder",
  "configTemplate",
  "config_schema_path",
  "config_report",
  "AUTH_TOKENS_FILE",
  "token_path",
  "history_file",
  "db_path",
  "lockFile",
  "output_path",
  "environment",
  "env",
  "process.env",
  "env.FOO",
  "src",
  "srcFile",
  "reconfigure",
];

const ownStores: readonly (readonly [path: string, ...holeNames: string[]])[] = [
  ["~/.config/app/config.json"],
  ["~/.app/settings.json"],
  ["$HOME/.app/config.json"],
  ["$XDG_CONFIG_HOME/app/config.toml"],
  ["%APPDATA%\\App\\settings.json"],
  ["~/Library/Application Support/App/settings.json"],
  [`${HOLE}/.app/config.json`, "os.homedir()"],
  [`${HOLE}/settings.json`, "app.getPath('userData')"],
  [`${HOLE}/app/config.json`, "XDG_CONFIG_HOME"],
];

const elsewhere: readonly (readonly [path: string, ...holeNames: string[]])[] = [
  ["config.json"],
  ["~/app/config.json"],
  ["~/.zshrc"],
  ["~/.ssh/config"],
  ["~/Library/Application Support/Claude/claude_desktop_config.json"],
  ["~/Library/LaunchAgents/app.plist"],
  [`${HOLE}/config.json`, "PROJECT_ROOT"],
  [`${HOLE}/config.json`],
  [`${HOLE}/config.json`, "os.homedir()"],
  [`${HOLE}/.zshrc`, "home"],
];

describe("isConfigFile", () => {
  test.each(configFiles)("holds for %j", (path) => {
    expect(isConfigFile(path)).toBe(true);
  });

  test.each(otherFiles)("does not hold for %j", (path) => {
    expect(isConfigFile(path)).toBe(false);
  });
});

describe("isConfigName", () => {
  test.each(configNames)("holds for %j", (name) => {
    expect(isConfigName(name)).toBe(true);
  });

  test.each(otherNames)("does not hold for %j", (name) => {
    expect(isConfigName(name)).toBe(false);
  });
});

describe("isOwnStore", () => {
  test.each(ownStores)("holds for %j", (path, ...holeNames) => {
    expect(isOwnStore(path, holeNames)).toBe(true);
  });

  test.each(elsewhere)("does not hold for %j", (path, ...holeNames) => {
    expect(isOwnStore(path, holeNames)).toBe(false);
  });
});

describe("isScaffoldName", () => {
  test.each(["init", "scaffold", "scaffold_project", "createDefaultConfig", "create_config", "generateSettings", "init_config", "Cli.init", "writeX.newProject"])(
    "holds for %j",
    (name) => {
      expect(isScaffoldName(name)).toBe(true);
    },
  );

  test.each(["", "__init__", "Config.__init__", "save", "create_app", "createServer", "load_config", "ensure_config", "init_app", "newline", "setup"])(
    "does not hold for %j",
    (name) => {
      expect(isScaffoldName(name)).toBe(false);
    },
  );
});

test.each(["a", "1", "_", "A", ".", "/", "\\", "config", "config.", "config/", "~/", " "])("reads a megabyte of %j in no time", (piece) => {
  const text = megabyteOf(piece);
  const time = processorTime(() => {
    isConfigFile(text);
    isConfigName(text);
    isOwnStore(text, [text]);
    isScaffoldName(text);
  });
  expect(time).toBeLessThan(1000);
});
