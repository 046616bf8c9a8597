import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const ROOT = process.cwd();
let project: string;

beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'uwlr-walls-'));
  for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) cpSync(path.join(ROOT, file), path.join(project, file));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true }));

/** The names of the rules that a project with these files breaks. */
async function broken(files: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(project, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(project, file), text);
  }
  const tool = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'];
  const { stdout } = await promisify(execFile)(process.execPath, [tool, ...options], { cwd: project, maxBuffer: 1e8 });
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`).sort();
}

const GOOD = {
  'src/xml/reader.ts': "import { readFileSync } from 'node:fs'; export interface Reader {} export const read = readFileSync;",
  'src/soap/endpoint.ts':
    "import express from 'express'; import type { Reader } from '../xml/reader.js'; export const of = (r: Reader) => express(r);",
  'src/store/store.ts': 'export const store = 1;',
  'src/gateway/server.ts':
    "import { of } from '../soap/endpoint.js'; import { store } from '../store/store.js'; export const server = [of, store];",
  'src/cli/serve.ts': "import { server } from '../gateway/server.js'; export const serve = server;",
};

test('imports that follow the order of the rooms are fine', async () => {
  expect(await broken(GOOD)).toEqual([]);
});

test('imports against it are caught, those of types too', async () => {
  const bad = {
    'src/xml/bad-value.ts': "import { of } from '../soap/endpoint.js'; export const bad = of;",
    'src/xml/bad-type.ts': "import type { Uwlr } from '../uwlr/uwlr.js'; export type Bad = Uwlr;",
    'src/xml/bad-again.ts': "export type { Uwlr } from '../uwlr/uwlr.js';",
    'src/uwlr/uwlr.ts': 'export interface Uwlr {}',
    'src/uwlr/bad-soap.ts': "import { of } from '../soap/endpoint.js'; export const bad = of;",
    'src/exchange/bad-http.ts': "import { createServer } from 'node:http'; export const bad = createServer;",
    'src/model/bad-express.ts': "import type { Request } from 'express'; export type Bad = Request;",
    'src/conformance/bad-store.ts': "import { store } from '../store/store.js'; export const bad = store;",
    'src/bad-wiring.ts': "import { store } from './store/store.js'; export const bad = store;",
    'src/annex/new.ts': "import { store } from '../store/store.js'; export const bad = store;",
  };
  expect(await broken({ ...GOOD, ...bad })).toEqual([
    'src/annex/new.ts: every-folder-is-a-room',
    'src/bad-wiring.ts: only-the-library-stands-outside-the-rooms',
    'src/conformance/bad-store.ts: conformance-knows-nothing-of-directory-and-store-and-exchange-and-delivery',
    'src/exchange/bad-http.ts: no-http-in-inner-rooms',
    'src/model/bad-express.ts: no-http-in-inner-rooms',
    'src/uwlr/bad-soap.ts: uwlr-knows-nothing-of-soap',
    'src/xml/bad-again.ts: xml-knows-only-the-rooms-before-it',
    'src/xml/bad-type.ts: xml-knows-only-the-rooms-before-it',
    'src/xml/bad-value.ts: xml-knows-only-the-rooms-before-it',
  ]);
});

test('circles are caught', async () => {
  const circle = {
    'src/xml/one.ts': "import { two } from './two.js'; export const one = () => two;",
    'src/xml/two.ts': "import { one } from './one.js'; export const two = () => one;",
  };
  expect(await broken({ ...GOOD, ...circle })).toEqual(['src/xml/one.ts: no-circular-imports']);
});
