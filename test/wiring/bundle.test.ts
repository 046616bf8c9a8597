import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startProcess } from '../support/process-gateway.js';

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'uwlr-bundle-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

test('`uwlr serve` starts from a few files, in each of its threads, and finds from there what it reads', async () => {
  const coverage = path.join(place, 'coverage');
  const gateway = await startProcess(path.join(place, 'data'), [], { env: { NODE_V8_COVERAGE: coverage } });
  const { status } = await fetch(`${gateway.url}/api/v1/openapi.json`);
  await gateway.stop();
  expect(status).toBe(200);
  // One file for each thread.
  const loaded = readdirSync(coverage).map((file) => {
    const { result } = JSON.parse(readFileSync(path.join(coverage, file), 'utf8')) as { result: readonly { readonly url: string }[] };
    // What `prom-client` loads is one package, without any work.
    expect(result.filter(({ url }) => /@opentelemetry\/(?!api\/)/.test(url))).toEqual([]);
    return result.map(({ url }) => url).filter((url) => url.includes('/dist/') || url.includes('/bundle/'));
  });
  const ours = loaded.map((urls) => urls.filter((url) => !url.includes('/node_modules/')));
  expect(ours.map((urls) => urls.some((url) => /\/(?:main|writer-thread)\.js$/.test(url)))).toEqual([true, true]);
  expect(ours.flat().filter((url) => url.includes('/dist/'))).toEqual([]);
  expect(ours.flat().length).toBeLessThan(100);
});

test('a bundle names the lines of `src` that its own come from', () => {
  const chunks = path.resolve('bundle/chunks');
  const maps = readdirSync(chunks).filter((file) => file.endsWith('.map'));
  const sources = maps.flatMap(
    (file) => (JSON.parse(readFileSync(path.join(chunks, file), 'utf8')) as { sources: readonly string[] }).sources,
  );
  expect(sources.map((source) => path.relative('', path.resolve(chunks, source)))).toContain('src/gateway/server.ts');
});

/** The real program, with something else to start: each `main.js` says which folder it is in. */
describe('the program', () => {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  };
  const run = (...words: string[]) => spawnSync(process.execPath, ['bin/uwlr.js', ...words], { cwd: place, encoding: 'utf8' }).stdout;
  beforeEach(() => {
    cpSync('bin/uwlr.js', path.join(place, 'bin/uwlr.js'));
    write('package.json', '{"type":"module"}');
    for (const folder of ['dist', 'bundle'])
      write(`${folder}/cli/main.js`, `export const watchOutput = () => 0; export const main = () => console.log('${folder}');`);
    write('dist/.tsbuildinfo', '{}');
  });
  const older = (file: string) => {
    const before = new Date(statSync(path.join(place, file)).mtimeMs - 60_000);
    utimesSync(path.join(place, file), before, before);
  };

  test('starts `serve` from the bundle, and all else from the files that it was made of', () => {
    older('dist/.tsbuildinfo');
    expect([run('serve', '--port', '1'), run('school', 'list'), run()]).toEqual(['bundle\n', 'dist\n', 'dist\n']);
  });

  test('starts no bundle that is older than what was compiled, and needs none', () => {
    older('bundle/cli/main.js');
    expect(run('serve')).toBe('dist\n');
    rmSync(path.join(place, 'bundle'), { recursive: true });
    expect(run('serve')).toBe('dist\n');
  });
});
