// Texts of every language as projects have them: a piece without a finding, and the lines with findings that a piece of a dense file has beside it.

/**
 * @typedef {object} Kind
 * @property {string} file What a file is called, with `#` for its number.
 * @property {(n: number) => string} plain
 * @property {(n: number) => string} loud
 * @property {string} [head]
 * @property {string} [tail]
 */

const path = "/Users/ann/greenhouse";
/** @param {number} n */
const host = (n) => `192.168.86.${(n % 200) + 20}`;
/** @param {readonly string[]} lines */
const lines = (...lines) => `${lines.join("\n")}\n`;

/** @type {Readonly<Record<string, Kind>>} */
export const kinds = {
  javascript: {
    file: "src/part-#.mjs",
    plain: (n) => lines(`/** Gives what the sensors of bed ${n} have told. */`, `export function readBed${n}(sensors, limit = ${n}) {`, "  const told = sensors.filter((sensor) => sensor.isAwake && sensor.values.length > limit);", "  return told.map(({ name, values }) => ({ name, mean: values.reduce((sum, value) => sum + value, 0) / values.length }));", "}", ""),
    loud: (n) => lines(`export const store${n} = "${path}/data/bed-${n}.db";`, `export const camera${n} = fetch("http://${host(n)}:8080/stream");`, ""),
  },
  python: {
    file: "src/part_#.py",
    plain: (n) => lines(`def read_bed_${n}(sensors, limit=${n}):`, `    """Gives what the sensors of bed ${n} have told."""`, "    told = [sensor for sensor in sensors if sensor.awake and len(sensor.values) > limit]", '    return [{"name": sensor.name, "mean": sum(sensor.values) / len(sensor.values)} for sensor in told]', "", ""),
    loud: (n) => lines(`STORE_${n} = "${path}/data/bed-${n}.db"`, `CAMERA_${n} = requests.get("http://${host(n)}:8080/stream")`, "", ""),
  },
  shell: {
    file: "scripts/part-#.sh",
    plain: (n) => lines(`# Starts bed ${n} unless it runs.`, `start_bed_${n}() {`, '  local name="$1" limit="${2:-10}"', '  if [ -z "$name" ]; then echo "no name" >&2; return 1; fi', '  for sensor in "$name"-*; do sort -u "$sensor" | head -n "$limit" >> "$name.log"; done', "}", ""),
    loud: (n) => lines(`cp ${path}/data/bed-${n}.db backup/`, `curl -s http://${host(n)}:8080/stream -o bed-${n}.jpg`, ""),
  },
  ini: {
    file: "ops/part-#.ini",
    plain: (n) => lines(`[program:bed${n}]`, `command=python3 -m greenhouse.bed --number ${n}`, "autostart=true", "; restarts when it fails", "autorestart=unexpected", `stdout_logfile=%(here)s/logs/bed-${n}.log`, ""),
    loud: (n) => lines(`[program:camera${n}]`, `command=/opt/homebrew/bin/ffmpeg -i rtsp://${host(n)}/stream`, `directory=${path}`, ""),
  },
  json: {
    file: "config/part-#.json",
    head: '{ "name": "greenhouse",\n',
    tail: '"end": true }\n',
    plain: (n) => lines(`  "bed${n}": {`, `    "plants": ["basil", "thyme", "sage"], "water": { "litres": ${n}, "at": "06:30" },`, '    "title": "The bed beside the door", "awake": true', "  },"),
    loud: (n) => lines(`  "store${n}": "${path}/data/bed-${n}.db",`, `  "camera${n}": "http://${host(n)}:8080/stream",`),
  },
  yaml: {
    file: "config/part-#.yaml",
    plain: (n) => lines(`bed${n}:`, "  plants: [basil, thyme, sage]", `  water: { litres: ${n}, at: "06:30" }`, "  # beside the door", "  title: The bed beside the door", "  awake: true"),
    loud: (n) => lines(`store${n}: ${path}/data/bed-${n}.db`, `camera${n}: http://${host(n)}:8080/stream`),
  },
  toml: {
    file: "config/part-#.toml",
    plain: (n) => lines(`[bed${n}]`, 'plants = ["basil", "thyme", "sage"]', `water = { litres = ${n}, at = "06:30" }`, "# beside the door", 'title = "The bed beside the door"', "awake = true"),
    loud: (n) => lines(`store = "${path}/data/bed-${n}.db"`, `camera = "http://${host(n)}:8080/stream"`),
  },
  dotenv: {
    file: "part-#.env",
    plain: (n) => lines(`# Bed ${n}`, `BED_${n}_TITLE="The bed beside the door"`, `BED_${n}_LITRES=${n}`, `BED_${n}_PLANTS=basil,thyme,sage`),
    loud: (n) => lines(`STORE_${n}=${path}/data/bed-${n}.db`, `CAMERA_${n}=http://${host(n)}:8080/stream`),
  },
  plist: {
    file: "ops/part-#.plist",
    head: '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n',
    tail: "</dict>\n</plist>\n",
    plain: (n) => lines(`  <key>bed${n}</key>`, "  <dict>", `    <key>Label</key><string>garden.bed.${n}</string>`, `    <key>StartInterval</key><integer>${n}</integer>`, "    <key>KeepAlive</key><true/>", "  </dict>"),
    loud: (n) => lines(`  <key>Store${n}</key><string>${path}/data/bed-${n}.db</string>`, `  <key>Camera${n}</key><string>http://${host(n)}:8080/stream</string>`),
  },
  dockerfile: {
    file: "images/#/Dockerfile",
    plain: (n) => lines(`FROM python:3.12-slim AS bed${n}`, "RUN apt-get update && apt-get install -y --no-install-recommends git \\", "  && rm -rf /var/lib/apt/lists/*", "COPY requirements.txt ./", "RUN pip install --no-cache-dir -r requirements.txt", `CMD ["python3", "-m", "greenhouse.bed", "${n}"]`, ""),
    loud: (n) => lines(`ENV STORE_${n}=${path}/data/bed-${n}.db CAMERA_${n}=http://${host(n)}:8080/stream`),
  },
  systemd: {
    file: "ops/part-#.service",
    plain: (n) => lines("[Unit]", `Description=Bed ${n} of the greenhouse`, "After=network-online.target", "[Service]", "Type=simple", `ExecStart=/usr/bin/python3 -m greenhouse.bed --number ${n}`, "Restart=on-failure", ""),
    loud: (n) => lines("[Service]", `WorkingDirectory=/home/ann/greenhouse`, `Environment=CAMERA=http://${host(n)}:8080/stream`, ""),
  },
  crontab: {
    file: "ops/part-#.cron",
    plain: (n) => lines(`# Waters bed ${n} and says so.`, `${n % 60} ${n % 24} * * * /usr/bin/python3 -m greenhouse.water --bed ${n} --litres 3 >/dev/null 2>&1`),
    loud: (n) => lines(`*/5 * * * * cd ${path} && ./run.sh ${n}`, `@daily curl -s http://${host(n)}:8080/stream`),
  },
  makefile: {
    file: "make/part-#.mk",
    plain: (n) => lines(`bed-${n}: $(wildcard src/*.py)`, "\t@mkdir -p build", `\tpython3 -m greenhouse.bed --number ${n} --out build/$@ $(FLAGS)`, "\t@echo done", ""),
    loud: (n) => lines(`STORE_${n} = ${path}/data/bed-${n}.db`, `camera-${n}:`, `\tcurl -s http://${host(n)}:8080/stream -o $@`, ""),
  },
  nginx: {
    file: "ops/nginx/part-#.conf",
    plain: (n) => lines("server {", "  listen 80;", `  server_name bed${n}.example.org;`, "  location / {", "    proxy_set_header Host $host;", "    try_files $uri $uri/ =404;", "  }", "}"),
    loud: (n) => lines("server {", `  root ${path}/web;`, `  location /camera { proxy_pass http://${host(n)}:8080; }`, "}"),
  },
  logrotate: {
    file: "ops/logrotate.d/part-#",
    plain: (n) => lines(`/var/log/greenhouse/bed-${n}.log {`, "  weekly", "  rotate 4", "  compress", "  postrotate", "    systemctl reload greenhouse", "  endscript", "}"),
    loud: (n) => lines(`${path}/logs/bed-${n}.log {`, "  daily", "}"),
  },
  html: {
    file: "web/part-#.html",
    head: "<!doctype html>\n<html><head><title>Greenhouse</title></head><body>\n",
    tail: "</body></html>\n",
    plain: (n) => lines(`<section id="bed-${n}" class="bed">`, "  <h2>The bed beside the door</h2>", '  <p>Basil, thyme and <a href="/plants/sage">sage</a>.</p>', `  <script>document.getElementById("bed-${n}").dataset.awake = "true";</script>`, "</section>"),
    loud: (n) => lines(`<img src="http://${host(n)}:8080/stream">`, `<script>const store${n} = "${path}/data/bed-${n}.db";</script>`),
  },
  markdown: {
    file: "pages/part-#.md",
    plain: (n) => lines(`## Bed ${n}`, "", "The bed beside the door has *basil*, `thyme` and [sage](plants/sage.md).", "", "```python", `print(read_bed(${n}))`, "```", ""),
    loud: (n) => lines("```sh", `cp ${path}/data/bed-${n}.db backup/`, `curl -s http://${host(n)}:8080/stream`, "```", ""),
  },
};
