declare const RULES: readonly string[];

/** The names of all rules, which the build has: the rules themselves are in the worker. */
export const rules: readonly string[] = RULES;
