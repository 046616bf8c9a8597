import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../../soap/user-agent.js';
import type { Report } from './report.js';

/** What decides about a verdict. The same from `src` and from `dist`. */
const ROOMS = ['conformance', 'synthetic', 'uwlr', 'xml'].map((room) => fileURLToPath(new URL(`../../${room}/`, import.meta.url)));

let known: Report['suite'] | undefined;

/** The suite as it runs: its version, and `sha256:` over its code. Another digest: another suite, even under the same version. */
export function suiteIdentity(): Report['suite'] {
  known ??= { version: VERSION, digest: digestOfCode() };
  return known;
}

function digestOfCode(): string {
  const hash = createHash('sha256');
  for (const room of ROOMS) {
    const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter(decides);
    for (const file of files.sort()) hash.update(`${file.split(path.sep).join('/')}\0`).update(readFileSync(path.join(room, file)));
  }
  return `sha256:${hash.digest('hex')}`;
}

/** Code, and not that of reports. */
function decides(file: string): boolean {
  return /\.[jt]s$/.test(file) && !file.endsWith('.d.ts') && !/^(?:report|mask)[\\/]/.test(file);
}
