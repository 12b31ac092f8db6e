import { members, words } from "./names.ts";

// Functions that reach out to what their argument names, whatever they belong to.
const REACHING =
  /^(?:fetch|urlopen|sendBeacon|ServerProxy|insecure_channel|secure_channel|create_connection|createConnection|createPool|create_pool|create_engine|create_async_engine|createClient|HTTPS?Connection|WebSocket|WebSocketApp|EventSource|MongoClient|MongoDB|InfluxDBClient|StrictRedis|Redis|Pool|Client|ConnectionParameters|BlockingConnection|Elasticsearch|OpenSearch|Sequelize|KafkaProducer|KafkaConsumer|TCPConnector|io|axios|got|ky|needle|superagent|connect|connect_ex|connectAsync|reconnect)$/;
const VERBS = /^(?:get|post|put|patch|delete|del|head|options|request|stream|create|extend|instance|json)$/;
const LIBRARIES = /^(?:axios|requests?|httpx|https?|got|ky|needle|superagent|aiohttp|\$http|session|client|http_?client|httpService|rest|urllib3|pool)$/i;
// What listens, allows or stands in for something real.
const OTHER = new Set("emulator server listen bind serve cors origin origins redirect callback mock fake stub dummy test".split(" "));

/** Whether a call reaches out to a service: `fetch`, `requests.get`, `psycopg2.connect`. */
export function isClientCall(callee: string): boolean {
  const parts = members(callee);
  const last = parts.at(-1) ?? "";
  if (words(last).some((word) => OTHER.has(word))) return false;
  return REACHING.test(last) || (VERBS.test(last) && parts.slice(0, -1).some((part) => LIBRARIES.test(part)));
}

const ADDRESSES = new Set("url urls uri endpoint api base server backend gateway broker socket ws target dsn service host".split(" "));
const NO_CLIENT = new Set(
  `origin origins cors csp allow allowed allowlist whitelist trusted redirect callback bind binding listen listening proxy proxies noproxy example sample placeholder default
  defaults fallback dev development emulator mock fake dummy test health healthcheck healthz ping probe namespace xmlns issuer audience referer referrer hint label title`.split(/\s+/),
);

/** Whether a name is that of a service's address: `API_URL`, `backendHost`. */
export function isServiceName(name: string): boolean {
  const last = words(members(name).at(-1) ?? "");
  return last.some((word) => ADDRESSES.has(word)) && !isNoClient(name);
}

/** Whether a name says that an address is not one to reach: a list of origins, an address to listen on, a default. */
export function isNoClient(name: string): boolean {
  return words(name).some((word) => NO_CLIENT.has(word));
}

/** Whether a path is one on which a service is asked whether it is well. */
export function isHealthPath(path: string): boolean {
  return /^\/(?:[\w-]{1,40}\/){0,3}(?:health|healthz|health-?check|livez?|readyz?|ping|alive|status)\/?(?:[?#]|$)/i.test(path);
}
