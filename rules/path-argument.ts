import type { Site } from "../languages/site.ts";

// https://docs.python.org/3/library/pathlib.html, https://nodejs.org/api/fs.html
const taker =
  /^(?:pathlib\.)?(?:Pure)?(?:Posix|Windows)?Path$|^(?:(?:io|codecs)\.)?open$|^os\.(?:chdir|listdir|scandir|makedirs|mkdir|stat|walk)$|^os\.path\.(?:abspath|exists|expanduser|isdir|isfile|join|realpath)$|^(?:(?:fs|fsp|fsPromises)\.)?(?:promises\.)?(?:access|createReadStream|createWriteStream|existsSync|mkdir|open|readdir|readFile|stat|writeFile)(?:Sync)?$|^path\.(?:posix\.|win32\.)?(?:join|normalize|resolve)$/u;

/** Whether a string is all of one path: a blank in it parts nothing. */
export function isPathArgument({ callee, argument, shape }: Site): boolean {
  return shape === "path" || (callee !== null && argument === 0 && taker.test(callee));
}
