import type { Site } from "../languages/site.ts";

/** Whether a string is held against others or shown to people, so that what it says does not decide where the program looks. */
export function isOnlyRead(site: Site): boolean {
  return site.use === "matched" || site.use === "shown" || site.use === "stated";
}

/** Whether a path is one that the file itself lays down, as a Dockerfile does those of its image. */
export function isOwnPath(site: Site): boolean {
  return site.own?.includes("paths") === true;
}

const router = /(?:^|\.)(?:app|api|router|routes?|server|fastify|blueprint|bp|express)\.(?:get|post|put|patch|delete|head|options|all|use|route|mount|add_url_rule|add_api_route)$/iu;
const client = /^(?:(?:window|globalThis|self)\.)?fetch$|^(?:axios|ky|\$http)(?:\.(?:get|post|put|patch|delete|head|options|request))?$/u;
const addressNames = /(?:^|[._])(?:href|to|url|uri|route|routes|pathname|endpoint|router_?link|redirect)$/iu;

// Have: `file:///Users/ann/x`, `sqlite:////Users/ann/x.db`: an address without a host is one of this machine.
const fileAddress = /^(?:file:|[a-z][\w+.-]*:\/\/\/)/iu;

/** Whether a string is the path of a web address: an argument of a router or of a client, or a link. */
export function isRoute(site: Site): boolean {
  return (site.callee !== null && site.argument === 0 && (router.test(site.callee) || client.test(site.callee))) || (site.name !== null && addressNames.test(site.name) && !fileAddress.test(site.value));
}
