import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { bundle, bundledAt } from './bundle.js';
import { ROOT } from './root.js';

const BUILT = path.join(ROOT, 'dist', '.tsbuildinfo');
const SETTINGS = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Compiles `src` to `dist` when something in it is newer, and bundles that. Throws with a text for the user when it does not compile. */
export async function build() {
  const compiled = compile();
  if (compiled || statSync(BUILT).mtimeMs > bundledAt()) await bundle();
}

/** Whether there was something to compile. */
function compile() {
  const began = new Date();
  if (existsSync(BUILT) && newest() < statSync(BUILT).mtimeMs) return false;
  process.stderr.write('Compiling src to dist\n');
  removeOrphans();
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    // With the record in place, the next run would take what was written for what was checked.
    rmSync(BUILT, { force: true });
    throw new Error('The project does not compile: see above.');
  }
  // The compiler leaves its record alone when nothing changed but the time of a file. The time is that of the start:
  // what was saved during the compilation counts as new.
  utimesSync(BUILT, began, began);
  return true;
}

function newest() {
  const times = SETTINGS.map((file) => statSync(path.join(ROOT, file)).mtimeMs);
  for (const entry of walk('src')) times.push(statSync(path.join(ROOT, entry)).mtimeMs);
  return Math.max(...times);
}

/** Folders too: removing a file changes the time of the folder. */
function walk(folder) {
  const entries = readdirSync(path.join(ROOT, folder), { withFileTypes: true });
  return [
    folder,
    ...entries.flatMap((entry) => (entry.isDirectory() ? walk(path.join(folder, entry.name)) : [path.join(folder, entry.name)])),
  ];
}

/** Output of sources that are gone would still be found by imports, and by the package. */
function removeOrphans() {
  if (!existsSync(path.join(ROOT, 'dist'))) return;
  for (const file of walk('dist')) {
    const source = file.replace(/^dist/, 'src').replace(/\.(?:js|js\.map|d\.ts)$/, '.ts');
    if (source.endsWith('.ts') && !existsSync(path.join(ROOT, source))) rmSync(path.join(ROOT, file));
  }
}
