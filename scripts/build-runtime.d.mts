/** The generated files: path relative to the repository, and content. */
export function runtimeFiles(): Map<string, string>;
