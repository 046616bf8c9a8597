import { expectName } from '../../xml/tokenizer-names.js';

/** Every element and attribute name of the standard. Only these are shown in a finding: any other name might be data. */
const known = new Set<string>();

for (const name of ['Envelope', 'Header', 'Body']) learnName(name);

export function learnName(name: string): void {
  known.add(name);
  expectName(name);
}

/** The name, or `*` when the standard does not have it. */
export function shownName(name: string): string {
  return known.has(name) ? name : '*';
}
