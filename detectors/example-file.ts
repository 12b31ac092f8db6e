/** Matches the path of a file that names a project's environment variables for whoever sets it up. */
export const exampleFilePattern = /(?:^|\/)(?:\.env(?:\.[\w-]{1,40})?\.(?:example|sample|template|dist)|(?:example|sample|template)\.env|env\.(?:example|sample|template))$/u;

/** The names that are looked for in a folder, the most usual first. */
const usual = [".env.example", ".env.sample", ".env.template", ".env.dist", "example.env", "sample.env", "env.example", ".env.local.example", ".env.production.example", ".env.development.example"];

/** The example files for a file: those in the nearest folder above it that has any, then those at the root. */
export function exampleFilesFor(path: string, has: (path: string) => boolean): readonly string[] {
  const found: string[] = [];
  const folders = path.split("/").slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    if (depth > 0 && found.length > 0) continue;
    const base = folders.slice(0, depth).map((folder) => `${folder}/`).join("");
    found.push(...usual.map((name) => `${base}${name}`).filter(has));
  }
  return found;
}

/** Whether a text speaks of a variable, in a line or in a comment. */
export function speaksOf(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/\w/u.test(text.charAt(at - 1)) && !/\w/u.test(text.charAt(at + name.length))) return true;
  }
  return false;
}
