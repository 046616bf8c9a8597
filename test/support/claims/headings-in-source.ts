import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Headings of tables: of the command line, of pages and of CSV files, as they stand in the source text. */
const PLACES = [
  /\b(?:printTable|table)\(\s*(?:(?:'[^']*'|`[^`]*`|\w+),\s*)?\[([^\]]*)\]/g,
  /\b(?:const|let) \w*(?:head|heads|header|headers|heading|headings|columns?|COLUMNS?|HEADINGS?|HEADERS?|CSV\w*)\b[^=\n]*=\s*(?:\w+\(\s*)?\[([^\]]*)\]/gi,
];

/** By file: every word between quotes in a list of headings. */
export function headingsInSource(directory = 'src'): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const found = new Map<string, readonly string[]>();
  for (const file of files) {
    const text = readFileSync(path.join(directory, file), 'utf8');
    const headings = PLACES.flatMap((place) => [...text.matchAll(place)].flatMap(([, list = '']) => quoted(list)));
    if (headings.length > 0) found.set(`${directory}/${file}`, headings);
  }
  return found;
}

function quoted(list: string): readonly string[] {
  return [...list.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);
}
