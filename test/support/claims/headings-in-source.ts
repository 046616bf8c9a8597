import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Headings of tables: of the command line, of pages and of CSV files, as they stand in the source text. */
const PLACES = [
  /\b(?:printTable|table)\(\s*(?:(?:'[^']*'|`[^`]*`|\w+),\s*)?\[([^\]]*)\]/g,
  /\b(?:const|let) \w*(?:head|heads|header|headers|heading|headings|columns?|COLUMNS?|HEADINGS?|HEADERS?|CSV\w*)\b[^=\n]*=\s*(?:\w+\(\s*)?\[([^\]]*)\]/gi,
];

/** A table of names by what they stand for, and every list in a file that is about CSV. */
const RECORDS = /\b(?:const|let) \w*(?:HEADINGS?|COLUMNS?|HEADERS?)\b[^=\n]*=\s*\{([^}]*)\}/gi;
const LISTS = /\[([^\][]*)\]/g;

/** Pages as they stand in the source text, without what is filled in. */
export function pagesInSource(directory = 'src'): ReadonlyMap<string, string> {
  const texts = sources(directory).filter(([, text]) => text.includes('html`'));
  return new Map(texts.map(([file, text]) => [file, text.replace(/\$\{[^{}]*\}/g, ' ')]));
}

function sources(directory: string): readonly (readonly [string, string])[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((file) => [`${directory}/${file}`, readFileSync(path.join(directory, file), 'utf8')]);
}

/** By file: every word between quotes in a list of headings. */
export function headingsInSource(directory = 'src'): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [file, text] of sources(directory)) {
    const places = /csv/i.test(path.basename(file)) ? [...PLACES, RECORDS, LISTS] : [...PLACES, RECORDS];
    const headings = places.flatMap((place) => [...text.matchAll(place)].flatMap(([, list = '']) => quoted(list)));
    if (headings.length > 0) found.set(file, [...new Set(headings)]);
  }
  return found;
}

function quoted(list: string): readonly string[] {
  return [...list.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);
}
