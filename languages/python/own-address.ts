import { callName, lookupOf, plainText } from "./known.ts";
import type { Program } from "./program.ts";
import { ancestor, argumentsOf, calleeOf, methodOf, receiverOf, textOf, unwrap, type PyNode } from "./tree.ts";
import { runsProgram, spokenName } from "./vocabulary.ts";

/** An address, or something that holds one: a response, a table of interfaces. */
type Kind = "address" | "holder";

const deepest = 8;
const mayAsk = /getsockname|gethostbyname|getaddrinfo|ifaddresses|net_if_addrs|hostname["', ]+-I|getifaddr|ipify|ifconfig\.(?:me|co)|icanhazip|checkip|ident\.me|ipinfo\.io/u;
/** Services that tell who asks them what its address is. */
const services = /^https?:\/\/(?:(?:api\d*|www|v4)\.)?(?:ipify\.org|ifconfig\.(?:me|co)|icanhazip\.com|ident\.me|ipinfo\.io|checkip\.(?:amazonaws\.com|dyndns\.org))(?:\/|\?|$)/u;
const asking = /^(?:(?:requests|httpx|session|client|http)\.get|(?:urllib\.)?(?:request\.)?urlopen)$/u;
const commands = /^(?:hostname -I\b|(?:\/usr\/sbin\/)?ipconfig getifaddr\b)/u;
const keys = /^(?:ip|addr|address|origin|query|ip_addr)$/u;
const texts = /^(?:strip|rstrip|lstrip|decode|split|splitlines|read|readline|lower)$/u;

/** Finds addresses of the machine that a program has found out by itself. */
export class OwnAddress {
  readonly #program: Program;
  readonly #kinds = new Map<PyNode, Kind | null>();
  #mayAsk: boolean | undefined;

  constructor(program: Program) {
    this.#program = program;
  }

  /** Whether the file asks for one at all. */
  get isAsked(): boolean {
    return (this.#mayAsk ??= mayAsk.test(this.#program.text));
  }

  /** Whether an expression is such an address. */
  isGivenBy(node: PyNode): boolean {
    return this.isAsked && this.#kindOf(node, 0) === "address";
  }

  /** Whether a call asks the machine, or a service that sees it. */
  isSource(call: PyNode): boolean {
    return call.type === "CallExpression" && (methodOf(call, this.#program.text) === "getsockname" || this.#sourceKind(call, 0) !== null);
  }

  #kindOf(node: PyNode, depth: number): Kind | null {
    const inner = unwrap(node);
    const known = this.#kinds.get(inner);
    if (known !== undefined) return known;
    if (depth > deepest) return null;
    // While it is looked at, a name that leads back to itself gives nothing.
    this.#kinds.set(inner, null);
    const kind = this.#compute(inner, depth + 1);
    this.#kinds.set(inner, kind);
    return kind;
  }

  #compute(node: PyNode, depth: number): Kind | null {
    const [first, second] = node.children;
    switch (node.type) {
      case "CallExpression":
        return this.#sourceKind(node, depth) ?? this.#called(node, depth);
      case "MemberExpression":
        return first ? this.#member(node, first, depth) : null;
      case "VariableName":
        return this.#named(node, depth);
      case "BinaryExpression":
        return second?.type === "or" ? this.#either([first, node.children[2]], depth) : null;
      case "ConditionalExpression":
        return this.#either([first, node.children.at(-1)], depth);
      case "AwaitExpression":
        return second ? this.#kindOf(second, depth) : null;
      case "ArrayComprehensionExpression":
      case "ComprehensionExpression":
        return this.#either([node.children[1]], depth);
      default:
        return null;
    }
  }

  #either(nodes: readonly (PyNode | undefined)[], depth: number): Kind | null {
    const kinds = nodes.map((node) => (node ? this.#kindOf(node, depth) : null));
    return kinds.includes("address") ? "address" : kinds.includes("holder") ? "holder" : null;
  }

  #sourceKind(call: PyNode, depth: number): Kind | null {
    const { text, values } = this.#program;
    const method = methodOf(call, text) ?? "";
    const name = spokenName(calleeOf(call), text);
    const [first] = argumentsOf(call, text);
    if (/^gethostbyname(?:_ex)?$|^getaddrinfo$/u.test(method)) return first && this.#isOwnName(first.value, depth) ? "address" : null;
    if (method === "ifaddresses" || method === "net_if_addrs") return "holder";
    if (!first) return null;
    if (asking.test(name)) return services.test(values.of(first.value, "likely").text) ? "holder" : null;
    if (!runsProgram(name)) return null;
    const list = unwrap(first.value);
    const words = list.type === "ArrayExpression" ? list.children.map((word) => plainText(word, text)).filter((word) => word !== null).join(" ") : values.of(list, "constant").text;
    if (!commands.test(words)) return null;
    return /(?:check_output|getoutput)$/u.test(name) ? "address" : "holder";
  }

  /** Have: socket.gethostbyname(socket.gethostname()) */
  #isOwnName(node: PyNode, depth: number): boolean {
    const { text, scopes } = this.#program;
    const inner = unwrap(node);
    if (inner.type === "CallExpression") return /^(?:gethostname|getfqdn|node)$/u.test(methodOf(inner, text) ?? "") && argumentsOf(inner, text).length === 0;
    const [only, other] = inner.type === "VariableName" && depth < deepest ? (scopes.resolve(inner)?.values ?? []) : [];
    return only?.kind === "value" && only.node !== null && !other && this.#isOwnName(only.node, depth + 1);
  }

  #called(call: PyNode, depth: number): Kind | null {
    const { text } = this.#program;
    const method = methodOf(call, text) ?? "";
    const given = argumentsOf(call, text);
    const name = callName(call, text);
    if ((name === "str" || name === "next") && given[0]) return given[0].value.type === "for" ? null : this.#kindOf(given[0].value, depth);
    if (lookupOf(call, text)) return null;
    const receiver = receiverOf(call);
    const held = receiver ? this.#kindOf(receiver, depth) : null;
    if (held && texts.test(method)) return "address";
    if (held && /^(?:json|items|values|communicate)$/u.test(method)) return "holder";
    if (held === "holder" && method === "get") return given[0] && keys.test(plainText(given[0].value, text) ?? "") ? "address" : "holder";
    const results = this.#program.resultsOf(call).map((result) => this.#kindOf(result, depth));
    return results.includes("address") ? "address" : null;
  }

  #member(node: PyNode, object: PyNode, depth: number): Kind | null {
    const { text, scopes } = this.#program;
    const [, dot, key] = node.children;
    if (dot?.type !== "[") {
      const binding = scopes.resolve(node);
      if (binding) return this.#either(binding.values.slice(0, 10).flatMap(({ kind, node: value }) => (kind === "value" && value ? [value] : [])), depth);
      const attribute = textOf(node.children.at(-1) ?? node, text);
      return /^(?:text|stdout|content|address)$/u.test(attribute) && this.#kindOf(object, depth) === "holder" ? "address" : null;
    }
    if (!key) return null;
    if (object.type === "CallExpression" && methodOf(object, text) === "getsockname") return textOf(key, text) === "0" ? "address" : null;
    const held = this.#kindOf(object, depth);
    if (held === "address") return held;
    const word = plainText(key, text) ?? "";
    if (held === "holder") return keys.test(word) ? "address" : held;
    return word === "" ? null : this.#entry(object, word, depth);
  }

  /** The entry of a table that stands in the file: `info["ip"]`. */
  #entry(object: PyNode, key: string, depth: number): Kind | null {
    const { text, scopes } = this.#program;
    const [only, other] = scopes.resolve(object)?.values ?? [];
    const table = only?.kind === "value" && !other ? only.node : null;
    if (table?.type !== "DictionaryExpression") return null;
    const value = table.children.find((child) => child.sibling(1)?.type === ":" && plainText(child, text) === key)?.sibling(2);
    return value ? this.#kindOf(value, depth) : null;
  }

  #named(node: PyNode, depth: number): Kind | null {
    const { text, scopes } = this.#program;
    const values = scopes.resolve(node)?.values.slice(0, 10) ?? [];
    const kind = this.#either(values.flatMap((value) => (value.node && (value.kind !== "other" || value.node.type === "CallExpression") ? [value.node] : [])), depth);
    if (kind || !values.some((value) => value.node === null)) return kind;
    // Have: for name, addresses in psutil.net_if_addrs().items():
    const own = textOf(node, text);
    for (let loop = ancestor(node, ["ForStatement"]); loop; loop = ancestor(loop, ["ForStatement"])) {
      const at = loop.children.findIndex(({ type }) => type === "in");
      const isTarget = loop.children.slice(0, Math.max(at, 0)).some((target) => textOf(target, text).split(/\W+/u).includes(own));
      const iterable = loop.children[at + 1];
      if (isTarget && iterable) return this.#kindOf(iterable, depth) === "holder" ? "holder" : null;
    }
    return null;
  }
}
