import type { Case } from "../harness/case.ts";

const left = /^where another machine keeps 'thing:\w+' is not known$/u;

export const cases: readonly Case[] = [
  { title: "a constant", language: "javascript", code: `export const lamp = "thing:lamp";\n`, finds: ["thing:lamp"], left },
  { title: "a part of a template", language: "typescript", code: "export const on = (room: string): string => `thing:lamp/${room}`;\n", finds: ["thing:lamp"], left },
  { title: "an argument", language: "python", code: `import lamps\n\nlamps.switch("thing:lamp")\n`, finds: ["thing:lamp"], left },
  { title: "an option", language: "ini", code: `[program:lamp]\ncommand=switch thing:lamp\n`, finds: ["thing:lamp"], left },
  { title: "nothing in what people read", language: "python", code: `print("thing:lamp is on")\n`, finds: [] },
  { title: "nothing in a pattern", language: "javascript", code: `export const lampOf = (text) => text.replace("thing:lamp", "lamp");\n`, finds: [] },
];
