import { isOwnAddress } from "../shell/given.ts";
import type { Given } from "../site.ts";
import type { Bindings } from "./bindings.ts";
import { isRunner, iterating } from "./callees.ts";
import type { Commands } from "./commands.ts";
import { asksForAddress, hasAddressModule } from "./given-names.ts";
import type { Modules } from "./modules.ts";
import { child, children, closest, identifierName, isCall, isFunction, isMember, keyName, literalText, placeAt, unwrap, type Node, type Place } from "./nodes.ts";
import type { Resolver } from "./resolve.ts";
import { pushChildren, type Tree } from "./tree.ts";

interface Names {
  readonly tree: Tree;
  readonly bindings: Bindings;
  readonly modules: Modules;
  readonly resolver: Resolver;
  readonly commands: Commands;
}

const depthLimit = 12;
const carrying = new Set(["trim", "toString", "split", "at", "replace", "text", "json", "slice", "shift", "pop", "find"]);
const carried = /^(?:stdout|data|body|ip|address|\d+)$/u;

/** Tells which expressions give something that is another thing on each machine, or each time the program is started. */
export class Givens {
  /** Whether anything of the kind is in the file. */
  readonly isAny: boolean;
  readonly hasAddress: boolean;
  readonly #file: Names;
  readonly #known = new Map<Node, Given | null>();

  constructor(file: Names) {
    this.#file = file;
    const { text } = file.tree.source;
    this.hasAddress = /networkInterfaces|hostname|ipconfig|ifconfig|icanhazip|ipify|checkip|ident\.me|ip\s+route/u.test(text) || hasAddressModule(text);
    this.isAny = this.hasAddress || /\bcwd\b|\bPWD\b|\bresolve\b/u.test(text);
  }

  /** What an expression gives, also through variables and functions of the file; null where that is not certain. */
  of(place: Place | null, depth = 0): Given | null {
    if (!place || !this.isAny || depth > depthLimit) return null;
    const node = unwrap(place.node);
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    this.#known.set(node, null);
    const found = this.#compute({ ...place, node }, depth);
    this.#known.set(node, found);
    return found;
  }

  /** Whether an expression asks for the working folder itself. */
  isWorkingFolder(at: Place): boolean {
    const { modules } = this.#file;
    if (isMember(at.node)) return modules.nameOf(at.node, at) === "process.env.PWD";
    if (!isCall(at.node) || at.node.type === "NewExpression") return false;
    const name = modules.nameOf(child(at.node, "callee"), at);
    const given = children(at.node, "arguments");
    if (name === "process.cwd" || name === "Deno.cwd") return given.length === 0;
    return name === "path.resolve" && given.every((part) => /^\.?\/?$/u.test(literalText(part) ?? "x") && literalText(part) !== "/");
  }

  #compute(at: Place, depth: number): Given | null {
    const { node } = at;
    if (this.isWorkingFolder(at)) return "working-folder";
    if (node.type === "AwaitExpression") return this.of(placeAt(at, "argument"), depth + 1);
    if (node.type === "LogicalExpression") return addressOnly(node["operator"] === "&&" ? null : this.of(placeAt(at, "left"), depth + 1));
    if (isCall(node)) return this.#call(at, depth);
    if (isMember(node)) {
      const key = keyName(node, "property");
      const object = placeAt(at, "object");
      if (key === "address" && object && this.#isInterface(object, depth)) return "own-address";
      if (key !== null && carried.test(key)) {
        const inner = addressOnly(this.of(object, depth + 1));
        if (inner) return inner;
      }
      return this.#meant(at, depth);
    }
    return node.type === "Identifier" ? this.#variable(at, depth) : null;
  }

