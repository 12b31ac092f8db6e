import type { LanguageName } from "../../languages/site.ts";

/** A file to begin with. */
export interface Example {
  readonly label: string;
  readonly language: LanguageName;
  readonly file: string;
  readonly text: string;
}

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

/** One for each language. */
export const examples: readonly Example[] = [
  {
    label: "Python",
    language: "python",
    file: "report.py",
    text: lines("import subprocess", "", 'ROOT = "/Users/ann/station"', 'DATABASE = "/Users/ann/station/data/readings.db"', 'CAMERA = "http://192.168.1.20:8080/snapshot"', "", "", "def rows():", '    return subprocess.run(["/opt/homebrew/bin/sqlite3", DATABASE, "select * from rows"])'),
  },
  {
    label: "TypeScript",
    language: "javascript",
    file: "src/report.ts",
    text: lines('import { execFileSync } from "node:child_process";', "", 'const root = "/Users/ann/station";', 'const database: string = "/Users/ann/station/data/readings.db";', 'const camera = process.env.CAMERA_IP ?? "192.168.1.20";', "", 'execFileSync("/opt/homebrew/bin/sqlite3", [database]);', "console.log(root, camera);"),
  },
  {
    label: "JavaScript",
    language: "javascript",
    file: "report.mjs",
    text: lines('import { readFileSync } from "node:fs";', "", 'const project = "/Users/ann/station";', 'export const rows = readFileSync("/Users/ann/station/data/rows.json", "utf8");', 'export const camera = "http://192.168.1.20:8080/snapshot";', "console.log(project);"),
  },
  { label: "Shell", language: "shell", file: "scripts/run.sh", text: lines("#!/bin/sh", "cd /Users/ann/station", "/opt/homebrew/bin/python3 report.py", "pkill -f python") },
  { label: "INI (supervisor)", language: "ini", file: "supervisord.conf", text: lines("[program:report]", "command=/opt/homebrew/bin/python3 report.py", "directory=/Users/ann/station") },
  { label: "YAML (Compose)", language: "yaml", file: "compose.yaml", text: lines("services:", "  web:", "    build: /Users/ann/station", "    volumes:", "      - /Users/ann/station/data:/data", "    environment:", "      CAMERA: 192.168.1.20") },
  { label: "Dockerfile", language: "dockerfile", file: "Dockerfile", text: lines("FROM python:3.12", "ENV CAMERA=192.168.1.20", "WORKDIR /Users/ann/station", 'CMD ["/opt/homebrew/bin/python3", "report.py"]') },
  { label: "JSON", language: "json", file: "config/station.json", text: lines("{", '  "camera": "192.168.1.20",', '  "database": "/Users/ann/station/data/readings.db"', "}") },
  { label: "TOML", language: "toml", file: "station.toml", text: lines("[station]", 'camera = "192.168.1.20"', 'database = "/Users/ann/station/data/readings.db"') },
  { label: "dotenv", language: "dotenv", file: ".env", text: lines("CAMERA_IP=192.168.1.20", "DATA_DIR=/Users/ann/station/data") },
  {
    label: "Property list",
    language: "plist",
    file: "org.station.plist",
    text: lines('<?xml version="1.0" encoding="UTF-8"?>', '<plist version="1.0">', "<dict>", "  <key>WorkingDirectory</key>", "  <string>/Users/ann/station</string>", "</dict>", "</plist>"),
  },
  { label: "systemd", language: "systemd", file: "station.service", text: lines("[Service]", "WorkingDirectory=/home/ann/station", "ExecStart=/home/ann/station/venv/bin/python3 report.py") },
  { label: "crontab", language: "crontab", file: "crontab", text: lines("0 4 * * * /opt/homebrew/bin/python3 /Users/ann/station/report.py") },
  { label: "Makefile", language: "makefile", file: "Makefile", text: lines("DATA = /Users/ann/station/data", "report:", "\tcd /Users/ann/station && /opt/homebrew/bin/python3 report.py") },
  { label: "nginx", language: "nginx", file: "nginx.conf", text: lines("server {", "  root /Users/ann/station/web;", "  location /api {", "    proxy_pass http://192.168.1.20:8000;", "  }", "}") },
  { label: "logrotate", language: "logrotate", file: "logrotate.d/station", text: lines("/Users/ann/station/logs/*.log {", "  daily", "}") },
  { label: "HTML", language: "html", file: "web/index.html", text: lines('<img src="http://192.168.1.20:8080/snapshot" alt="">', "<script>", '  const database = "/Users/ann/station/data/readings.db";', "</script>") },
  { label: "Markdown", language: "markdown", file: "notes.md", text: lines("# Station", "", "```sh", "cd /Users/ann/station && /opt/homebrew/bin/python3 report.py", "```") },
];
