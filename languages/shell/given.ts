import type { Given, Hole } from "../site.ts";
import { HOLE } from "../../detectors/hole.ts";
import type { Folder } from "./moves.ts";
import type { Program } from "./program.ts";
import { readWord, type Text } from "./text.ts";

const workingFolder = /^(?:\$\(|`)\s*(?:cd\s+\.\/?\s*&&\s*)?(?:(?:\/usr)?(?:\/bin\/)?pwd(?:\s+-[LP])?|g?(?:realpath|readlink\s+-[ef])\s+(?:--\s+)?["']?\.\/?["']?)\s*(?:\)|`)$/u;
const ownAddress = new RegExp(
  [
    /hostname\s+(?:-[IiA]|--all-ip-addresses|--ip-address)\b/,
    /ipconfig\s+getifaddr\b/,
    /ifconfig\b(?!\.)/,
    /ip\s+(?:-\w+\s+){0,3}(?:(?:r|route)\s+get|a|addr|address)\b/,
    /dig\s[^|)]{0,100}myip\.opendns\.com/,
    /(?:curl|wget)\s[^|)`]{0,120}\b(?:ifconfig\.(?:me|co|io)|icanhazip\.com|(?:api\d*|ipv[46])\.(?:ipify\.org|icanhazip\.com)|checkip\.(?:amazonaws\.com|dyndns\.org)|ipinfo\.io\/ip|ident\.me|ipecho\.net|169\.254\.169\.254\/latest\/meta-data\/(?:public|local)-ipv4)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "u",
);
const otherFact = /\b(?:ether|lladdr|hwaddr|mac)\b/iu;
const longest = 600;

/** The holes of a text, with what they give where that is known. */
export function holesIn(text: Text, folder: Folder, program: Program): readonly Hole[] {
  return text.holes.map((hole) => {
    const gives = givenBy(hole, folder, program);
    return gives === null ? hole : { ...hole, gives };
  });
}

/** What an expansion gives that another machine, or another start of the script, gives otherwise. */
function givenBy(hole: Hole, folder: Folder, program: Program, depth = 0): Given | null {
  const { variables, source } = program;
  const [from, to] = hole.range;
  if (to - from > longest) return null;
  if (hole.name === null) return ofCommand(source.text.slice(from, to), folder, program);
  const all = variables.assignments(hole.name);
  if (hole.name === "PWD" && all.length === 0) return folder === null ? "working-folder" : null;
  if (depth > 0) return null;
  // Have: ROOT=$(pwd); … "$ROOT/x"
  const given = all.map(({ word, isPart, folder: there }) => {
    const text = readWord(word, source.text);
    const [only] = text.holes;
    return only && text.value === HOLE && !isPart ? givenBy(only, there ?? null, program, depth + 1) : null;
  });
  if (given.length === 1) return given[0] ?? null;
  return given.includes("own-address") ? "own-address" : null;
}

function ofCommand(text: string, folder: Folder, program: Program): Given | null {
  if (workingFolder.test(text)) return folder === null ? "working-folder" : null;
  if (!/^(?:\$\(|`)/u.test(text)) return null;
  if (isOwnAddress(text.replace(/^(?:\$\(|`)/u, ""))) return "own-address";
  // Have: get_ip() { hostname -I | awk '{print $1}'; }; IP=$(get_ip)
  const called = /^\$\(\s*([\w-]+)\s*\)$/u.exec(text)?.[1];
  const body = called === undefined ? undefined : program.functions.get(called)?.body;
  return called !== undefined && body !== undefined && body.length <= longest && isOwnAddress(body.slice(body.indexOf("{") + 1)) ? "own-address" : null;
}

/** Whether a command line begins with asking the machine for its address. */
export function isOwnAddress(text: string): boolean {
  const found = ownAddress.exec(text);
  return found !== null && /^[\s\w="$({`-]{0,80}$/u.test(text.slice(0, found.index)) && !otherFact.test(text);
}