  #call(at: Place, depth: number): Given | null {
    const { modules, commands } = this.#file;
    const callee = placeAt(at, "callee");
    const name = modules.nameOf(callee?.node ?? null, at) ?? "";
    const first = placeAt(at, "arguments", 0);
    if (this.hasAddress && asksForAddress(name, literalText(first?.node ?? null), this.#file.tree.source.text)) return "own-address";
    if (this.hasAddress && first && isRunner(name)) return isOwnAddress(commands.of(first.node)?.words.join(" ") ?? literalText(first.node) ?? "") ? "own-address" : null;
    if (/^(?:path\.(?:normalize|resolve)|fs\.realpath(?:Sync)?|String)$/u.test(name) && children(at.node, "arguments").length === 1) return this.of(first, depth + 1);
    const method = callee && isMember(unwrap(callee.node)) ? keyName(unwrap(callee.node), "property") : null;
    if (callee && method !== null && carrying.has(method)) return addressOnly(this.of(placeAt({ ...callee, node: unwrap(callee.node) }, "object"), depth + 1));
    const binding = callee && this.#file.bindings.of(callee);
    const target = binding && (binding.kind === "function" || (binding.kind === "variable" && binding.path?.length === 0 && this.#file.bindings.isConstant(binding))) ? binding.value : null;
    return target && isFunction(unwrap(target.node)) ? this.#returned({ ...target, node: unwrap(target.node) }, depth) : null;
  }

  /** What a function gives: the working folder where it gives nothing else, an address where one of its ways out has it. */
  #returned(owner: Place, depth: number): Given | null {
    const body = placeAt(owner, "body");
    if (body?.node.type !== "BlockStatement") return this.of(body, depth + 1);
    const given = returnsIn(body).map((place) => this.of(place, depth + 1));
    if (given.includes("own-address")) return "own-address";
    return given.length === 1 ? (given[0] ?? null) : null;
  }

  #meant(at: Place, depth: number): Given | null {
    const [only, ...others] = this.#file.resolver.meant(at);
    return only && others.length === 0 ? this.of(only, depth + 1) : null;
  }

  #variable(at: Place, depth: number): Given | null {
    const { bindings, tree, resolver } = this.#file;
    const binding = bindings.of(at);
    if (binding?.kind !== "variable" || binding.fallback || !binding.path) return null;
    if (binding.path.length > 0) return binding.path.every((key) => carried.test(key)) ? addressOnly(this.of(binding.value, depth + 1)) : null;
    if (bindings.isConstant(binding)) {
      if (resolver.pushes(at).some((call) => this.of(placeAt(call, "arguments", 0), depth + 1) === "own-address")) return "own-address";
      return this.of(binding.value, depth + 1);
    }
    if (!this.hasAddress) return null;
    // Have: let address = "127.0.0.1"; for (…) address = net.address;
    const isSet = tree.assignments.some((place) => identifierName(child(place.node, "left")) === binding.name && bindings.resolve(binding.name, place) === binding && this.of(placeAt(place, "right"), depth + 1) === "own-address");
    return isSet ? "own-address" : null;
  }

  /** Whether an expression comes from `os.networkInterfaces()`, by members, loops and methods of lists. */
  #isInterface(start: Place, depth: number): boolean {
    let at: Place | null = this.hasAddress ? start : null;
    for (let step = depth; at && step < depthLimit * 2; step++) {
      const node: Node = unwrap(at.node);
      at = { ...at, node };
      if (isMember(node)) at = placeAt(at, "object");
      else if (isCall(node)) {
        const callee = placeAt(at, "callee");
        const name = this.#file.modules.nameOf(callee?.node ?? null, at) ?? "";
        if (/(?:^|\.)networkInterfaces$/u.test(name)) return true;
        if (/^Object\.(?:values|entries|keys)$/u.test(name)) at = placeAt(at, "arguments", 0);
        else at = callee && isMember(unwrap(callee.node)) ? placeAt({ ...callee, node: unwrap(callee.node) }, "object") : null;
      } else at = node.type === "Identifier" ? this.#sourceOf(at) : null;
    }
    return false;
  }

  /** What a variable is set to, or the list that it is an element of. */
  #sourceOf(at: Place): Place | null {
    const binding = this.#file.bindings.of(at);
    if (!binding) return null;
    if (binding.value && binding.kind === "variable") return binding.value;
    const loop = closest(binding.place.up, (node) => node.type === "ForOfStatement" || isFunction(node));
    if (binding.kind === "variable") return loop?.node.type === "ForOfStatement" ? placeAt(loop, "right") : null;
    const call = binding.kind === "parameter" && loop?.key === "arguments" ? loop.up : null;
    const callee = call && isCall(call.node) ? placeAt(call, "callee") : null;
    const member = callee && { ...callee, node: unwrap(callee.node) };
    return member && isMember(member.node) && iterating.has(keyName(member.node, "property") ?? "") ? placeAt(member, "object") : null;
  }
}

function addressOnly(given: Given | null): Given | null {
  return given === "own-address" ? given : null;
}

/** What a function returns, its inner functions left out. */
function returnsIn(body: Place): readonly Place[] {
  const found: Place[] = [];
  const stack: Place[] = [body];
  for (let place = stack.pop(); place; place = stack.pop()) {
    if (isFunction(place.node)) continue;
    const argument = place.node.type === "ReturnStatement" ? placeAt(place, "argument") : null;
    if (argument) found.push(argument);
    else pushChildren(place, stack);
  }
  return found;
}
