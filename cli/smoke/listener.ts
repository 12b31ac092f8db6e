import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Who listens at a port of this machine, such as `node, pid 4711`; null where the system does not tell. */
export function listenerAt(host: string, port: number): string | null {
  if (process.platform !== "linux" || !/^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|::1)$/u.test(host)) return null;
  const sockets = new Set(["tcp", "tcp6"].flatMap((table) => listening(read(`/proc/net/${table}`) ?? "", port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return null;
  for (const pid of entries("/proc").filter((name) => /^\d+$/u.test(name))) {
    if (entries(`/proc/${pid}/fd`).some((file) => sockets.has(target(`/proc/${pid}/fd/${file}`)))) return `${read(`/proc/${pid}/comm`)?.trim() ?? "a process"}, pid ${pid}`;
  }
  return null;
}

/** Have: `0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12345 1`; 0A listens. */
function listening(table: string, port: number): readonly string[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/u);
    return fields[1]?.endsWith(end) && fields[3] === "0A" && fields[9] !== undefined ? [fields[9]] : [];
  });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Another user's process, or one that has ended.
    return [];
  }
}

function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}
