#!/usr/bin/env node
import { existsSync } from 'node:fs';

// Node would open its debugger at this signal, to anybody on the machine. Whoever wants one starts `node --inspect`.
process.on('SIGUSR1', () => undefined);

const built = (file) => new URL(`../dist/cli/${file}`, import.meta.url);
if (existsSync(built('main.js'))) {
  const { watchOutput } = await import(built('terminal/watch-output.js').href);
  watchOutput();
  const { main } = await import(built('main.js').href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write('The gateway is not built yet. Run `npm run setup` in the project first.\n');
  process.exitCode = 3;
}
