/** A piece of an argument: text, or a hole of the original string (its index in `site.holes`), kept as it stands. */
export type Piece = string | { readonly hole: number };

/** A request to the shared module, in no language. */
export type Call =
  | { readonly name: "projectPath" | "homePath" | "tempPath"; readonly path: readonly Piece[] }
  | { readonly name: "findBinary" | "port"; readonly argument: string }
  | { readonly name: "targetHost"; readonly argument: string | null }
  | { readonly name: "searchPath" | "bindHost" }
  /** The configuration in layers, with this file of the project as the first. */
  | { readonly name: "loadConfig"; readonly file: string }
  /** The host that the project's own settings of its database give, which is `localhost` where nothing else is set. */
  | { readonly name: "databaseHost" }
  /** The absolute path of a file or folder of the project, computed from the place of this file alone: for lines that imports depend on. */
  | { readonly name: "fromOwnFile"; readonly path: string };

/** Every function of the shared module that a rewrite may call. */
export type CallName = Exclude<Call["name"], "fromOwnFile">;

/** A string as it will be computed: texts, holes kept from the original, and calls, in order. */
export type Spelling = readonly (Piece | Call)[];
