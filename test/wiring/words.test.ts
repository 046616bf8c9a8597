import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** Turns of phrase that read like translated Dutch, and say less than a noun of the glossary. */
const AVOIDED =
  /\b(what comes of|goes on|go on to|by what right|who has no|whoever|how manieth|of its own|what is too|no more than that|for good)\b/gi;

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...['docs', 'docs/decisions'].flatMap((directory) =>
    readdirSync(directory)
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${directory}/${name}`),
  ),
];

test.each(PAGES)('%s is in plain English', (page) => {
  const prose = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  expect(prose.match(AVOIDED) ?? []).toEqual([]);
});
