import { groupedBy } from '../../goals/grouped.js';

/** What a test is about, by its id: `las/faults`. Requirements without a test are a group. */
export function groupOf({ id }: { readonly id: string }): string {
  return id.includes('/') ? id.split('/').slice(0, 2).join('/') : 'without a test';
}

/** Tests by what they are about, in their order. */
export function groupsOf<T extends { readonly id: string }>(tests: readonly T[]): ReadonlyMap<string, readonly T[]> {
  return groupedBy(tests, groupOf);
}
