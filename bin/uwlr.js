#!/usr/bin/env node
import { existsSync, statSync } from 'node:fs';

// Node would open its debugger at this signal, to anybody on the machine. Whoever wants one starts `node --inspect`.
process.on('SIGUSR1', () => undefined);

const MAIN = 'cli/main.js';
const built = (file) => new URL(`../${file}`, import.meta.url);
const writtenAt = (file) => statSync(built(file), { throwIfNoEntry: false })?.mtimeMs;

/** A few files instead of 900 (decision 0036). They are made of those in `dist`: when these are newer, the bundle is of another day. */
const bundled = () => writtenAt(`bundle/${MAIN}`) >= (writtenAt('dist/.tsbuildinfo') ?? 0);

if (existsSync(built(`dist/${MAIN}`))) {
  const folder = process.argv[2] === 'serve' && bundled() ? 'bundle' : 'dist';
  const { main, watchOutput } = await import(built(`${folder}/${MAIN}`).href);
  watchOutput();
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write('The gateway is not built yet. Run `npm run setup` in the project first.\n');
  process.exitCode = 3;
}
