import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ImportOptions, importRoster } from '../../../src/exchange/sync/import-roster.js';
import { type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import { SchoolKeys } from '../../../src/store/school-keys.js';
import { syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';
import { MessageDecoder } from '../../../src/uwlr/decode.js';
import { Findings } from '../../../src/uwlr/findings.js';
import { rootOf } from '../../../src/uwlr/messages/catalogue.js';
import { XmlReader } from '../../../src/xml/reader.js';
import { FetchingSchool, rulesOf, YEAR } from './support/fetching-school.js';
import { goodAnswer } from './support/good-answer.js';

let las: SimulatedLas;
let fetching: FetchingSchool;

beforeEach(async () => {
  las = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX', learners: 20 }) });
  fetching = await FetchingSchool.at(las.endpoint);
});

afterEach(async () => {
  await fetching.close();
  await las.close();
});

function read(text: string): MessageDecoder {
  let message: MessageDecoder | undefined;
  const reader: XmlReader = new XmlReader({
    open: (name, attributes, at) => {
      const root = rootOf(name.key);
      if (root === undefined) throw new Error('not a message');
      message = new MessageDecoder(root, new Findings('strict'));
      at.handler = message;
      message.open(name, attributes, at);
    },
    text: () => undefined,
    close: () => undefined,
  });
  reader.write(text);
  reader.end();
  if (message === undefined) throw new Error('nothing to read');
  return message;
}

function importing(text: string, more: Partial<ImportOptions> = {}) {
  const { store, keyring, school } = fetching;
  return importRoster(read(text), { store, schoolKeys: new SchoolKeys(store, keyring), school, profile: 'smalle-set', ...more });
}

/** As EDEXML files have it: the same, without namespace. */
function edexml(learners = 20): string {
  return goodAnswer(syntheticSchool({ brin: '99XX', learners }))
    .replace(/<leerlinggegevens_antwoord[^>]*><leerlinggegevens>/, '<EDEX>')
    .replace('</leerlinggegevens></leerlinggegevens_antwoord>', '</EDEX>')
    .replace('<xsdversie>2.2<', '<xsdversie>2.1<');
}

test('an answer in a file makes the same roster as the answer over the line', async () => {
  const text = goodAnswer(las.school);
  const report = await importing(text);
  expect(report).toMatchObject({ outcome: 'updated', ok: true, school: '99XX', schoolYear: YEAR, version: '2.2' });
  expect(report.party).toBeUndefined();
  expect(await fetching.exchange(report)).toMatchObject({
    direction: 'in',
    operation: 'ImportRoster',
    outcome: 'accepted',
    learnerCount: 20,
  });
  const before = await fetching.snapshot();
  expect(await fetching.run()).toMatchObject({ outcome: 'unchanged', summary: { unchanged: true } });
  expect((await fetching.snapshot())?.rows).toEqual(before?.rows);
});

test('an EDEXML file is one', async () => {
  expect(await importing(edexml())).toMatchObject({ outcome: 'updated', summary: { learners: { added: 20 } } });
  expect((await importing(edexml())).outcome).toBe('unchanged');
  expect((await fetching.run()).outcome).toBe('unchanged');
});

test('only what may be kept of it is kept', async () => {
  const text = edexml().replaceAll('</leerling>', '<mutatiedatum>2026-09-01T08:00:00</mutatiedatum></leerling>');
  const report = await importing(text);
  expect(report.strips).toEqual([{ path: 'EDEX/leerlingen/leerling/mutatiedatum', rule: 'not-in-profile', count: 20 }]);
});

test.each([
  ['of another school', 'wrong-school', () => importing(edexml().replace('99XX', '99YY'))],
  ['of another year', 'wrong-year', () => importing(edexml(), { schoolYear: '2025-2026' })],
  ['that is not valid', 'invalid-answer', () => importing(edexml().replace(/<naam>[^<]*<\/naam>/, ''))],
  ['with far fewer pupils', 'shrink-refused', () => importing(edexml(10))],
] as const)('a file %s changes nothing: %s', async (_what, outcome, work) => {
  await importing(edexml());
  const before = await fetching.snapshot();
  const report = await work();
  expect(report).toMatchObject({ outcome, ok: false });
  expect(rulesOf(report).length).toBeGreaterThan(0);
  expect(await fetching.snapshot()).toEqual(before);
  expect(await fetching.exchange(report)).toMatchObject({ outcome: 'refused', direction: 'in' });
});

test('a dry run says what a file would change, and leaves no trace', async () => {
  const report = await importing(edexml(), { dryRun: true });
  expect(report).toMatchObject({ outcome: 'would-change', summary: { learners: { added: 20 } } });
  expect(await fetching.snapshot()).toBeUndefined();
  expect(await fetching.store.exchange(report.exchange)).toBeUndefined();
});

describe('a file that is older than the roster', () => {
  const older = (text: string) => text.replace(/<aanmaakdatum>[^<]*</, '<aanmaakdatum>2024-08-01T08:00:00<');
  const otherName = (text: string) => text.replace(/<roepnaam>[^<]*</, '<roepnaam>Oud<');
  const young = () => edexml().replace(/<aanmaakdatum>[^<]*</, '<aanmaakdatum>2024-11-20T08:00:00<');

  test('does not replace it, and says how much older it is', async () => {
    await importing(young());
    const before = await fetching.snapshot();
    const report = await importing(otherName(older(young())));
    expect(report).toMatchObject({ outcome: 'older-refused', ok: false, summary: { learners: { changed: 1 } } });
    expect(report.findings[0]).toMatchObject({ rule: 'UWLR-SY-024', severity: 'error', hint: '111 days older' });
    expect(await fetching.snapshot()).toEqual(before);
    expect(await fetching.exchange(report)).toMatchObject({ outcome: 'refused' });
  });

  test('replaces it when that is meant', async () => {
    await importing(young());
    expect((await importing(otherName(older(young())), { acceptOlder: true })).outcome).toBe('updated');
    expect((await fetching.snapshot())?.head.createdAt).toBe('2024-08-01T08:00:00');
  });

  test('changes nothing when it says the same, and makes the roster no older', async () => {
    await importing(young());
    expect((await importing(older(young()))).outcome).toBe('unchanged');
    expect((await importing(otherName(older(young())))).outcome).toBe('older-refused');
  });

  test('by a clock that was far ahead when the roster was made, replaces it', async () => {
    await importing(edexml().replace(/<aanmaakdatum>[^<]*</, '<aanmaakdatum>2199-01-01T08:00:00<'));
    const now = new Date(Date.now() + 60_000).toISOString();
    const report = await importing(otherName(edexml()).replace(/<aanmaakdatum>[^<]*</, `<aanmaakdatum>${now}<`));
    expect(report.outcome).toBe('updated');
    expect((await importing(older(edexml()))).outcome).toBe('older-refused');
  });
});
