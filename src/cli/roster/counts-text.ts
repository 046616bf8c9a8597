/** How many there are of each kind, whatever the number. */
export function countsText(counts: { readonly learners: number; readonly groups: number; readonly teachers: number }): string {
  return `pupils ${counts.learners}, groups ${counts.groups}, staff ${counts.teachers}`;
}
