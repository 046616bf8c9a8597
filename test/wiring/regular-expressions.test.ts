import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';

const SRC = new URL('../../src/', import.meta.url);
const JUDGED = new URL('judged-expressions.json', import.meta.url);

/** They see only what the simulator itself wrote, in the size that it was asked for. */
const EXCUSED = ['simulator/las-deviations.ts'];

/** Every regular expression that is written in src, with a file that has it: `/a+/g`. */
function expressions(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(fileURLToPath(SRC), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const program = parseSync(readFileSync(new URL(file, SRC), 'utf8'), { syntax: 'typescript', target: 'es2022' });
    JSON.stringify(program, (_name, node) => {
      if (node?.type === 'RegExpLiteral') found.set(`/${node.pattern}/${node.flags}`, file);
      return node;
    });
  }
  return found;
}

const judged = new Set(JSON.parse(readFileSync(JUDGED, 'utf8')) as string[]);

/** Whether some text makes it take more than linear time, as recheck finds by its automaton: the same each time. */
async function isVulnerable(expression: string): Promise<boolean> {
  process.env['RECHECK_BACKEND'] = 'pure';
  const { check } = await import('recheck');
  const end = expression.lastIndexOf('/');
  const judging = check(expression.slice(1, end), expression.slice(end + 1), { checker: 'automaton', timeout: 5000 });
  // Some are too much for it: it overflows its stack. Those are for a person to judge, and then for the list.
  const { status } = await judging.catch(() => ({ status: 'unknown' }));
  return status === 'vulnerable';
}

describe('a regular expression in src', () => {
  let all: ReadonlyMap<string, string>;

  beforeAll(() => {
    all = expressions();
  });

  test('takes time in proportion to the text, whatever the text', async () => {
    expect(all.size).toBeGreaterThan(150);
    const unjudged = [...all].filter(([expression, file]) => !judged.has(expression) && !EXCUSED.includes(file));
    const vulnerable: string[] = [];
    for (const [expression, file] of unjudged) if (await isVulnerable(expression)) vulnerable.push(`${file}: ${expression}`);
    expect(vulnerable).toEqual([]);
  }, 60_000);

  test('that takes longer is found', async () => {
    expect(await isVulnerable('/^(?:a|a)*$/')).toBe(true);
    expect(await isVulnerable('/\\s+$/')).toBe(true);
    expect(await isVulnerable('/^a+$/')).toBe(false);
  });
});
