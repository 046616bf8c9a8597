import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { describePostgres } from '../support/postgres.js';

const LEDGERS = {
  las: { distinct: 400, missing: 0, different: 0, unknown: 0, outOfOrder: 0 },
  webhook: { distinct: 400, missing: 0, repeated: 0 },
};
const EQUAL = { equal: true, results: 400, stored: 400, deliveredTwice: 0, ledgers: LEDGERS };
const BOOKS = { las: { delivered: 400 }, webhook: { delivered: 400 } };

/** As `npm run kill` and `npm run kill:nodes` do with many more kills, schools and results. */
async function killing(program: string, ...more: readonly string[]): Promise<{ readonly code: unknown; readonly report: unknown }> {
  const few = ['--kills', '2', '--schools', '4', '--results', '400', '--json', ...more];
  const child = spawn(process.execPath, [path.resolve('test/kill', program), ...few], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stderr.on('data', (piece) => {
    errors += piece;
  });
  const [code] = await once(child, 'close');
  if (code !== 0 && out === '') throw new Error(errors);
  return { code, report: JSON.parse(out) };
}

test('gateway and receivers that are killed while results go through them agree at the end', async () => {
  const { code, report } = await killing('run.js');
  expect(report).toMatchObject({ ...EQUAL, books: BOOKS });
  expect(code).toBe(0);
}, 240_000);

await describePostgres('nodes on one database server', () => {
  test('agree with the receivers at the end, though each of them is killed, and the server too', async () => {
    const { code, report } = await killing('nodes.js', '--nodes', '2');
    expect(report).toMatchObject({ ...EQUAL, books: BOOKS, audit: 'good', kills: { node: 2, database: 1 } });
    expect(code).toBe(0);
  }, 480_000);
});
