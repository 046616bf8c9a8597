import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DECISIONS = readdirSync(path.join(ROOT, 'docs/decisions')).sort();
const PAGES = [
  ...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => path.join('docs', file)),
].filter((file) => file.endsWith('.md'));

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = page.split('\n').filter((line) => /^#+ /.test(line));
  return new Set(
    headings.map((line) =>
      line
        .replace(/^#+ /, '')
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

test('every link from one page to another leads to a page and a heading that are there', () => {
  const text = new Map(PAGES.map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]));
  const links = [...text].flatMap(([from, page]) =>
    [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => ({ from, link })).filter(({ link }) => !/^(?:https?|mailto):/.test(link)),
  );
  expect(links.length).toBeGreaterThan(100);
  const broken = links.filter(({ from, link }) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? from : path.join(path.dirname(from), file);
    if (!existsSync(path.join(ROOT, target))) return true;
    const page = text.get(target);
    return anchor !== undefined && page !== undefined && !anchorsOf(page).has(anchor);
  });
  expect(broken).toEqual([]);
});

/** Places where a page would not be shown as its author meant it. */
function brokenLayout(page: string): readonly string[] {
  const lines = page.split('\n');
  let inCode = false;
  let header: string | undefined;
  const found: string[] = [];
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1] ?? '';
    if (/^(?:```|~~~)/.test(line)) inCode = !inCode;
    if (inCode) continue;
    if (/^#+ /.test(line)) {
      if (before !== '' || lines[at + 1] !== '') found.push(`${at + 1}: no empty line around the heading`);
      if (header?.match(/^#+/)?.[0] === line.match(/^#+/)?.[0]) found.push(`${at}: nothing under the heading`);
      header = line;
    } else if (line !== '') header = undefined;
    if (line.startsWith('|') && !before.startsWith('|') && !/^\|[-|: ]+\|$/.test(lines[at + 1] ?? ''))
      found.push(`${at + 1}: a row without its table`);
  }
  return inCode ? [...found, 'a block of code does not end'] : found;
}

test('headings, tables and blocks of code in the pages are whole', () => {
  const broken = PAGES.map((file) => [file, brokenLayout(readFileSync(path.join(ROOT, file), 'utf8').replace(/^# .*\n/, '\n'))] as const);
  expect(broken.filter(([, places]) => places.length > 0)).toEqual([]);
});

test('decisions are numbered one after another', () => {
  expect(DECISIONS.map((file) => Number(file.slice(0, 4)))).toEqual(DECISIONS.map((_, at) => at + 1));
  for (const file of DECISIONS)
    expect(readFileSync(path.join(ROOT, 'docs/decisions', file), 'utf8')).toMatch(`# ${Number(file.slice(0, 4))}. `);
});
