import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Agreement } from '../../src/directory/directory.js';
import { wordFor } from '../../src/pages/register/field-words.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { leerlinggegevens } from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { claimsInPage } from '../support/claims/claims-in-names.js';
import { fillRoster, smallSchool, YEAR } from '../support/fill-roster.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { ask } from '../support/pupil-questions.js';
import { json, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;
let running: Running;
let at: readonly string[];

beforeAll(async () => {
  space = await workspace();
  running = await startTestGateway({
    agreement: { exchanges: ['leerlinggegevens', 'leerresultaten'], profile: 'smalle-set', purpose: 'Oefenen met rekenen' },
    settings: { delivery: 'off', logLevel: 'error' },
  });
  const { store } = running.gateway;
  const party = { policy: 'strict', acceptStale: false, knownLearnersOnly: false, createdAt: '2026-01-01T00:00:00.000Z' } as const;
  await store.addParty({ klantcode: 'LAS1', klantnaam: 'Onze koppeling', name: 'Verzonnen administratie', role: 'las', ...party });
  await store.addParty({ klantcode: 'DASHBOARD', klantnaam: 'Verzonnen dashboard', role: 'client', ...party });
  const of: Pick<Agreement, 'school' | 'infourl' | 'from'> = {
    school: '99XX',
    infourl: { keep: 'none' },
    from: '2026-01-01T00:00:00.000Z',
  };
  await store.addAgreements(
    [
      {
        ...of,
        id: 'las',
        party: 'LAS1',
        exchanges: ['leerlinggegevens', 'leerresultaten'],
        profile: 'lvs-set',
        purpose: 'Het leerlingdossier',
      },
      {
        ...of,
        id: 'rest',
        party: 'DASHBOARD',
        exchanges: ['rest'],
        profile: 'rest',
        scopes: ['results:read', 'learners:read'],
        purpose: 'Overzicht',
      },
    ],
    undefined,
  );
  await fillRoster(running.gateway, smallSchool());
  await post(
    running.gateway,
    message({ aanmaakdatum: '2026-02-01T10:00:00Z', afnames: afname('L-1', resultaat('r-1', '7')), auteur: '<auteur>Iemand</auteur>' }),
  );
  expect((await ask(running)).code).toBeUndefined();
  const learner = (await store.roster('99XX', YEAR))?.rows.find(({ kind }) => kind === 'learner')?.id as string;
  await store.rights.disclose([
    {
      school: '99XX',
      exchange: 'b1',
      at: '2026-02-02T10:00:00.000Z',
      receiver: 'LAS1',
      operation: 'result.deliver',
      agreement: 'las',
      fields: ['leerlingid', 'resultaten', 'resultaten/resultaat/score', 'resultaten/resultaat/versie/@vocabulaire'],
      learners: [learner],
      awaited: true,
    },
    {
      school: '99XX',
      exchange: 'q1',
      at: '2026-02-03T10:00:00.000Z',
      receiver: 'DASHBOARD',
      operation: 'listLearners',
      agreement: 'rest',
      fields: ['id', 'school', 'yearGroup'],
      learners: [learner],
    },
  ]);
  at = ['--school', '99XX', '--data', running.directory];
  await json([
    'roster',
    'export',
    ...at,
    '--school-year',
    YEAR,
    '--profile',
    'smalle-set',
    '--version',
    '2.2',
    '--out',
    space.path('uit.xml'),
  ]);
});
afterAll(async () => {
  await running.stop();
  await space.remove();
});

async function pageOf(args: readonly string[]): Promise<string> {
  const file = space.path('page.html');
  expect(await uwlr([...args, ...at, '--html', file])).toMatchObject({ code: 0, stderr: '' });
  const html = await readFile(file, 'utf8');
  if (process.env['UWLR_KEEP_PAGES'] !== undefined) {
    const { copyFile } = await import('node:fs/promises');
    await copyFile(file, `${process.env['UWLR_KEEP_PAGES']}/${args[1] === '--learner' ? 'dossier' : args[1]}.html`);
  }
  return html.slice(html.indexOf('<body>'));
}
const dossierPage = async () => {
  const rows = (await running.gateway.store.roster('99XX', YEAR))?.rows ?? [];
  return pageOf(['dossier', '--learner', rows.find(({ kind }) => kind === 'learner')?.id as string]);
};

describe('pages for people', () => {
  const STATEMENT = ['controller', 'contact', 'fg', 'legalGround', 'transfers', 'security'];

  test('have words for every field of the standard', () => {
    const roots = [leerlinggegevens, leerresultatenVerzoek];
    const paths = roots.flatMap((root) =>
      UWLR_2_VERSIONS.flatMap((version) =>
        [...compile(root, version).byPath.values()].flatMap(({ path, attributes }) => [
          path,
          ...[...attributes.keys()].map((name) => `${path}/@${name}`),
        ]),
      ),
    );
    const nothing = /^(?:leerlinggegevens|leerresultaten_verzoek)(?:\/(?:school|groepen))?$/;
    expect([...new Set(paths)].filter((path) => !nothing.test(path) && wordFor(path) === undefined)).toEqual([]);
  });

  test.each([
    ['the register', () => pageOf(['school', 'register'])],
    ['the page for parents', () => pageOf(['school', 'parents-page'])],
    ['a dossier', dossierPage],
  ])('%s: no paths, no words of the gateway itself, no English, dates in one way', async (_, read) => {
    const html = await read();
    expect(claimsInPage(html, 'page')).toEqual([]);
    const text = html.replace(/<[^>]*>/g, ' ').replace(/https:\/\/ketenid\.nl\S+/g, '');
    expect(text).not.toMatch(/leerresultaten_verzoek|leerlinggegevens_|toetsafname|\b[a-z_]+\/@?[a-z_]+\/|@key|@eckid|_jgr3|bsn_ondwnr/);
    expect(text).not.toMatch(
      /cli:|role:|result\.deliver|listLearners|ExportRoster|results:read|not-in-profile|replaced-by|undefined|iets anders/,
    );
    expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}|\d{2}-\d{2}-\d{4}/);
    expect(text).not.toMatch(/\b(?:the|of|and|learner|result|school year)\b(?! )/);
  });

  test('a dossier says to whom, in words, and how sure that is', async () => {
    const html = (await dossierPage()).replace(/\s+/g, ' ');
    expect(html).toMatch(/2 februari 2026 om 11:00; niet zeker of het is verzonden.*Verzonnen administratie/);
    expect(html).toContain('het nummer van de leerling in de leerlingadministratie, de score, welke toets het was');
    expect(html).toMatch(/Verzonnen dashboard.*een code in plaats van een naam, leerjaar/);
    expect(html).toContain('wie deze koppeling voor de school beheert');
    expect(html).toContain('de naam van wie het bericht maakte (niet afgesproken)');
  });

  test('the register says who is responsible as the school gave it, and of nothing else that it knows it', async () => {
    const rowOf = (html: string, name: string) => new RegExp(`<th scope="row">${name}</th><td>([^<]*)</td>`).exec(html)?.[1];
    const before = await pageOf(['school', 'register']);
    const names = [
      'Verwerkingsverantwoordelijke',
      'Contact',
      'Functionaris gegevensbescherming',
      'Grondslag',
      'Doorgifte buiten de EU',
      'Beveiliging',
    ];
    expect(names.map((name) => rowOf(before, name))).toEqual(Array(6).fill('niet opgegeven'));
    const given = [
      '--controller',
      'Stichting Verzonnen',
      '--fg',
      'fg@verzonnen.example',
      '--contact',
      'juf Verzonnen',
      '--legal-ground',
      'Wettelijke plicht',
    ];
    const { stdout } = await uwlr(['school', 'set', ...at, ...given]);
    expect(stdout).toBe(
      'Changed school 99XX. The register and the page for parents show the new statement.\nNot given yet: transfers, security\n',
    );
    const after = await pageOf(['school', 'register']);
    expect(names.map((name) => rowOf(after, name))).toEqual([
      'Stichting Verzonnen',
      'juf Verzonnen',
      'fg@verzonnen.example',
      'Wettelijke plicht',
      'niet opgegeven',
      'niet opgegeven',
    ]);
    const parents = await pageOf(['school', 'parents-page']);
    expect(parents).toContain('Vraag het aan juf Verzonnen.');
    expect(parents).toContain('Verantwoordelijk voor de gegevens: Stichting Verzonnen.');
    expect(await json(['school', 'set', ...at, '--clear', 'fg,contact', '--security', 'Slot op de deur'])).toEqual({
      school: '99XX',
      statement: { controller: 'Stichting Verzonnen', legalGround: 'Wettelijke plicht', security: 'Slot op de deur' },
    });
    expect((await uwlr(['school', 'set', ...at])).code).toBe(2);
    expect((await uwlr(['school', 'set', ...at, '--clear', 'fg'])).code).toBe(2);
    expect((await uwlr(['school', 'set', ...at, '--clear', 'naam'])).code).toBe(2);
    expect((await uwlr(['school', 'set', '--school', '99ZZ', '--data', running.directory, '--fg', 'x'])).code).toBe(1);
    expect((await running.gateway.store.audit({ operation: 'school.statement', limit: 9 })).items).toHaveLength(2);
    expect(STATEMENT).toHaveLength(6);
  });
});
