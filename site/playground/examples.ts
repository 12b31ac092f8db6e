/** A text to begin with, for each language that is read. */
export interface Example {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

/** Where all examples were written. */
export const exampleRoot = "/Users/ann/station";

export const examples: readonly Example[] = [
  {
    language: "Python",
    file: "report.py",
    text: `import subprocess

DATABASE = "/Users/ann/station/data/readings.db"
CAMERA = "http://192.168.1.20:8080/snapshot"


def rows():
    return subprocess.run(["/opt/homebrew/bin/sqlite3", DATABASE, "select * from rows"])
`,
  },
  {
    language: "TypeScript",
    file: "src/lamp.ts",
    text: `import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const settings = JSON.parse(readFileSync("/Users/ann/station/config/lamp.json", "utf8"));
const lamp: string = \`http://192.168.1.31/\${settings.room}\`;

export function brightness(): number {
  return Number(execFileSync("/opt/homebrew/bin/jq", [".brightness", "/Users/ann/station/state/lamp.json"]));
}

settings.lamp = lamp;
writeFileSync("/Users/ann/station/config/lamp.json", JSON.stringify(settings));
`,
  },
  {
    language: "JavaScript",
    file: "server.mjs",
    text: `import express from "express";

const app = express();
app.use(express.static("/Users/ann/station/web"));
app.get("/forecast", async (_, response) => {
  const answer = await fetch("http://192.168.1.20:9000/forecast");
  response.json(await answer.json());
});
app.listen(8080);
`,
  },
  {
    language: "Shell",
    file: "scripts/backup.sh",
    text: `#!/usr/bin/env bash
set -euo pipefail

ROOT="/Users/ann/station"
/opt/homebrew/bin/pg_dump readings > "$ROOT/backup/readings.sql"
cp -r /Users/ann/station/config "$HOME/Backups/station"
pkill -f server.mjs
`,
  },
  {
    language: "supervisor",
    file: "supervisord.conf",
    text: `[supervisord]
logfile=/Users/ann/station/logs/supervisord.log

[program:report]
command=/opt/homebrew/bin/python3 /Users/ann/station/report.py
directory=/Users/ann/station
environment=PATH="/opt/homebrew/bin:/usr/bin:/bin",CAMERA="192.168.1.20"
`,
  },
  {
    language: "systemd",
    file: "deploy/report.service",
    text: `[Unit]
Description=Readings of the station

[Service]
WorkingDirectory=/home/ann/station
ExecStart=/home/ann/station/venv/bin/python report.py
Environment=CAMERA=192.168.1.20

[Install]
WantedBy=multi-user.target
`,
  },
  {
    language: "crontab",
    file: "deploy/crontab",
    text: `PATH=/opt/homebrew/bin:/usr/bin:/bin
0 3 * * * cd /Users/ann/station && scripts/backup.sh >> logs/backup.log 2>&1
`,
  },
  {
    language: "Compose, YAML",
    file: "compose.yaml",
    text: `services:
  web:
    image: nginx
    volumes:
      - /Users/ann/station/web:/usr/share/nginx/html:ro
    environment:
      CAMERA: 192.168.1.20
`,
  },
  {
    language: "JSON",
    file: "config/station.json",
    text: `{
  "samples": "/Users/ann/station/samples",
  "camera": "http://192.168.1.20:8080",
  "rrdtool": "/opt/homebrew/bin/rrdtool"
}
`,
  },
  {
    language: "TOML",
    file: "station.toml",
    text: `[storage]
folder = "/Users/ann/station/data"

[camera]
host = "192.168.1.20"
`,
  },
  {
    language: "dotenv",
    file: ".env",
    text: `DATA_DIR=/Users/ann/station/data
CAMERA_HOST=192.168.1.20
`,
  },
  {
    language: "Dockerfile",
    file: "Dockerfile",
    text: `FROM python:3.13
COPY . /app
ENV CAMERA=192.168.1.20
CMD ["python", "/Users/ann/station/report.py"]
`,
  },
  {
    language: "Property list",
    file: "deploy/org.station.report.plist",
    text: `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
  <key>Label</key><string>org.station.report</string>
  <key>ProgramArguments</key>
  <array><string>/opt/homebrew/bin/python3</string><string>/Users/ann/station/report.py</string></array>
  <key>WorkingDirectory</key><string>/Users/ann/station</string>
</dict>
</plist>
`,
  },
  {
    language: "Makefile",
    file: "Makefile",
    text: `DATA = /Users/ann/station/data

report:
\t/opt/homebrew/bin/python3 report.py $(DATA)
`,
  },
  {
    language: "nginx",
    file: "nginx/station.conf",
    text: `server {
  listen 80;
  root /Users/ann/station/web;
  location /camera/ { proxy_pass http://192.168.1.20:8080/; }
}
`,
  },
  {
    language: "logrotate",
    file: "logrotate.d/station",
    text: `/Users/ann/station/logs/*.log {
  weekly
  rotate 4
}
`,
  },
  {
    language: "HTML",
    file: "web/index.html",
    text: `<!doctype html>
<title>Station</title>
<img src="http://192.168.1.20:8080/snapshot" alt="The camera">
<script>
  fetch("http://localhost:8000/readings").then((answer) => answer.json());
</script>
`,
  },
  {
    language: "Vue",
    file: "web/Camera.vue",
    text: `<script setup>
const camera = "http://192.168.1.20:8080/snapshot";
</script>

<template>
  <img :src="camera" alt="The camera" />
</template>
`,
  },
  {
    language: "Markdown",
    file: "ops/checklist.md",
    text: `# Before a release

\`\`\`sh
cd /Users/ann/station
/opt/homebrew/bin/python3 report.py
\`\`\`
`,
  },
];
