/** Whether a path is that of a test, by the customs of the ecosystems. */
export function isTestPath(path: string): boolean {
  return /(?:^|[/._-])(?:tests?|specs?|__tests__|e2e|fixtures?|mocks?)(?:[/._-]|$)/iu.test(path);
}
