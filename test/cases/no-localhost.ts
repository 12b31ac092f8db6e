import type { Case } from "../harness/case.ts";

const isSettings = "the program's own settings for this connection are for a person to choose";

export const cases: readonly Case[] = [
  { title: "the base of an API", language: "javascript", code: `export const API_URL = "http://localhost:3000/api";\n`, finds: ["localhost"] },
  { title: "a call of a client", language: "typescript", code: `export const trades = (): Promise<Response> => fetch("http://127.0.0.1:4000/trades");\n`, finds: ["127.0.0.1"] },
  { title: "a socket", language: "typescript", code: "export const open = (room: string): WebSocket => new WebSocket(`ws://localhost:8080/rooms/${room}`);\n", finds: ["localhost"] },
  {
    title: "a port that another part of the program names",
    language: "python",
    file: "prices.py",
    code: `import requests\n\n\ndef price(main_port):\n    return requests.get(f"http://localhost:{main_port}/api/price", timeout=5)\n`,
    finds: ["localhost"],
    want: `import requests\nfrom portability import target_host\n\n\ndef price(main_port):\n    return requests.get(f"http://{target_host()}:{main_port}/api/price", timeout=5)\n`,
  },
  { title: "a URL that is kept before it is called", language: "python", code: `import requests\n\n\ndef notify(port):\n    url = f"http://localhost:{port}/api/notify"\n    return requests.post(url, json={})\n`, finds: ["localhost"] },
  {
    title: "a project's own path module, which reads no configuration, stands beside the module that does",
    language: "python",
    code: `import requests\n\nfrom backend.util.paths import get_project_root\n\nROOT = get_project_root()\n\n\ndef price():\n    return requests.get("http://localhost:3000/api/price")\n`,
    files: { "backend/util/paths.py": `import os\n\n\ndef get_project_root():\n    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))\n`, "backend/__init__.py": "", "backend/util/__init__.py": "" },
    finds: ["localhost"],
  },
  { title: "the host of a database", language: "python", code: `import psycopg2\n\nconnection = psycopg2.connect(host="localhost", dbname="trades")\n`, finds: [`"localhost"`], left: isSettings },
  {
    title: "the host of a database, where the project has a function for its settings",
    language: "python",
    files: {
      "backend/__init__.py": "",
      "backend/config/__init__.py": "",
      "backend/config/database.py": `"""Settings of the database."""\n\nimport os\n\n\ndef get_database_config():\n    return {\n        "host": os.getenv("DB_HOST", "localhost"),\n        "database": os.getenv("DB_NAME", "trades"),\n    }\n`,
    },
    file: "main.py",
    code: `import psycopg2\n\n\ndef connection():\n    return psycopg2.connect(host="localhost", database="trades")\n`,
    finds: [`"localhost"`],
    want: `import psycopg2\nfrom backend.config.database import get_database_config\n\n\ndef connection():\n    return psycopg2.connect(host=get_database_config()["host"], database="trades")\n`,
  },
  { title: "the host of a pool", language: "typescript", code: `import { Pool } from "pg";\n\nexport const pool = new Pool({ host: "localhost", database: "trades" });\n`, finds: [`"localhost"`], left: isSettings },
  { title: "a broker", language: "python", code: `import pika\n\nconnection = pika.BlockingConnection(pika.ConnectionParameters("localhost"))\n`, finds: [`"localhost"`], left: isSettings },
  { title: "an IPv6 address in brackets is left", language: "javascript", code: `export const api = () => fetch("http://[::1]:3000/api/trades");\n`, finds: ["::1"], left: "an IPv6 address stands in brackets, which the configured host may not need" },
  { title: "what can be set otherwise is quiet", language: "javascript", code: `export const API_URL = process.env.API_URL || "http://localhost:3000";\nexport const call = ({ url = "http://localhost:3000/api" } = {}) => fetch(url);\nexport const target = (options) => (options.remote ? options.url : "http://localhost:3000/api");\n`, finds: [] },
  { title: "what can be set otherwise is quiet in Python", language: "python", code: `import os\n\nAPI_URL = os.environ.get("API_URL", "http://localhost:3000/api")\n\n\ndef connect(host="localhost"):\n    return psycopg2.connect(host=host or "localhost")\n\n\nclass Backend:\n    url = "http://localhost:5984/"\n`, finds: [] },
  { title: "a default that is filled in is quiet", language: "javascript", code: `export function start(options) {\n  if (!options.apiUrl) options.apiUrl = "http://localhost:3000/api";\n  return { baseUrl: "http://localhost:3000/api", ...options };\n}\n`, finds: [] },
  { title: "an address to listen on is quiet", language: "python", code: `import uvicorn\n\nuvicorn.run(app, host="127.0.0.1", port=8000)\nsite = web.TCPSite(runner, "localhost", 8080)\n`, finds: [] },
  { title: "a base for parsing, a comparison and lists of origins are quiet", language: "javascript", code: `export const path = (request) => new URL(request.url, "http://localhost").pathname;\nexport const isHere = (host) => host === "localhost";\nexport const cors = { origin: ["http://localhost:8080"] };\nexport const redirectUri = "http://localhost:8080/callback";\n`, finds: [] },
  { title: "what people read is quiet", language: "python", code: `print("open http://localhost:3000/app")\n`, finds: [] },
  { title: "a service that the program manages itself is quiet", language: "typescript", code: "export class Service {\n  constructor(private readonly uiPort: number) {}\n  check(): Promise<Response> {\n    return fetch(`http://localhost:${this.uiPort}/api`);\n  }\n}\n", finds: [] },
  { title: "a health check and an emulator are quiet", language: "typescript", code: `export const isWell = (): Promise<Response> => fetch("http://localhost:3000/health");\nconnectAuthEmulator(auth, "http://localhost:9099");\n`, finds: [] },
  { title: "configuration is where it belongs", language: "ini", code: `[program:api]\nenvironment=API_URL="http://localhost:3000/api"\n`, finds: [] },
];
