import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { docPage } from '../support/doc-page.js';
import { KEY, type Running } from '../support/gateway.js';
import { isThere, run } from './run.js';
import { startSchoolGateway } from './school-gateway.js';
import { STOCK_STACKS } from './stock-stacks.js';

/** A client as the page has it: files to save, and what to run then. */
interface Snippet {
  readonly language: string;
  readonly files: readonly (readonly [name: string, text: string])[];
  readonly commands: string;
}

const PUPILS = ['Anna Testema', 'Bram Voorbeeld', 'Cato Verzonnen'];
/** Where else a client needs a stack than in its own test. */
const NEEDS: Readonly<Record<string, string>> = { PHP: 'PHP SoapClient', 'C#': '.NET (mono wsdl)', Java: 'JAX-WS', Python: 'zeep, strict' };

function snippetsOf(page: string): Snippet[] {
  const [, section = ''] = /^## \d+\. Sample messages and clients\n([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(page) ?? [];
  return section
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const files = [...part.matchAll(/`([\w.-]+)`:\n\n```\w+\n([\s\S]*?)^```$/gm)].map(
        ([, name = '', text = '']) => [name, text] as const,
      );
      return { language: part.split('\n')[0] ?? '', files, commands: /^```sh\n([\s\S]*?)^```$/m.exec(part)?.[1] ?? '' };
    });
}

const page = docPage('connect-vendor');
const snippets = snippetsOf(page);

const SIGNAL_TYPE = path.resolve('schemas/extensions/resultaat-met-signaal');

/** The clients with what the page has them send in place of a score: a result with a signal. */
function signalSnippets(): Snippet[] {
  const [, section = ''] = /^### Results with a signal\n([\s\S]*?)^## /m.exec(page) ?? [];
  const block = (language: string) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(section)?.[1] ?? '';
  const changes: Readonly<Record<string, (text: string) => string>> = {
    curl: (text) => text.replace('<score>7</score>', block('xml')),
    PHP: (text) => text.replace("'score' => 7", "'anderresultaat' => $anderresultaat").replace('<?php\n', () => `<?php\n${block('php')}`),
    Python: (text) =>
      text.replace('    results.service.', () => `${block('python').replace(/^/gm, '    ').trimEnd()}\n    results.service.`),
  };
  return snippets.flatMap(({ files, ...snippet }) => {
    const change = changes[snippet.language];
    const changed = files.map(([name, text]) => [name, change === undefined ? text : change(text)] as const);
    return change === undefined ? [] : [{ ...snippet, files: changed }];
  });
}

let running: Running;
let root: string;

beforeAll(async () => {
  running = await startSchoolGateway('2026-2027', { klantcode: 'REKENEN', klantnaam: 'Rekenen op Maat' }, `${SIGNAL_TYPE}.json`);
  root = await mkdtemp(path.join(tmpdir(), 'uwlr-snippets-'));
});

afterAll(async () => {
  await running.stop();
  await rm(root, { recursive: true, force: true });
});

/** Does what the page says, with the address and the key of this gateway, and gives what is printed. */
async function follow({ language, files, commands }: Snippet, key = KEY): Promise<string> {
  const directory = await mkdtemp(path.join(root, `${language.replace(/\W/g, '')}-`));
  const ours = (text: string) => text.replaceAll('https://your.gateway', running.gateway.url).replaceAll('de-sleutel-van-de-school', key);
  for (const [name, text] of files) await writeFile(path.join(directory, name), ours(text));
  await copyFile(`${SIGNAL_TYPE}.xsd`, path.join(directory, 'resultaat-met-signaal.xsd'));
  await symlink(path.resolve('node_modules'), path.join(directory, 'node_modules'));
  await mkdir(path.join(directory, 'bin'));
  await symlink(process.execPath, path.join(directory, 'bin/node'));
  await symlink('/usr/bin/python3', path.join(directory, 'bin/python3'));
  // It keeps WSDLs for a day, and another gateway may have had this port.
  await writeFile(path.join(directory, 'bin/php'), '#!/bin/sh\nexec /usr/bin/php -d soap.wsdl_cache_enabled=0 "$@"\n', { mode: 0o755 });
  return run(['sh', '-ec', `PATH="$PWD/bin:$PATH"\n${ours(commands)}`], directory);
}

function isInstalled(language: string): boolean {
  const name = NEEDS[language];
  return name === undefined
    ? language !== 'curl' || isThere('curl')
    : (STOCK_STACKS.find((stack) => stack.name === name)?.isInstalled() ?? false);
}

test('the page has a client in each language, and a message of each kind', () => {
  expect(snippets.map(({ language }) => language)).toEqual(['curl', 'PHP', 'C#', 'Java', 'Python', 'Node']);
  for (const { files, commands } of snippets) expect(files.length > 0 && commands !== '').toBe(true);
});

describe.each(snippets)('the client in $language', (snippet) => {
  const { language } = snippet;
  const testHere = isInstalled(language) || process.env['CI'] !== undefined ? test : test.skip;
  if (!isInstalled(language)) console.info(`What the client in ${language} needs is not installed here.`);

  testHere(
    'delivers a result and fetches pupils, done as the page says',
    async () => {
      const printed = await follow(snippet);
      if (language === 'curl') {
        expect(printed).toContain('<leerresultaten_bevestiging ');
        for (const pupil of PUPILS) expect(printed).toContain(`<roepnaam>${pupil.split(' ')[0]}</roepnaam>`);
      } else {
        const lines = printed.trim().split(/\r?\n/);
        expect(lines.slice(lines.indexOf('bevestigd'))).toEqual(['bevestigd', ...PUPILS]);
      }
      const { items } = await running.gateway.store.results({ school: '99XX', limit: 1000 });
      expect(items.at(-1)).toMatchObject({ activity: { code: 'REK-5-1' }, date: expect.stringMatching(/^2026-11-27Z?$/) });
    },
    120_000,
  );

  // Without a compiler in between.
  if (!['PHP', 'Python', 'Node'].includes(language)) return;
  testHere('prints the code and words of a fault', async () => {
    expect(await follow(snippet, 'een-andere-sleutel')).toMatch(/^(?:s:)?Client\.AutorisatieOngeldig: De autorisatiesleutel /m);
  });
});

test('the page has a result with a signal in three languages', () => {
  expect(signalSnippets().filter(({ files }) => files.some(([, text]) => text.includes('signaal_soort')))).toHaveLength(3);
});

describe.each(signalSnippets())('the client in $language that sends a signal', (snippet) => {
  const { language } = snippet;
  const testHere = isInstalled(language) || process.env['CI'] !== undefined ? test : test.skip;
  testHere('delivers figures, circumstances and the signal', async () => {
    const printed = await follow({
      ...snippet,
      files: snippet.files.map(([name, text]) => [name, text.replace(/(curl|php|py)-0001/g, '$1-signaal')] as const),
    });
    expect(printed).toMatch(/bevestig/);
    const { items } = await running.gateway.store.results({ school: '99XX', limit: 1000 });
    expect(items.at(-1)).toMatchObject({
      values: [{ kind: 'score', value: '7' }],
      context: { itemCount: '20', durationSeconds: '900' },
      signals: [{ kind: 'STUCK', supplierGoal: { id: 'KL-1' } }],
    });
  });
});
