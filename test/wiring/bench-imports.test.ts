import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

/** What the bench imports from the build: nothing else compiles it, and it runs seldom. */
const IMPORT = /^import \{([^}]+)\} from '((?:\.\.\/)+dist\/[^']+)\.js';$/gm;

interface Import {
  readonly file: string;
  readonly source: string;
  readonly names: readonly string[];
}

const imports: readonly Import[] = readdirSync('bench', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.js'))
  .flatMap((file) =>
    [...readFileSync(path.join('bench', file), 'utf8').matchAll(IMPORT)].map(([, names = '', module = '']) => ({
      file,
      source: `${path.join('bench', path.dirname(file), module).replace(/^dist/, 'src')}.ts`,
      names: names.split(',').map((name) => name.trim().replace(/ as .*/, '')),
    })),
  );

test('every name that the bench imports is exported by the module that it names', () => {
  expect(imports.length).toBeGreaterThan(30);
  const missing = imports.flatMap(({ file, source, names }) => {
    const text = existsSync(source) ? readFileSync(source, 'utf8') : '';
    return names.filter((name) => !new RegExp(`^export .*\\b${name}\\b`, 'm').test(text)).map((name) => `${file}: ${name} of ${source}`);
  });
  expect(missing).toEqual([]);
});
