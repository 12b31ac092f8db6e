import { lazily } from "../lazily.ts";
import type { Own, Reading, Site, Source, Use } from "../site.ts";
import { ValueSite } from "../value-site.ts";
import { scanNginx, type Directive } from "./scan.ts";

/** Why nothing of a configuration of nginx is rewritten. */
export const nginxFixed = "nginx does not expand the environment";

/** Reads a configuration of nginx: the words of each directive, under its name and in its blocks. */
export function readNginx(source: Source): Reading {
  return lazily(() => {
    const { directives, comments, error } = scanNginx(source.text);
    return { sites: directives.flatMap((directive) => sitesOf(directive, source)), comments, error };
  });
}

function sitesOf({ name, words, blocks }: Directive, source: Source): readonly Site[] {
  const facts = { language: "nginx", name, scope: blocks.length > 0 ? blocks.join(".") : null, fixed: nginxFixed } as const;
  return words.map(({ range, host, holes }, index) => new ValueSite(source, range, host, { ...facts, holes, use: useOf(name, index), own: ownIn(name, host.value) }));
}

/** Directives that hold the address of a client, or what it asks for, against what they name. https://nginx.org/en/docs/dirindex.html */
const matching = /^(?:allow|deny|set_real_ip_from|proxy|valid_referers|if|location)$/u;

function useOf(name: string, index: number): Use {
  if (matching.test(name) || (name === "rewrite" && index === 0)) return "matched";
  return name === "log_format" ? "shown" : "kept";
}

/** Directives that take paths of requests, which the server lays down itself. */
const requests = /^(?:rewrite|return|try_files|error_page|auth_request|index|mirror|post_action|proxy_redirect|proxy_cookie_path)$/u;

function ownIn(name: string, value: string): readonly Own[] {
  return requests.test(name) && /^=?\//u.test(value) ? ["paths"] : [];
}
