import { expect, test } from "vitest";
import { languageOf } from "../../languages/index.ts";
import { findIn } from "../../rules/define.ts";
import rule from "../../rules/no-relative-service-path.ts";
import { readSettings } from "../../settings.ts";

const settings = readSettings(undefined);

/** What is objected to in a file of any notation, seen alone. */
function found(path: string, text: string): readonly string[] {
  const sites = languageOf(path)?.read({ path, text, zone: "config" }).sites ?? [];
  return sites.flatMap((site) => [...findIn(rule, site, text, settings, { path, project: null })].map(({ match, site: { value } }) => value.slice(match.start, match.end)));
}

test.each([
  ["api.service", "[Service]\nExecStart=venv/bin/python -m api\n", ["venv/bin/python"]],
  ["api.service", "[Service]\nExecStart=/usr/bin/python3 main.py\n", ["main.py"]],
  ["api.service", "[Service]\nExecStart=/usr/bin/python3 main.py\nWorkingDirectory=/srv/app\n", []],
  ["api.service", "[Service]\nExecStart=python3 -m api\nWorkingDirectory=app\n", ["app"]],
  ["api.service", "[Service]\nExecStart=%h/app/run.sh\nWorkingDirectory=~\n", []],
  ["jobs.crontab", "*/5 * * * * python3 scripts/job.py\n", ["scripts/job.py"]],
  ["jobs.crontab", "*/5 * * * * cd /srv/app && python3 scripts/job.py\n", []],
  ["jobs.crontab", "0 3 * * * backup --all\n", []],
  ["start.sh", "supervisord -c backend/supervisord.conf\n", ["backend/supervisord.conf"]],
  ["start.sh", 'cd "$(dirname "$0")/.."\nsupervisord -c backend/supervisord.conf\n', []],
  ["start.sh", 'supervisorctl -c "$ROOT/supervisord.conf" status\ncommand -v supervisorctl\npkill supervisord\necho "supervisorctl status"\n', []],
])("in %s: %j", (path, text, wanted) => {
  expect(found(path, text)).toEqual(wanted);
});
