import type { Case } from "../harness/case.ts";

export const cases: readonly Case[] = [
  {
    title: "the address of a camera in a URL",
    language: "javascript",
    code: `export const cameraUrl = "http://192.168.86.42:8080/stream";\n`,
    finds: ["192.168.86.42"],
  },
  {
    title: "the fallback of an environment variable",
    language: "typescript",
    code: `export const api: string = process.env["API_URL"] ?? "http://192.168.6.38";\n`,
    finds: ["192.168.6.38"],
  },
  {
    title: "an address alone, with a telling name",
    language: "python",
    code: `PRINTER_HOST = "10.0.4.17"\n`,
    finds: ["10.0.4.17"],
  },
  {
    title: "a host and a port",
    language: "python",
    code: `import socket\n\nsocket.create_connection(("172.16.0.9", 5432))\n`,
    finds: ["172.16.0.9"],
  },
  {
    title: "an f-string with holes",
    language: "python",
    code: `import requests\n\n\ndef switch(state):\n    return requests.get(f"http://192.168.1.20:9000/relay/{state}?at={now()}")\n`,
    finds: ["192.168.1.20"],
  },
  {
    title: "a template with holes",
    language: "javascript",
    code: "export const device = (id, port) => `ws://192.168.1.30:${port}/devices/${id}`;\n",
    finds: ["192.168.1.30"],
  },
  {
    title: "an IPv6 address in brackets",
    language: "typescript",
    code: `export const hub = "http://[fd12:3456:789a::1]:8123/api";\n`,
    finds: ["fd12:3456:789a::1"],
  },
  {
    title: "two machines with names of their own",
    language: "python",
    code: `DB_HOST = "192.168.86.10"\nBROKER_HOST = "192.168.86.11"\n`,
    finds: ["192.168.86.10", "192.168.86.11"],
  },
  {
    title: "an element of a page is left",
    language: "tsx",
    code: `export const Feed = () => <Stream source="http://192.168.86.42:8080/feed" />;\n`,
    finds: ["192.168.86.42"],
    left: "a page in a browser has no files, programs or environment to ask",
  },
  {
    title: "a unit is left",
    language: "ini",
    code: `[program:api]\ncommand=api --host 192.168.86.42 --port 8000\nenvironment=DB_HOST="10.1.2.3"\n`,
    finds: ["192.168.86.42", "10.1.2.3"],
    left: "supervisor cannot call a function",
  },
  {
    title: "networks, ranges and masks are quiet",
    language: "python",
    code: `import ipaddress\n\nPRIVATE = ipaddress.ip_network("10.0.0.0/8")\nTRUSTED_NETWORKS = ["192.168.0.0/16", "172.16.0.0/12"]\nNETMASK = "255.255.255.0"\n`,
    finds: [],
  },
  {
    title: "loopback, documentation and metadata addresses are quiet",
    language: "javascript",
    code: `export const addresses = ["127.0.0.1", "::1", "0.0.0.0", "192.0.2.1", "198.51.100.7", "2001:db8::1", "169.254.169.254", "10.0.2.2"];\n`,
    finds: [],
  },
  {
    title: "versions are quiet",
    language: "typescript",
    code: `export const version = "10.1.0.84";\nexport const agent = "UP.Browser/10.0.4.1";\n`,
    finds: [],
  },
  {
    title: "a comparison is quiet",
    language: "python",
    code: `def is_home(host):\n    return host == "192.168.86.42"\n`,
    finds: [],
  },
  {
    title: "what is printed is quiet",
    language: "python",
    code: `print("open http://192.168.86.42:3000")\n`,
    finds: [],
  },
  {
    title: "a comment and a bind address are quiet",
    language: "ini",
    code: `; the author's machine is 192.168.86.42\n[inet_http_server]\nport=127.0.0.1:9001\n`,
    finds: [],
  },
];
