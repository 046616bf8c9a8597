import type { Agreement } from '../../directory/directory.js';

export function profileText({ profile, fields }: Agreement): string {
  return fields === undefined ? profile : `${profile}, ${fields.length} fields`;
}

/** How an agreement stands at an ISO instant, in a word or two. */
export function stateOf({ from, until, endedAt }: Agreement, now: string): string {
  if (endedAt !== undefined) return `ended ${endedAt}`;
  if (now < from) return `from ${from}`;
  if (until === undefined) return 'in force';
  return now < until ? `until ${until}` : `over since ${until}`;
}
