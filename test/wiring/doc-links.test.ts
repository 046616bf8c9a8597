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

test('decisions are numbered one after another', () => {
  expect(DECISIONS.map((file) => Number(file.slice(0, 4)))).toEqual(DECISIONS.map((_, at) => at + 1));
  for (const file of DECISIONS)
    expect(readFileSync(path.join(ROOT, 'docs/decisions', file), 'utf8')).toMatch(`# ${Number(file.slice(0, 4))}. `);
});
