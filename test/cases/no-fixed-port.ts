import type { Case } from "../harness/case.ts";

const manifest = { "config/ports.json": `{ "services": { "trade_manager": { "port": 4000 }, "main_app": { "port": 3000 } } }\n` };
const left = /^config\/ports\.json has the port of 'trade_manager', and how this program reads it is for a person to choose$/u;

export const cases: readonly Case[] = [
  { title: "a URL with the port of a service that a file names", language: "python", files: manifest, code: `import requests\n\nresponse = requests.get("http://trades.example.net:4000/trades")\n`, finds: ["4000"], left },
  { title: "a number that a program listens on", language: "javascript", files: manifest, code: `app.listen(4000);\n`, finds: ["4000"], left },
  { title: "a number as an argument", language: "python", files: manifest, code: `import uvicorn\n\nuvicorn.run(app, port=4000)\n`, finds: ["4000"], left },
  { title: "one service under two ports in a unit", language: "ini", files: manifest, code: `[program:trades]\ncommand=trades\nenvironment=TRADE_MANAGER_PORT="4001"\n`, finds: ["4001"], left: "which of the two ports of 'trade_manager' is right is not known" },
  { title: "one service under two ports", language: "python", files: manifest, code: `TRADE_MANAGER_PORT = 4001\n`, finds: ["4001"], left: "which of the two ports of 'trade_manager' is right is not known" },
  { title: "one service under two ports in TypeScript", language: "typescript", files: manifest, code: `export const ports = { trade_manager: 4001 };\n`, finds: ["4001"], left: "which of the two ports of 'trade_manager' is right is not known" },
  { title: "the name itself is quiet", language: "python", files: manifest, code: `TRADE_MANAGER_PORT = 4000\n`, finds: [] },
  { title: "a default is quiet", language: "python", files: manifest, code: `import os\n\nport = int(os.environ.get("PORT", "4000"))\n\n\ndef serve(port=4000):\n    return port\n`, finds: [] },
  { title: "a port that nothing names is quiet", language: "javascript", files: manifest, code: `app.listen(8080);\nexport const url = "http://example.net:9200/index";\n`, finds: [] },
  { title: "a time, a year and a size are quiet", language: "javascript", files: manifest, code: `setTimeout(refresh, 4000);\nexport const since = 2024;\nexport const limits = { size: 4000 };\n`, finds: [] },
  { title: "a list of origins is quiet", language: "javascript", files: manifest, code: `export const cors = { origin: ["http://example.net:4000"] };\n`, finds: [] },
  { title: "a project that names no ports is quiet", language: "python", code: `import uvicorn\n\nuvicorn.run(app, port=4000)\n`, finds: [] },
];
