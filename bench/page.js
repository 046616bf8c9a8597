// node bench/page.js [--check]: writes the tables of docs/performance.md from docs/performance.json; with --check it only tells whether they agree.
import { readFileSync, writeFileSync } from 'node:fs';
import { readFigures } from './figures.js';
import { pageWith } from './page-tables.js';
import { script } from './paths.js';

const PAGE = script('../docs/performance.md');
const text = readFileSync(PAGE, 'utf8');
const made = pageWith(text, readFigures(script('../docs/performance.json')));
if (process.argv.includes('--check')) process.exitCode = made === text ? 0 : 1;
else writeFileSync(PAGE, made);
