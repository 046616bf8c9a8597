#!/usr/bin/env node
import { existsSync } from 'node:fs';

// Whoever reads our output may stop reading: `uwlr ... | head`.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const built = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(built)) {
  const { main } = await import(built.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write('The gateway is not built yet. Run `npm run setup` in the project first.\n');
  process.exitCode = 3;
}
