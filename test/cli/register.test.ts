import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Agreement } from '../../src/directory/directory.js';
import { wordFor } from '../../src/pages/register/field-words.js';
import type { ProcessingRegister, RegisterEntry } from '../../src/register/processing-register.js';
import { pupilRegisterFields, resultRegisterFields } from '../../src/register/register-fields.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { message } from '../support/messages.js';
import { ask } from '../support/pupil-questions.js';
import { uwlr } from './support/uwlr.js';

const ENDED = '2026-02-01T00:00:00.000Z';
const AGREED = { school: '99XX', infourl: { keep: 'none' }, from: '2026-01-01T00:00:00.000Z' } as const;

let running: Running;
let made: ProcessingRegister;
const command = (...args: readonly string[]) => uwlr(['school', ...args, '--school', '99XX', '--data', running.directory]);
const pageAt = (name: string) => path.join(running.directory, name);

beforeAll(async () => {
  running = await startTestGateway({
    agreement: { exchanges: ['leerresultaten'], purpose: 'Resultaten <b>bekijken</b>' },
    settings: { logLevel: 'error' },
  });
  const { store } = running.gateway;
  const party = { policy: 'strict', acceptStale: false, knownLearnersOnly: false, createdAt: AGREED.from } as const;
  await store.addParty({ klantcode: 'LAS1', klantnaam: 'Gateway van de school', name: 'Verzonnen LAS', role: 'las', ...party });
  await store.addParty({ klantcode: 'DASHBOARD', klantnaam: 'Dashboard <op> Maat & Zo', role: 'client', ...party });
  const rest: Agreement = {
    id: 'rest',
    party: 'DASHBOARD',
    exchanges: ['rest'],
    profile: 'rest',
    scopes: ['results:read'],
    purpose: 'Overzicht',
    ...AGREED,
  };
  const las: Agreement = { id: 'las', party: 'LAS1', exchanges: ['leerlinggegevens'], profile: 'lvs-set', purpose: 'Inlezen', ...AGREED };
  const fields = ['leerlinggegevens/leerlingen/leerling/roepnaam', 'leerlinggegevens/leerlingen/leerling/@key'];
  const over: Agreement = {
    id: 'over',
    party: 'TESTEA',
    exchanges: ['leerlinggegevens'],
    profile: 'custom',
    fields,
    purpose: 'Proef',
    ...AGREED,
  };
  const later: Agreement = { ...las, id: 'later', exchanges: ['leerresultaten'], from: '2999-01-01T00:00:00.000Z' };
  await store.addAgreements([rest, las, over, later], undefined);
  await store.endAgreement('over', ENDED);
  await store.setRetentionTerm({ school: '99XX', class: 'results', days: 100, setAt: AGREED.from });
  await store.setRetentionTerm({ school: '99XX', class: 'exchanges', days: 9999, setAt: AGREED.from });
  await fillRoster(running.gateway, smallSchool());
  const answers = await Promise.all([
    post(running.gateway, message({ aanmaakdatum: '2026-02-01T10:00:00Z', xsdversie: '9.9' })),
    post(running.gateway, message({ aanmaakdatum: '2026-02-01T10:00:00Z' })),
    ask(running),
  ]);
  expect(answers.map(({ code }) => code)).toEqual(['Client.XsdVersieOngeldig', undefined, 'Client.AutorisatieOngeldig']);
  made = JSON.parse((await command('register', '--json')).stdout) as ProcessingRegister;
});
afterAll(() => running.stop());

const entry = (id: string) => made.entries.find(({ agreement }) => agreement === id) as RegisterEntry;
const results = () => made.entries.find(({ exchanges }) => exchanges[0]?.kind === 'leerresultaten') as RegisterEntry;

