import type { DirectiveType, File, Language, LanguageOptions, OkParseResult, RulesConfig } from "@eslint/core";
import { CallMethodStep, ConfigCommentParser, Directive, TextSourceCodeBase } from "@eslint/plugin-kit";
import type { Comment, Range, Reading, Site, Source } from "./site.ts";

/** The node type of the root of our trees. `Program` would let rules written for JavaScript in. */
export const rootType = "PortabilityFile";

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Located {
  readonly loc: { readonly start: Position; readonly end: Position };
  readonly range: Range;
}

/** The whole file: our trees have one node, sites are what rules look at. */
interface Root extends Located {
  readonly type: typeof rootType;
  /** Rules for JavaScript look through the statements, also before they are called for a node. */
  readonly body: readonly [];
}

/** The types of our languages, as ESLint asks for them. */
export interface Types {
  LangOptions: LanguageOptions;
  Code: SiteSourceCode;
  RootNode: Root;
  Node: Root;
}

type Read = (source: Source) => Reading;

const commentParser = new ConfigCommentParser();

/** The SourceCode of every language that is ours: its sites, and what ESLint needs for directives. */
export class SiteSourceCode extends TextSourceCodeBase<{
  LangOptions: LanguageOptions;
  RootNode: Root;
  SyntaxElementWithLoc: Root | LocatedComment;
  ConfigNode: LocatedComment;
}> {
  /** Rules for JavaScript ask it for what their parsers offer. */
  readonly parserServices = {};
  readonly #read: Read;
  #comments: readonly LocatedComment[] | undefined;

  constructor(text: string, ast: Root, read: Read) {
    super({ text, ast });
    this.#read = read;
  }

  /** The sites of the file, read now, for the path and zone that the rule knows. None of one that does not parse: somebody may just be typing. */
  sites(source: Omit<Source, "text">): readonly Site[] {
    const reading = this.#read({ ...source, text: this.text });
    return reading.error ? [] : reading.sites;
  }

  /** Rules for JavaScript ask for this one before they look at a node. */
  getAllComments(): readonly LocatedComment[] {
    return this.#located();
  }

  /** Rules for JavaScript ask for the names of a file. It has none that they know. */
  getScope(): object {
    return { type: "global", isStrict: false, block: this.ast, upper: null, childScopes: [], variables: [], references: [], through: [], set: new Map() };
  }

  /** Part of ESLint's SourceCode for JavaScript. */
  get scopeManager(): object {
    const globalScope = this.getScope();
    return { globalScope, scopes: [globalScope], acquire: () => globalScope, getDeclaredVariables: () => [] };
  }

  /** Part of ESLint's SourceCode. */
  getInlineConfigNodes(): LocatedComment[] {
    return this.#located().filter((comment) => /^\s*eslint/u.test(comment.value));
  }

  /** Part of ESLint's SourceCode. */
  getDisableDirectives(): { directives: Directive[]; problems: { ruleId: null; message: string; loc: Located["loc"] }[] } {
    const directives: Directive[] = [];
    const problems: { ruleId: null; message: string; loc: Located["loc"] }[] = [];
    for (const node of this.getInlineConfigNodes()) {
      const parsed = commentParser.parseDirective(node.value);
      const type = parsed && /^eslint-(disable(?:-next-line|-line)?|enable)$/u.exec(parsed.label)?.[1];
      if (!parsed || !type) continue;
      if (type === "disable-line" && node.loc.start.line !== node.loc.end.line) {
        problems.push({ ruleId: null, message: "eslint-disable-line comment spans several lines.", loc: node.loc });
        continue;
      }
      directives.push(new Directive({ type: type as DirectiveType, node, value: parsed.value, justification: parsed.justification }));
    }
    return { directives, problems };
  }

  /** Part of ESLint's SourceCode. */
  applyInlineConfig(): {
    configs: { config: { rules: RulesConfig }; loc: Located["loc"] }[];
    problems: { ruleId: null; message: string; loc: Located["loc"] }[];
  } {
    const configs: { config: { rules: RulesConfig }; loc: Located["loc"] }[] = [];
    const problems: { ruleId: null; message: string; loc: Located["loc"] }[] = [];
    for (const node of this.getInlineConfigNodes()) {
      const parsed = commentParser.parseDirective(node.value);
      if (parsed?.label !== "eslint") continue;
      const rules = commentParser.parseJSONLikeConfig(parsed.value);
      if (rules.ok) configs.push({ config: { rules: rules.config }, loc: node.loc });
      else problems.push({ ruleId: null, message: rules.error.message, loc: node.loc });
    }
    return { configs, problems };
  }

  override getParent(): undefined {
    return undefined;
  }

  /** Calls those who ask for our root by its name. A visit would also reach `*`, with which rules for JavaScript ask for every node. */
  override *traverse(): Generator<CallMethodStep> {
    yield new CallMethodStep({ target: rootType, args: [this.ast] });
  }

  #located(): readonly LocatedComment[] {
    if (!this.#comments) {
      // Comments matter to ESLint only as directives: a text without one is not parsed for them.
      const comments = this.text.includes("eslint") ? this.#read({ path: "", zone: "source", text: this.text }).comments : [];
      this.#comments = comments.map((comment) => ({
        ...comment,
        type: "Comment",
        loc: { start: this.getLocFromIndex(comment.range[0]), end: this.getLocFromIndex(comment.range[1]) },
      }));
    }
    return this.#comments;
  }
}

interface LocatedComment extends Comment, Located {
  readonly type: "Comment";
  readonly range: Range;
}

/** Makes the ESLint language of a reader. A text that does not parse has no sites, and is no error. */
export function createLanguage(read: Read): Language<Types> {
  return {
    fileType: "text",
    lineStart: 1,
    columnStart: 0,
    nodeTypeKey: "type",
    defaultLanguageOptions: { parserOptions: {} },
    validateLanguageOptions() {
      // Every option is allowed: presets for other languages leave theirs behind when they are not scoped by files.
    },
    parse(file: File) {
      const text = String(file.body);
      const lines = text.split(/\r\n|[\r\n]/u);
      const end = { line: lines.length, column: lines.at(-1)?.length ?? 0 };
      return { ok: true, ast: { type: rootType, body: [], range: [0, text.length], loc: { start: { line: 1, column: 0 }, end } } };
    },
    createSourceCode(file: File, { ast }: OkParseResult<Root>) {
      return new SiteSourceCode(String(file.body), ast, read);
    },
  };
}
