import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import { SCOPES } from '../../src/directory/access/scopes.js';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { findLearner } from '../../src/rights/find-learner.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import { encodeToString } from '../../src/uwlr/encode.js';
import { readExtensions } from '../../src/uwlr/extensions.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek, type Toetsafname } from '../../src/uwlr/messages/leerresultaten.js';
import { json } from '../cli/support/uwlr.js';
import { fullMessage, LOCATION, VOCABULARY } from '../model/support/invented-message.js';
import { YEAR } from '../support/fill-roster.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { autorisatie, soap } from '../support/messages.js';
import { everyFile, expectNowhere, holds } from '../support/planted-values.js';

const SCHOOL = '99XX';
/** Invented. */
const PUPIL = { leerlingid: 'b7e23ec2-9af2-4c1d-8e5f-0a1b2c3d4e5f', eckid: `https://ketenid.nl/pilot/${'5eed1d00'.repeat(16)}` };
const UUID_BYTES = Buffer.from(PUPIL.leerlingid.replaceAll('-', ''), 'hex');
const FORMS: Readonly<Record<string, string>> = {
  'as it is': PUPIL.leerlingid,
  'in capitals': PUPIL.leerlingid.toUpperCase(),
  'without dashes': UUID_BYTES.toString('hex'),
  'percent-encoded': PUPIL.leerlingid.replaceAll('-', '%2D'),
  base64: Buffer.from(PUPIL.leerlingid).toString('base64'),
  'base64url of the bytes': UUID_BYTES.toString('base64url'),
  hex: Buffer.from(PUPIL.leerlingid).toString('hex'),
};
const ECK_FORMS: Readonly<Record<string, string>> = {
  'ECK iD': PUPIL.eckid,
  'last part of the ECK iD': PUPIL.eckid.slice(-128),
  'ECK iD in base64': Buffer.from(PUPIL.eckid).toString('base64'),
};
const FORMAT = {
  namespace: 'urn:voorbeeld:formaat',
  type: 'Formaat',
  elements: [
    { name: 'oordeel', type: 'string' },
    { name: 'opmerking', type: 'string', privacy: 'F', optional: true },
  ],
};
const { byPath, root } = compile(leerresultatenVerzoek, '2.2');
/** Says which pupil or school it is, or how to read the message: no place for anything else. */
const NOT_PLANTED: ReadonlySet<string> = new Set(
  ['toetsafnames/toetsafname/leerlingid', 'toetsafnames/toetsafname/eckid', 'school/schoolkey', 'school/xsdversie'].map(
    (field) => `${root.path}/${field}`,
  ),
);

let running: Running;
let directory: string;
let sent = 0;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'uwlr-ids-'));
  const file = path.join(directory, 'extensions.json');
  await writeFile(file, JSON.stringify([FORMAT]));
  running = await startTestGateway({ settings: { extensions: file }, agreement: { infourl: { keep: 'all' } } });
});
afterAll(async () => {
  await running.stop();
  await rm(directory, { recursive: true });
});

/** The type of every field that holds a text of the sender's own, by path: what the grammar lets be anything. */
function textFields(): ReadonlySet<string> {
  const fields = [...byPath.values()].flatMap(({ path: at, text, attributes }) => [
    ...(text === undefined ? [] : [[at, text] as const]),
    ...[...attributes].map(([name, { type }]) => [`${at}/@${name}`, type] as const),
  ]);
  const isText = (facets: readonly (readonly [string, string])[]) =>
    facets.every(([facet]) => facet !== 'pattern' && facet !== 'enumeration');
  return new Set(
    fields
      .filter(([at, { xsd }]) => ['xs:string', 'xs:anyURI'].includes(xsd.base) && isText(xsd.facets) && !NOT_PLANTED.has(at))
      .map(([at]) => at),
  );
}