describe('the processing register of a school', () => {
  test('has every agreement, those in force first, then those to come, then those that are over', () => {
    expect(made.entries.map(({ state }) => state)).toEqual(['in-force', 'in-force', 'in-force', 'not-yet', 'over']);
    expect(entry('over')).toMatchObject({ endedAt: ENDED, keys: 0, purpose: 'Proef' });
  });

  test('says which way the data go, of whom to whom', () => {
    expect(results().exchanges[0]).toMatchObject({ kind: 'leerresultaten', direction: 'from-party' });
    expect(entry('las').exchanges[0]).toMatchObject({ kind: 'leerlinggegevens', direction: 'from-party' });
    expect(entry('over').exchanges[0]).toMatchObject({ kind: 'leerlinggegevens', direction: 'to-party' });
    expect(entry('rest').exchanges[0]).toMatchObject({ kind: 'rest', direction: 'to-party', scopes: ['results:read'] });
  });

  test('names the fields by the standard, each with its class of personal data', () => {
    expect(entry('over').exchanges[0]?.fields).toEqual([
      { name: 'leerling/roepnaam', path: 'leerlinggegevens/leerlingen/leerling/roepnaam', privacy: 'D' },
      { name: 'leerling/key', path: 'leerlinggegevens/leerlingen/leerling/@key', privacy: 'P' },
    ]);
    const ofLas = entry('las').exchanges[0]?.fields.map(({ name }) => name);
    expect(ofLas).toEqual(expect.arrayContaining(['leerling/geslacht', 'leerling/bsn_ondwnr-4', 'leerling/eckid']));
    expect(
      made.entries.flatMap(({ exchanges }) => exchanges.flatMap((one) => one.fields)).filter(({ privacy }) => 'SF'.includes(privacy)),
    ).toEqual([]);
  });

  test('counts the messages that were accepted, with the last of them, and the keys that open it', () => {
    expect(results()).toMatchObject({ keys: 1, exchanges: [{ messages: 1 }] });
    expect(Date.parse(results().exchanges[0]?.last ?? '')).not.toBeNaN();
    expect(entry('las')).toMatchObject({ keys: 0, exchanges: [{ messages: 0 }] });
  });

  test('says how long what is kept: as the gateway has it, or as the school does when that is shorter', () => {
    const days = (of: string) => made.retention.find(({ class: name }) => name === of)?.days;
    expect([days('roster-leavers'), days('results'), days('exchanges')]).toEqual([30, 100, 365]);
  });

  test('is shown at a terminal too', async () => {
    const { code, stdout } = await command('register');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^LAS1 +las +leerlinggegevens from it +\d+ \(lvs-set\) +in force/m);
  });
});

describe.each([
  ['register', 'Verwerkingsregister van School 99XX'],
  ['parents-page', 'De gegevens van uw kind op School 99XX'],
])('the page of %s', (name, title) => {
  let text: string;

  beforeAll(async () => {
    expect(await command(name, '--html', pageAt(`${name}.html`))).toMatchObject({ code: 0, stderr: '' });
    text = await readFile(pageAt(`${name}.html`), 'utf8');
  });

  test('is one page in Dutch that fetches nothing and runs nothing, for its owner to read', async () => {
    expect(text).toMatch(/^<!DOCTYPE html>\n<html lang="nl">/);
    expect(text).toContain(`<title>${title}</title>`);
    expect(text).not.toMatch(/<script|<link|<img|<iframe|url\(|@import|\bon[a-z]+=|(?:href|src)=/i);
    expect((await stat(pageAt(`${name}.html`))).mode & 0o077).toBe(0);
  });

  test('closes every element that it opens, and says of each head what it heads', () => {
    const open: string[] = [];
    for (const [, close, tag] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (tag === 'meta') continue;
      if (close === '/') expect(open.pop()).toBe(tag);
      else open.push(tag as string);
    }
    expect(open).toEqual([]);
    expect(text.match(/<th(?! scope="(?:row|col)")[ >]/)).toBeNull();
    expect(text.match(/<h1>/g)).toHaveLength(1);
  });

  test('shows names and purposes as they are, never as HTML', () => {
    expect(text).toContain('Dashboard &#60;op&#62; Maat &#38; Zo');
    expect(text).not.toMatch(/<b>|<op>/);
  });
});

describe('the page for parents', () => {
  test('says in their words who gets what, where it comes from, what was before, and whom to ask', async () => {
    await command('parents-page', '--html', pageAt('p.html'), '--contact', 'juf Verzonnen');
    const text = (await readFile(pageAt('p.html'), 'utf8')).replace(/\s+/g, ' ');
    const [, gets = '', from = '', before = ''] = /Wie krijgt(.*)Waar komen(.*)Welke afspraken golden eerder(.*)Hoe lang/.exec(text) ?? [];
    expect(gets).toMatch(/Dashboard.*resultaten van toetsen, onder een code/);
    expect(gets).not.toContain('Verzonnen LAS');
    expect(from).toMatch(/Verzonnen LAS.*geslacht.*de laatste vier cijfers van het burgerservicenummer/);
    expect(from).toMatch(/Testleverancier.*de score/);
    expect(before).toContain('Proef');
    expect(text).toContain('Vraag het aan juf Verzonnen.');
    expect(text).not.toMatch(/leerlinggegevens|toetsafname|jaargroep|alias|profiel|\bLAS\b(?!<)/);
  });

  test('has words for every field of a child that an agreement can let through', () => {
    const terms = { id: 'a', school: '99XX', party: 'P', exchanges: [], purpose: '', from: AGREED.from } as const;
    const agreements = ['smalle-set', 'lvs-set', 'smalle-set@2.3', 'lvs-set@2.3'].map(
      (profile): Agreement => ({ ...terms, profile, infourl: { keep: 'all' } }),
    );
    const fields = agreements.flatMap((agreement) => [...pupilRegisterFields(agreement), ...resultRegisterFields(agreement)]);
    const ofChildren = fields.filter(({ path }) => /\/(?:leerling|toetsafname)\//.test(path) || path.includes('/toetsen/'));
    expect(ofChildren.filter(({ path }) => wordFor(path) === undefined).map(({ path }) => path)).toEqual([]);
  });
});
