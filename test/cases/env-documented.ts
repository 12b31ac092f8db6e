import type { Case } from "../harness/case.ts";

const example = { ".env.example": "# Where the database is\nDB_HOST=db\n# DB_NAME=station\n" };

export const cases: readonly Case[] = [
  {
    title: "what is read and not named, with what it defaults to",
    language: "python",
    code: `import os\n\nHOST = os.getenv("DB_HOST", "db")\nPORT = os.getenv("DB_PORT", "5432")\nPASSWORD = os.environ["DB_PASSWORD"]\nUSER = os.environ.get("DB_USER")\n`,
    files: example,
    finds: ["DB_PORT", "DB_PASSWORD", "DB_USER"],
  },
  {
    title: "what is read and not named, in JavaScript",
    language: "javascript",
    code: `export const host = process.env.DB_HOST;\nexport const api = process.env.API_URL ?? "https://api.example.org/v1";\nexport const token = process.env.STATION_TOKEN ?? "s3cr3t";\nexport const again = process.env.API_URL;\n`,
    files: example,
    finds: ["API_URL", "STATION_TOKEN"],
  },
  {
    title: "a default that is only true on one machine is not kept",
    language: "typescript",
    code: `export const data: string = process.env.DATA_DIR ?? "/opt/homebrew/var/station";\n`,
    files: { ".env.example": "DB_HOST=\n" },
    machine: { programs: [] },
    finds: ["DATA_DIR", "/opt/homebrew/var/station"],
    left: /./u,
  },
  {
    title: "the example file of the nearest folder above",
    language: "python",
    file: "backend/main.py",
    code: `import os\n\nHOST = os.getenv("DB_HOST")\n`,
    files: { "backend/.env.sample": "DB_NAME=\n", "other.py": `import os\n\nNAME = os.getenv("DB_NAME")\n` },
    finds: ["DB_HOST"],
  },
  {
    title: "a name in a comment is named",
    language: "python",
    code: `import os\n\nHOST = os.getenv("DB_HOST")\nNAME = os.getenv("DB_NAME")\n`,
    files: example,
    finds: [],
  },
  {
    title: "an old name that stands in for one that is named",
    language: "javascript",
    code: `export const host = process.env.DB_HOST ?? process.env.POSTGRES_HOST ?? "db";\n`,
    files: example,
    finds: [],
  },
  {
    title: "names of the system and of tools need not be named",
    language: "javascript",
    code: `export const home = process.env.HOME;\nexport const isTest = process.env.NODE_ENV === "test";\nexport const port = process.env.PORT ?? 8000;\n`,
    files: example,
    finds: [],
  },
  {
    title: "without an example file nothing is said",
    language: "python",
    code: `import os\n\nHOST = os.getenv("DB_HOST")\n`,
    finds: [],
  },
  {
    title: "an example file elsewhere is not for this program",
    language: "python",
    code: `import os\n\nHOST = os.getenv("DB_HOST")\n`,
    files: { "frontend/.env.example": "API_URL=\n", "frontend/app.js": "export const api = process.env.API_URL;\n" },
    finds: [],
  },
  {
    title: "names that are not known, and the whole environment, are quiet",
    language: "typescript",
    code: "export const of = (name: string): string | undefined => process.env[name];\nexport const all = { ...process.env };\n",
    files: example,
    finds: [],
  },
  {
    title: "what an image brings along need not be named",
    language: "javascript",
    code: `export const version = process.env.STATION_VERSION ?? "dev";\n`,
    files: { ...example, Dockerfile: "FROM node:22\nARG STATION_VERSION=dev\nENV STATION_VERSION=$STATION_VERSION\n" },
    finds: [],
  },
  {
    title: "a unit is given what it needs and need not name it",
    language: "ini",
    code: `[program:api]\ncommand=api\nenvironment=DB_HOST="db"\n`,
    files: example,
    finds: [],
  },
];
