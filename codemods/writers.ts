import { dataWriters } from "../languages/data.ts";
import { iniWriter } from "../languages/ini/write.ts";
import { javascriptWriter } from "../languages/javascript/write.ts";
import { markupWriters } from "../languages/markup.ts";
import { pythonWriter } from "../languages/python/write.ts";
import { shellWriter } from "../languages/shell/write.ts";
import type { LanguageName } from "../languages/site.ts";
import type { Writer } from "../languages/writer.ts";

/** The writer of each language. */
export const writers: Readonly<Record<LanguageName, Writer>> = { ...dataWriters, ...markupWriters, ini: iniWriter, javascript: javascriptWriter, python: pythonWriter, shell: shellWriter };