/** The message with a form of the id behind every text in it that has room, or in its place. `done`: the paths of those. */
function planted<T>(value: T, form: string, done: Set<string>, at = root.path): T {
  if (Array.isArray(value)) return value.map((item) => planted(item, form, done, at)) as T;
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).map(([name, one]) => {
      if (name === 'type') return [name, one];
      if (name === 'value') return [name, planted(one, form, done, at)];
      const below = byPath.get(at)?.attributes.has(name) ? `${at}/@${name}` : `${at}/${name}`;
      return [name, planted(one, form, done, below)];
    });
    return Object.fromEntries(inner);
  }
  if (typeof value !== 'string' || !(FIELDS.has(at) || at.endsWith('/oordeel'))) return value;
  const type = at.includes('@')
    ? byPath.get(at.slice(0, at.indexOf('/@')))?.attributes.get(at.slice(at.indexOf('@') + 1))?.type
    : byPath.get(at)?.text;
  const isAddress = type?.xsd.base === 'xs:anyURI' || at.endsWith('/infourl');
  const most = Number(type?.xsd.facets.find(([facet]) => facet === 'maxLength')?.[1] ?? Number.POSITIVE_INFINITY);
  const fits = [isAddress ? `https://ea.example/${form}` : `${value}_${form}`, form].find((text) => text.length <= most);
  if (fits === undefined) return value;
  done.add(at);
  return fits as T;
}
const FIELDS = textFields();

/** Sends a message in which every field is filled, with the id in all of them; `pupils`: whose results it has. */
async function send(form: string, pupils: readonly Partial<Toetsafname>[], done = new Set<string>()): Promise<string> {
  sent += 1;
  const { school, toetsafnames, toetsen } = fullMessage();
  for (const part of toetsen.toets[0]?.toetsonderdelen?.toetsonderdeel ?? []) {
    if (part.toetsonderdeelnormering !== undefined)
      Object.assign(part.toetsonderdeelnormering, { vocabulaire: VOCABULARY, vocabulairelocatie: LOCATION });
  }
  const [first] = toetsafnames.toetsafname as [Toetsafname];
  const toetsafname = pupils.map(({ leerlingid, eckid }, at) => ({
    ...first,
    leerlingid: leerlingid as string,
    ...(eckid === undefined ? { eckid: undefined } : { eckid }),
    resultaten: {
      resultaat: first.resultaten.resultaat.map((one) => ({ ...one, key: `${one.key}-${sent}-${at}`, infourl: 'https://ea.example/' })),
    },
  }));
  const message = planted(
    {
      school: {
        ...school,
        brincode: SCHOOL,
        dependancecode: undefined,
        aanmaakdatum: new Date(Date.UTC(2026, 3, 1, 0, 0, sent)).toISOString(),
      },
      toetsafnames: { toetsafname },
      toetsen,
    } as unknown as LeerresultatenVerzoek,
    form,
    done,
  );
  const text = encodeToString(leerresultatenVerzoek, '2.2', message, { extensions: readExtensions([FORMAT]) });
  const answer = await post(running.gateway, soap(text.replace(/^<\?xml.*?\?>/, ''), autorisatie()));
  expect([form, answer.code, answer.rules]).toEqual([form, undefined, []]);
  return answer.text;
}

/** Everything that REST says of the school. */
async function rest(): Promise<string> {
  const { token } = (await json([
    'token',
    'add',
    '--client',
    `kijker-${sent}`,
    '--school',
    SCHOOL,
    ...SCOPES.flatMap((scope) => ['--scope', scope]),
    '--data',
    running.directory,
  ])) as { readonly token: string };
  const texts: string[] = [];
  for (const { path: template, parameters, ...endpoint } of ENDPOINTS) {
    if (('method' in endpoint && endpoint.method !== undefined) || template.includes('{id}')) continue;
    const year = 'schoolYear' in parameters ? `schoolYear=${YEAR}&` : '';
    const response = await fetch(`${running.gateway.url}/api/v1${template}?${year}limit=200`, {
      headers: { authorization: `Bearer ${token}` },
    });
    texts.push(await response.text());
  }
  return texts.join('\n');
}

const texts = async () => ({
  log: running.log(),
  metrics: await (await fetch(`${running.gateway.url}/metrics`)).text(),
  rest: await rest(),
});

/** What the canonical model has no place for is not read, so that nothing is taken out of it either. */
const NOT_HELD = /(?:\/@vocabulairelocatie|\/resultaat\/versie\/@vocabulaire)$/;

