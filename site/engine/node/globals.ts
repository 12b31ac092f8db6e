export { Bytes as Buffer } from "./bytes.ts";

/** As much of Node's own as packages ask of it when they are loaded. */
export const process = { argv: [], env: {}, platform: "linux", version: "", versions: {}, browser: true, cwd: (): string => "/" };
