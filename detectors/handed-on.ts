/** Matches where a program hands its whole environment on, or a file of variables to another program. */
export const handedOnPattern =
  /\.\.\.\s?process\.env|\*\*\s?os\.environ|os\.environ\.copy\(|dict\(os\.environ|copy\(os\.environ|Object\.assign\([^)\n]{0,40}process\.env|\benv[:=]\s?(?:process\.env|os\.environ)\b(?![.[])|--env-file\b|\benv_file\s?:|\benvsubst\b|\bprintenv\b/gu;

/** Matches where the variables of a project are bound to names that stand nowhere: `AutomaticEnv` of viper, a prefix for all fields. */
export const boundPattern = /\b(?:AutomaticEnv|envconfig|ConfigurationProperties|AddEnvironmentVariables|BaseSettings|env_prefix|envPrefix|environ\.to_config)\b/gu;

/**
 * Whether a compose file hands a file of variables to a program that is not the project's own: a service with `env_file:` and an image that is not built here.
 * The keys of a service stand in lines of one indentation.
 */
export function handsEnvFileOn(text: string): boolean {
  const lines = text.split(/\r?\n/u);
  return lines.some((line, index) => {
    const indent = /^([ \t]+)env_file\s?:/u.exec(line)?.[1];
    if (indent === undefined) return false;
    const keys = [...keysAround(lines, index, indent, -1), ...keysAround(lines, index, indent, 1)];
    return keys.includes("image") && !keys.includes("build");
  });
}

function* keysAround(lines: readonly string[], from: number, indent: string, step: 1 | -1): Generator<string> {
  for (let at = from + step; at >= 0 && at < lines.length; at += step) {
    const line = lines[at] ?? "";
    const found = /^([ \t]*)([\w-]*)/u.exec(line);
    const depth = found?.[1] ?? "";
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    if (depth.length < indent.length) return;
    if (depth.length === indent.length && found?.[2]) yield found[2];
  }
}
