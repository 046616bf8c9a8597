import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Rows of one part with what another checkout measured `before`, for parts that know no base themselves: its bench, with its code, runs the same part
 * in the same run. A row that it has not, by its name, stays as it is.
 */
export async function withBase(rows, { base, part, quick, note }) {
  const script = path.join(base, 'bench/run.js');
  if (!existsSync(script)) return rows;
  note(`${part}: the same in ${base}`);
  const { stdout } = await execute(process.execPath, [script, '--json', '--only', part, ...(quick ? ['--quick'] : [])], {
    cwd: base,
    maxBuffer: 2 ** 26,
  });
  const before = new Map(JSON.parse(stdout).rows.map((row) => [row.what, row]));
  return rows.map((row) => (before.has(row.what) ? { ...row, ...beforeOf(before.get(row.what)) } : row));
}

function beforeOf({ ratio, value, ours }) {
  return ratio === undefined ? { before: value } : { before: ratio, beforeOurs: ours };
}
