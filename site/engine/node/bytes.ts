/** As much of Node's Buffer as reading files asks of it. */
export class Bytes extends Uint8Array {
  static override from(source: unknown): Bytes {
    return new Bytes(typeof source === "string" ? new TextEncoder().encode(source) : (source as ArrayLike<number>));
  }

  static allocUnsafe(length: number): Bytes {
    return new Bytes(length);
  }

  override subarray(start?: number, end?: number): Bytes {
    const part = super.subarray(start, end);
    return new Bytes(part.buffer, part.byteOffset, part.byteLength);
  }

  readUInt16BE(at: number): number {
    return ((this[at] ?? 0) << 8) | (this[at + 1] ?? 0);
  }

  override toString(encoding: "utf8" | "latin1" = "utf8", start = 0, end = this.length): string {
    const part = this.subarray(start, end);
    if (encoding === "utf8") return new TextDecoder("utf-8", { ignoreBOM: true }).decode(part);
    // A browser takes latin1 for windows-1252, which has other characters between 0x80 and 0x9F.
    let text = "";
    for (let at = 0; at < part.length; at += 4_096) text += String.fromCharCode(...part.subarray(at, at + 4_096));
    return text;
  }
}