test('a leerlingid in any field of its message, in any form, is in no file, log line, metric or answer; what refers to a code still does', async () => {
  const planted = new Set<string>();
  const answers: string[] = [];
  for (const form of Object.values(FORMS)) {
    const done = new Set<string>();
    answers.push(await send(form, [PUPIL, { leerlingid: `andere-leerling-${sent}` }], done));
    const { strips = [] } = (await running.gateway.store.exchanges({ limit: 1 })).items[0] ?? {};
    const told = new Set(strips.map(({ path: at }) => at));
    expect([...done].filter((at) => !told.has(at) && !NOT_HELD.test(at))).toEqual([]);
    for (const at of done) planted.add(at);
  }
  expect([...FIELDS].filter((at) => !planted.has(at))).toEqual([]);
  expectNowhere(FORMS, { ...(await texts()), answers: answers.join('\n') }, await everyFile(running.directory));

  const { store } = running.gateway;
  const { items: results } = await store.results({ school: SCHOOL, limit: 200 });
  const { items: assessments } = await store.assessments({ school: SCHOOL, limit: 200 });
  const codes = new Set(assessments.map(({ code }) => code.value));
  expect(results).toHaveLength(sent * 6);
  expect(results.filter(({ activity }) => !activity.code.startsWith('afgeschermd-') || !codes.has(activity.code))).toEqual([]);
  expect(results.find(({ activity }) => activity.part !== undefined)?.activity.part?.code).toMatch(/^afgeschermd-[\w-]{27}$/);
  expect(assessments[0]?.name).toBe('Rekenen blok 1_[id]');
  console.log(`${Object.keys(FORMS).length} forms in ${planted.size} fields`);
});

test('an ECK iD stays as the pseudonym of its pupil only', async () => {
  for (const form of Object.values(ECK_FORMS)) await send(form, [{ leerlingid: 'nog-een-leerling', eckid: PUPIL.eckid }]);
  const { store } = running.gateway;
  const results = (await store.results({ school: SCHOOL, limit: 200 })).items.map(({ eckId: _, ...result }) => result);
  const assessments = (await store.assessments({ school: SCHOOL, limit: 200 })).items;
  expectNowhere(ECK_FORMS, { results: JSON.stringify(results), assessments: JSON.stringify(assessments) });
});

test('and once the pupil is erased no form of either is anywhere, also where a message that is not about the pupil brought it', async () => {
  const everyForm = { ...FORMS, ...ECK_FORMS };
  for (const form of Object.values(everyForm)) await send(form, [{ leerlingid: 'derde-leerling' }]);
  await running.gateway.store.rights.scrub();
  const before = await everyFile(running.directory);
  // What nobody could know then: so that not finding it later means something.
  const there = (form: string) => before.some((bytes) => holds(bytes, Buffer.from(form)));
  expect(Object.entries(everyForm).filter(([, form]) => !there(form))).toEqual([]);

  const { store, keyring } = running.gateway;
  const schoolKey = await new SchoolKeys(store, keyring).of(SCHOOL);
  const found = await findLearner(store, SCHOOL, schoolKey, { by: 'leerlingid', leerlingid: PUPIL.leerlingid });
  if (found.kind !== 'found') throw new Error('nobody was found');
  const options = { store, school: SCHOOL, schoolKey, person: found.person, now: new Date() };
  const tried = await eraseLearner({ ...options, dryRun: true });
  const erased = await eraseLearner({ ...options, dryRun: false });
  if (erased.kind !== 'erased' || tried.kind !== 'erased') throw new Error('nothing was erased');
  const mentions = erased.receipt.removed.find(({ kind }) => kind === 'mentions');
  expect(mentions?.count).toBeGreaterThan(Object.keys(everyForm).length);
  expect(erased.receipt.removed.map(({ kind, count }) => [kind, count])).toEqual(
    tried.receipt.removed.map(({ kind, count }) => [kind, count]),
  );
  expectNowhere(everyForm, { ...(await texts()), receipt: JSON.stringify(erased.receipt) }, await everyFile(running.directory));

  // Results of others are still there, and of a test that is there.
  const { items: results } = await store.results({ school: SCHOOL, limit: 200 });
  const codes = new Set((await store.assessments({ school: SCHOOL, limit: 200 })).items.map(({ code }) => code.value));
  const others = results.filter(({ learner }) => learner === schoolKey.alias('leerlingid', 'derde-leerling'));
  expect(others).toHaveLength(Object.keys(everyForm).length * 3);
  expect(others.filter(({ activity }) => !codes.has(activity.code))).toEqual([]);
  // The same message again says what it said: nothing of the pupil who stays away.
  await send(PUPIL.leerlingid, [PUPIL, { leerlingid: 'derde-leerling' }]);
  expectNowhere(FORMS, {}, await everyFile(running.directory));
});
