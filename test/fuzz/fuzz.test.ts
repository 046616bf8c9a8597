import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const MINUTES = 60_000;
const root = path.resolve(import.meta.dirname, '../..');

interface Outcome {
  readonly targets: readonly {
    readonly target: string;
    readonly runs: number;
    readonly blocks: number;
    readonly finds: readonly unknown[];
  }[];
}

function fuzz(...options: readonly string[]): Promise<{ code: number | null; errors: string; outcome: Outcome }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['test/fuzz/run.js', '--json', ...options], { cwd: root });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, errors, outcome: JSON.parse(output || '{"targets":[]}') as Outcome }));
  });
}

test(
  'a hundred inputs each from a fixed seed break neither envelope, decoder nor REST, and reach code that the seeds do not',
  async () => {
    const { code, errors, outcome } = await fuzz('--runs', '100', '--seed', '20261122');
    expect({ errors, finds: outcome.targets.flatMap(({ finds }) => finds) }).toEqual({ errors: '', finds: [] });
    expect(outcome.targets.map(({ target }) => target)).toEqual(['decoder', 'soap', 'rest']);
    for (const { runs, blocks } of outcome.targets) expect({ runs, reached: blocks > 300 }).toEqual({ runs: 100, reached: true });
    expect(code).toBe(0);
  },
  2 * MINUTES,
);

test(
  'nothing that fuzzing once found breaks anything again',
  async () => {
    const finds = readdirSync(path.join(root, 'fixtures/fuzz')).filter((file) => file.endsWith('.json'));
    const { code, errors, outcome } = await fuzz('--replay');
    expect({ errors, finds: outcome.targets.flatMap((target) => target.finds) }).toEqual({ errors: '', finds: [] });
    expect(outcome.targets.reduce((sum, { runs }) => sum + runs, 0)).toBe(finds.length);
    expect(code).toBe(0);
  },
  2 * MINUTES,
);
