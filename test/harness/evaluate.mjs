// Evaluates JavaScript expressions, each as it was and as it is rewritten. One question and one answer a line.
// Names that nobody gave a value stand for texts that tell their name.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

/** What a hole may hold when the program runs; `null` is its own name. */
const fillings = [null, "", "a b/c.d", "../up", "/lead", "end/", "x:y"];

const last = (name) => name.split(".").pop() ?? name;

/** A value that is a text, a function and an object at once. */
function everything(name, filling) {
  const text = filling ?? last(name);
  return new Proxy(function () {}, {
    get: (_, key) => {
      if (key === Symbol.toPrimitive || key === "toString" || key === "valueOf") return () => text;
      if (key === "then") return undefined;
      return typeof key === "symbol" ? text[key] : everything(`${name}.${key}`, filling);
    },
    apply: () => filling ?? last(name),
    construct: () => everything(name, filling),
    has: () => true,
  });
}

/** A value that is an object whose parts are plain texts. */
function holder(name, filling) {
  const text = filling ?? last(name);
  return new Proxy(function () {}, {
    get: (_, key) => (key === Symbol.toPrimitive || key === "toString" || key === "valueOf" ? () => text : typeof key === "symbol" || key === "then" ? undefined : (filling ?? key)),
    apply: () => text,
  });
}

const standIns = [everything, holder, (name, filling) => filling ?? name];

function scopeOf(bound, standIn, filling, used) {
  const globals = new Set([...Object.getOwnPropertyNames(globalThis), "require"]);
  return new Proxy(
    {},
    {
      has: (_, key) => typeof key === "string" && key !== "undefined" && key !== "arguments",
      get: (_, key) => {
        if (typeof key === "symbol") return undefined;
        if (Object.hasOwn(bound, key)) return bound[key];
        if (globals.has(key)) return globalThis[key];
        used.add(key);
        return standIn(key, filling);
      },
    },
  );
}

async function evaluate(expression, bound, filling) {
  let error = "";
  for (const standIn of standIns) {
    const used = new Set();
    try {
      const text = expression.replaceAll("import.meta", "__importMeta").replace(/\.#(\w)/gu, ".private_$1");
      const Made = /\bawait\b/u.test(text) ? (async () => {}).constructor : Function;
      const usesThis = /\bthis\b/u.test(text);
      if (usesThis) used.add("this");
      const value = await new Made("__scope", `with (__scope) { return (${text}\n); }`).call(everything("this", filling), scopeOf(bound, standIn, filling, used));
      if (typeof value === "function") throw new Error("the whole expression is a hole");
      const type = typeof value === "object" ? (value?.constructor?.name ?? "null") : typeof value;
      return { value: String(value), type, usesHoles: used.size > 0 };
    } catch (caught) {
      error ||= String(caught);
    }
  }
  return { error };
}

async function load(id, { imported, target, specifier, form }) {
  const key = target ?? specifier;
  const isRequired = form === "require";
  const space = isRequired ? createRequire("/Users/.proof/evaluate.mjs")(key) : await import(target === null ? specifier : `${pathToFileURL(target)}?${id}`);
  if (imported === "*") return space;
  if (imported === "default") return space.default ?? space;
  if (!(imported in Object(space))) throw new Error(`'${specifier}' has no export '${imported}'`);
  return space[imported];
}

async function answer({ id, root, home, path, platform, file, bindings, items }) {
  process.chdir(root);
  Object.defineProperty(process, "platform", { value: platform });
  process.env.HOME = home;
  process.env.PATH = path;
  const require = createRequire(file);
  for (const loaded of Object.keys(require.cache)) if (loaded.startsWith(root)) delete require.cache[loaded];
  const bound = { __importMeta: { url: String(pathToFileURL(file)), dirname: dirname(file), filename: file }, __dirname: dirname(file), __filename: file, require };
  const problems = [];
  for (const binding of bindings) {
    try {
      bound[binding.local] = await load(id, binding);
    } catch (error) {
      if (binding.isNew) problems.push(`the import of '${binding.local}' from '${binding.specifier}' fails: ${error.message}`);
    }
  }
  const results = [];
  for (const { original, rewritten } of items) {
    const pairs = [];
    for (const filling of fillings) {
      const [was, is] = [await evaluate(original, bound, filling), await evaluate(rewritten, bound, filling)];
      pairs.push({ holes: filling === null ? undefined : [filling], original: was, rewritten: is });
      if (!was.usesHoles) break;
    }
    results.push(pairs);
  }
  return { problems, results };
}

for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = await answer(JSON.parse(line));
  } catch (error) {
    said = { error: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
