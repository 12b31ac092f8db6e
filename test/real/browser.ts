import { type Browser, chromium } from "playwright-core";
import { which } from "../fixture/original-machine.ts";

/** Starts the Chromium of this machine. What it fetches for itself is turned off, so that every request that is seen is a page's. */
export function startChromium(): Promise<Browser> {
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath: which("chromium") ?? "chromium", args });
}
