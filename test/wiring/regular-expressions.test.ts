import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';
import { THOROUGH } from '../support/thorough.js';

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

/** By a person, as they are too much for recheck; and by recheck, which takes its time, and says the same each time. */
const { byPerson, byRecheck } = JSON.parse(readFileSync(JUDGED, 'utf8')) as Record<'byPerson' | 'byRecheck', string[]>;
const judged = new Set(THOROUGH ? byPerson : [...byPerson, ...byRecheck]);

/** `safe`: no text makes it take more than linear time, as recheck finds by its automaton. `unknown`: it is too much for recheck. */
async function statusOf(expression: string): Promise<string> {
  process.env['RECHECK_BACKEND'] = 'pure';
  const { check } = await import('recheck');
  const end = expression.lastIndexOf('/');
  const judging = check(expression.slice(1, end), expression.slice(end + 1), { checker: 'automaton', timeout: 60_000 });
  // It overflows its stack, or takes too long. Those are for a person to judge, and then for the list.
  const { status } = await judging.catch(() => ({ status: 'unknown' }));
  return status;
}

describe('a regular expression in src', () => {
  let all: ReadonlyMap<string, string>;

  beforeAll(() => {
    all = expressions();
  });

  test('takes time in proportion to the text, whatever the text', async () => {
    expect(all.size).toBeGreaterThan(150);
    const unjudged = [...all].filter(([expression, file]) => !judged.has(expression) && !EXCUSED.includes(file));
    const suspect: string[] = [];
    for (const [expression, file] of unjudged) {
      const status = await statusOf(expression);
      if (status !== 'safe') suspect.push(`${file}: ${expression} is ${status}`);
    }
    expect(suspect).toEqual([]);
  }, 1_800_000);

  test('that takes longer is found', async () => {
    const statuses = await Promise.all(['/^(?:a|a)*$/', '/\\s+$/', '/^a+$/'].map(statusOf));
    expect(statuses).toEqual(['vulnerable', 'vulnerable', 'safe']);
  });
});
