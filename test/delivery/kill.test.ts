import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from '@jest/globals';

/** As `npm run kill` does with many more kills, schools and results. */
const FEW = ['--kills', '2', '--schools', '4', '--results', '400', '--json'];

test('gateway and receivers that are killed while results go through them agree at the end', async () => {
  const child = spawn(process.execPath, [path.resolve('test/kill/run.js'), ...FEW], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stderr.on('data', (piece) => {
    errors += piece;
  });
  const [code] = await once(child, 'close');
  if (code !== 0 && out === '') throw new Error(errors);
  expect(JSON.parse(out)).toMatchObject({
    equal: true,
    results: 400,
    books: { las: { delivered: 400 }, webhook: { delivered: 400 } },
    deliveredTwice: 0,
    ledgers: { las: { distinct: 400, missing: 0, different: 0, unknown: 0 }, webhook: { distinct: 400, missing: 0, repeated: 0 } },
  });
  expect(code).toBe(0);
}, 240_000);
