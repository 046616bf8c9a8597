import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { consoleExamples, namedFiles, namesIn, prepare, runIn, steady } from './support/console-examples.js';
import { type Workspace, workspace } from './support/uwlr.js';

const PAGE = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

let space: Workspace;
let directory: string;
/** Ids in the page, with what they are in this run. */
const names = new Map<string, string>();

beforeAll(async () => {
  space = await workspace();
  directory = space.path('.');
  await prepare(directory);
  for (const [name, text] of namedFiles(PAGE)) await writeFile(path.join(directory, name), text);
});

afterAll(() => space.remove());

describe('docs/cli.md', () => {
  test.each(consoleExamples(PAGE))('is right about what `$command` prints', async ({ command, printed }) => {
    const given = namesIn(command).reduce((text, name) => text.replace(name, names.get(name) ?? name), command);
    const actual = await runIn(directory, given);
    expect(steady(actual)).toBe(steady(printed));
    const found = namesIn(actual);
    for (const [at, name] of namesIn(printed).entries()) names.set(name, found[at] ?? name);
  });
});
