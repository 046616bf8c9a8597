// Keeps one PostgreSQL server for a run of tests: `node scripts/postgres-keeper.js DIRECTORY PID`, see jest-postgres.js. It makes the server
// in DIRECTORY, writes its address in the file `url` there, or why there is none in `trouble`, and stops when the process of the run does.
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PostgresServer } from './embedded-postgres.js';

const LOOKS_EVERY_MS = 250;

const [directory, runner] = process.argv.slice(2);

/** Whole, or not there. */
function say(name, text) {
  const file = path.join(directory, name);
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function isOver() {
  if (existsSync(path.join(directory, 'stop')) || !existsSync(directory)) return true;
  try {
    process.kill(Number(runner), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

let server;
try {
  server = await PostgresServer.make(directory);
  await server.start();
  say('url', server.url);
} catch (error) {
  say('trouble', error.message);
}
while (!isOver()) await setTimeout(LOOKS_EVERY_MS);
// At once, as nobody needs the data again.
await server?.kill();
rmSync(directory, { recursive: true, force: true });
