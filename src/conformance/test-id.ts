/** The id of a test without the version that it ran in. */
export function withoutVersion(id: string): string {
  return id.replace(/@[\d.]+$/, '');
}
