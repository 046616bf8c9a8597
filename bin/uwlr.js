#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('The gateway is not built yet. Run `npm run setup` in the project first.\n');
  process.exitCode = 3;
}
