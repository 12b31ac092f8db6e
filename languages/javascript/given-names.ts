const modules = /(?:from|require\(|import\()\s*["'](?:ip|internal-ip|public-ip|address|my-local-ip|local-ip-address)["']/u;
const calls = /^(?:ip\.address|(?:internal|public)-ip\.(?:v[46](?:\.sync)?|(?:internal|public)Ipv?[46](?:Sync)?)|address\.ip(?:v6)?|my-local-ip|local-ip-address)$/iu;
const services = /^https?:\/\/(?:(?:api\d*|ipv[46])\.(?:ipify\.org|icanhazip\.com|my-ip\.io)|ifconfig\.(?:me|co|io)|icanhazip\.com|checkip\.(?:amazonaws\.com|dyndns\.org)|ipinfo\.io\/ip|ident\.me|ipecho\.net|169\.254\.169\.254\/latest\/meta-data\/(?:public|local)-ipv4)/u;
const clients = /^(?:fetch|node-fetch|got|ky|axios)(?:\.(?:get|text|json))?$|^https?\.get$/u;

/** Whether a file imports a package that finds out the address of the machine. */
export function hasAddressModule(text: string): boolean {
  return modules.test(text);
}

/** Whether a call, by its name with aliases taken out, asks for the address of the machine. */
export function asksForAddress(name: string, first: string | null, text: string): boolean {
  if (first !== null && clients.test(name)) return services.test(first);
  return calls.test(name) && hasAddressModule(text);
}
