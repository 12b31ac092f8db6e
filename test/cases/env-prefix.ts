import type { Case } from "../harness/case.ts";

const settings = { prefix: "REC_" };
const renamed = { prefix: "REC_", variables: { DB_PASSWORD: "REC_DB_PASS", POSTGRES_PASSWORD: "REC_DB_PASS", CAMERA_IP: "REC_CAMERA_HOST" } };
const left = /^no new name is settled for \w+: add it to settings\.portability\.variables, for example "REC_\w+"$/u;

export const cases: readonly Case[] = [
  {
    title: "a variable in each way of asking, with no name settled",
    language: "python",
    settings,
    code: `import os\n\nHOST = os.getenv("DB_HOST", "db")\nUSER = os.environ.get("DB_USER")\nNAME = os.environ["DB_NAME"]\n`,
    finds: ["DB_HOST", "DB_USER", "DB_NAME"],
    left,
  },
  {
    title: "a member, an index and a pattern",
    language: "javascript",
    settings,
    code: `export const host = process.env.DB_HOST ?? "db";\nexport const user = process.env["DB_USER"];\nconst { DB_NAME } = process.env;\nexport default DB_NAME;\n`,
    finds: ["DB_HOST", "DB_USER", "DB_NAME"],
    left,
  },
  {
    title: "a name that is settled is asked for first",
    language: "python",
    settings: renamed,
    code: `import os\n\nPASSWORD = os.getenv("DB_PASSWORD", "")\nOTHER = os.environ["POSTGRES_PASSWORD"]\n`,
    finds: ["DB_PASSWORD", "POSTGRES_PASSWORD"],
    want: `import os\n\nPASSWORD = os.getenv("REC_DB_PASS", os.getenv("DB_PASSWORD", ""))\nOTHER = os.environ["REC_DB_PASS" if "REC_DB_PASS" in os.environ else "POSTGRES_PASSWORD"]\n`,
  },
  {
    title: "a name that is settled, in TypeScript",
    language: "typescript",
    settings: renamed,
    code: `export const password: string = process.env.DB_PASSWORD!;\nexport const camera = process.env["CAMERA_IP"] || "camera";\n`,
    finds: ["DB_PASSWORD", "CAMERA_IP"],
    want: `export const password: string = (process.env.REC_DB_PASS ?? process.env.DB_PASSWORD)!;\nexport const camera = process.env["REC_CAMERA_HOST"] || process.env["CAMERA_IP"] || "camera";\n`,
  },
  {
    title: "two old names for one setting",
    language: "python",
    settings: renamed,
    code: `import os\n\nPASSWORD = os.getenv("POSTGRES_PASSWORD", os.getenv("DB_PASSWORD", ""))\n`,
    finds: ["POSTGRES_PASSWORD"],
    want: `import os\n\nPASSWORD = os.getenv("REC_DB_PASS", os.getenv("POSTGRES_PASSWORD", os.getenv("DB_PASSWORD", "")))\n`,
  },
  {
    title: "a function of the project is given both names by a person",
    language: "python",
    settings: renamed,
    code: `import os\n\n\ndef _get_env(name, default=None):\n    return os.environ.get(name, default)\n\n\nPASSWORD = _get_env("DB_PASSWORD")\n`,
    finds: ["DB_PASSWORD"],
    left: "the name goes to _get_env: a person gives it both names",
  },
  {
    title: "an old name that stands in for a new one is quiet",
    language: "javascript",
    settings,
    code: `export const host = process.env.REC_DB_HOST ?? process.env.DB_HOST ?? "db";\n`,
    finds: [],
  },
  {
    title: "an old name that stands in for a new one is quiet in Python",
    language: "python",
    settings,
    code: `import os\n\nHOST = os.getenv("REC_DB_HOST", os.getenv("DB_HOST", "db"))\n`,
    finds: [],
  },
  {
    title: "names of the system, of tools and of services are quiet",
    language: "python",
    settings,
    code: `import os\n\nHOME = os.environ["HOME"]\nPORT = os.getenv("PORT", "8000")\nREGION = os.environ.get("AWS_REGION")\nPROXY = os.environ.get("http_proxy")\nDATA = os.environ.get("XDG_DATA_HOME")\nCI = "CI" in os.environ\n`,
    finds: [],
  },
  {
    title: "names that a framework wants are quiet",
    language: "typescript",
    settings,
    code: `export const isProduction = process.env.NODE_ENV === "production";\nexport const api = process.env.NEXT_PUBLIC_API_URL;\nexport const page = import.meta.env.VITE_TITLE;\nexport const temp = process.env.TMPDIR;\n`,
    finds: [],
  },
  {
    title: "names that are not known, and the whole environment, are quiet",
    language: "javascript",
    settings,
    code: "export const of = (name) => process.env[name] ?? process.env[`DB_${name}`];\nexport const env = { ...process.env };\n",
    finds: [],
  },
  {
    title: "without a prefix that somebody chose nothing is said",
    language: "javascript",
    code: `export const host = process.env.DB_HOST ?? "db";\n`,
    finds: [],
  },
  {
    title: "what a program gives to another one is quiet where the project does not read it",
    language: "python",
    settings,
    code: `import os\nimport subprocess\n\nsubprocess.run(["dump"], env={**os.environ, "DUMP_PASSWORD": "x"})\n`,
    finds: [],
  },
  {
    title: "what a service is given is quiet where the project does not read it",
    language: "ini",
    settings,
    code: `[program:grafana]\ncommand=grafana\nenvironment=STATION_TITLE="x"\n`,
    finds: [],
  },
];
