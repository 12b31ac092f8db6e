/** The words of an identifier, in lower case, digits kept: `CONFIG.cam2Path` gives `config`, `cam2`, `path`. */
export function words(name: string): readonly string[] {
  const spelled = name.replace(/IPv(?=[46])/g, "Ipv");
  return (spelled.match(/[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+/g) ?? []).map((word) => word.toLowerCase());
}

/** The members of a dotted name, outermost first: `this.config.path` gives `this`, `config`, `path`. */
export function members(name: string): readonly string[] {
  return name.split(/\?\.|->|::|[.[\]()!"'`\s]/).filter((member) => member !== "");
}

const DENIED = new Set(
  `deny denied denylist blocked blocklist blacklist blacklisted forbidden forbid banned disallowed disallow rejected
  ignore ignored exclude excluded excludes redact redacted sensitive dangerous unsafe untrusted reserved`.split(/\s+/),
);

/** Whether a name is that of a list of what is refused or passed over. */
export function isDenyList(name: string): boolean {
  return words(name).some((word) => DENIED.has(word));
}

const NETWORKS = new Set(
  `network networks subnet subnets mask masks prefix prefixes block blocks pool pools supernet`.split(/\s+/),
);
const NEVER_HOSTS = new Set(`cidr cidrs netmask netmasks range ranges version versions release releases revision firmware oid oids`.split(/\s+/));

/** Whether a name is that of networks, masks, ranges or versions, which look like addresses. */
export function isNetworkName(name: string): boolean {
  const all = words(members(name).at(-1) ?? "");
  return all.some((word) => NEVER_HOSTS.has(word)) || NETWORKS.has(all.at(-1) ?? "");
}
