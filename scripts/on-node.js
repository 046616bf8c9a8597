// node scripts/on-node.js VERSION [TESTFILE...]: runs the suite, or some files of it, on another version of Node.
// Works in a copy of the tree with node_modules of its own, which stay for the next time: this tree is left alone.
import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './root.js';

const [wanted, ...files] = process.argv.slice(2);
if (!/^\d+(?:\.\d+){0,2}$/.test(wanted ?? '')) {
  process.stderr.write('Usage: node scripts/on-node.js VERSION [TESTFILE...], such as: node scripts/on-node.js 24\n');
  process.exit(2);
}

const node = findNode(wanted);
const place = ownDirectory(path.join(tmpdir(), `uwlr-gateway-node-${wanted}-${process.getuid?.() ?? 'user'}`));
const copy = path.join(place, 'tree');
process.stderr.write(`${node.version}, in ${copy}\n`);
copyTree(copy);
// Some tests start the gateway as another user, who cannot read npm's cache of root.
mkdirSync(path.join(place, 'bin'), { recursive: true });
cpSync(node.file, path.join(place, 'bin', path.basename(node.file)));

const env = { ...process.env, PATH: `${path.join(place, 'bin')}${path.delimiter}${process.env.PATH}` };
// npm names its own Node in these: the scripts of the copy would run on it.
for (const name of Object.keys(env)) if (/^npm_/i.test(name) || name === 'NODE') delete env[name];
run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['test', '--silent', '--', ...files]);

/** The program of that version, from the package `node`, which npm keeps in its cache. */
function findNode(version) {
  const { stdout, stderr } = spawnSync('npm', ['exec', '--yes', `--package=node@${version}`, '--', 'node', '-p', 'process.execPath'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const file = stdout?.trim() ?? '';
  const found = spawnSync(file || 'none', ['--version'], { encoding: 'utf8' }).stdout?.trim();
  if (found?.startsWith(`v${version}.`) || found === `v${version}`) return { file, version: found };
  process.stderr.write(`${stderr}\nThe npm registry gave no Node ${version}.\n`);
  process.exit(3);
}

/** Its name can be guessed, so another user of this machine may have made it. */
function ownDirectory(directory) {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const found = lstatSync(directory);
  if (found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid())) return directory;
  process.stderr.write(`${directory} belongs to somebody else: remove it.\n`);
  process.exit(3);
}

/** What git follows and what is new; what was removed goes. */
function copyTree(to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(to)) if (entry !== 'node_modules') rmSync(path.join(to, entry), { recursive: true, force: true });
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const file of stdout.split('\0').filter((name) => name !== '')) {
    cpSync(path.join(ROOT, file), path.join(to, file), { recursive: true, preserveTimestamps: true, force: true });
  }
}

function run(command, parameters) {
  const { status } = spawnSync(command, parameters, { cwd: copy, env, stdio: 'inherit', shell: process.platform === 'win32' });
  process.exitCode = status ?? 3;
}
