/**
 * Whether a file is a workflow or an action of a forge: what runs there gets its variables from the forge, which keeps its secrets too, and from the file's own `env`.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 */
export function isWorkflowPath(path: string): boolean {
  return /(?:^|\/)\.(?:github|gitea|forgejo)\/(?:workflows|actions)\/|(?:^|\/)action\.ya?ml$/u.test(path);
}
