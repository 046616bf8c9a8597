// Puts what `uwlr serve` loads at its start into a few files: see decision 0036.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './root.js';

const DIST = path.join(ROOT, 'dist');
const BUNDLE = path.join(ROOT, 'bundle');
const ESBUILD = path.join(ROOT, 'node_modules', 'esbuild');
const MAIN = path.join(BUNDLE, 'cli', 'main.js');
/** A gateway that runs may still load chunks of the bundle that it was started from. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** `up`: the way from a file of the bundle to its root, the same for all files of one kind. */
const PROGRAM = { entries: ['cli/main'], chunks: 'chunks', up: '../' };
const THREADS = {
  entries: ['store/sqlite/writer/writer-thread', 'store/sqlite/connection/diagnose-thread'],
  chunks: 'store/sqlite/chunks',
  up: '../../../',
};

/** When the bundle was made, in milliseconds. Without esbuild there is none to make, so it is never too old. */
export function bundledAt() {
  if (!existsSync(ESBUILD)) return Number.POSITIVE_INFINITY;
  return existsSync(MAIN) ? statSync(MAIN).mtimeMs : 0;
}

/**
 * Makes `bundle/` of `dist/`: the modules of ours, packages stay where they are. Without esbuild, which is absent where no binary of it
 * runs, there is none, and `bin/uwlr.js` takes the files of `dist/`.
 */
export async function bundle() {
  if (!existsSync(ESBUILD)) {
    process.stderr.write('No bundle for `uwlr serve`: esbuild is not installed. The gateway works without it, and starts more slowly.\n');
    return;
  }
  const esbuild = await import('esbuild');
  const made = await Promise.all([THREADS, PROGRAM].map((part) => outputs(esbuild, part)));
  for (const file of made.flat()) write(file);
  removeOld(new Set(made.flat().map((file) => file.path)));
}

async function outputs(esbuild, { entries, chunks, up }) {
  const { outputFiles } = await esbuild.build({
    entryPoints: entries.map((entry) => path.join(DIST, `${entry}.js`)),
    outbase: DIST,
    outdir: BUNDLE,
    chunkNames: `${chunks}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
    plugins: [otherCommandsOutside, placesKept(up)],
  });
  // What is started comes last, when its chunks are in place.
  const starts = new Set(entries.map((entry) => path.join(BUNDLE, `${entry}.js`)));
  return outputFiles.sort((one, other) => starts.has(one.path) - starts.has(other.path));
}

/** Only `serve` is started from a bundle, so the code of all other commands can be left out. */
const otherCommandsOutside = {
  name: 'other commands outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, importer, path: wanted }) =>
      kind === 'dynamic-import' && importer === path.join(DIST, 'cli/program.js') && wanted !== './serve.js'
        ? { path: wanted, external: true }
        : undefined,
    );
  },
};

/** A module that looks for a file beside it, or for the script of a thread, does so from its place in the folders of the bundle. */
const placesKept = (up) => ({
  name: 'places kept',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, ({ path: file }) => {
      const text = readFileSync(file, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const place = `${up}${path.relative(DIST, file).replaceAll(path.sep, '/')}`;
      return { contents: text.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url).href`), loader: 'js' };
    });
  },
});

/** A gateway that starts meanwhile reads all of a file, or all of the one before. */
function write({ path: file, contents }) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, contents);
  renameSync(`${file}.new`, file);
}

function removeOld(current) {
  for (const entry of readdirSync(BUNDLE, { recursive: true })) {
    const file = path.join(BUNDLE, entry);
    const found = statSync(file);
    if (found.isFile() && !current.has(file) && Date.now() - found.mtimeMs > KEPT_MS) rmSync(file);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
