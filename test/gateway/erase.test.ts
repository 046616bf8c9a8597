import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { importRoster } from '../../src/exchange/sync/import-roster.js';
import type { SchoolKey } from '../../src/privacy/keys/seal.js';
import { eraseLearner } from '../../src/rights/erase-learner.js';
import { findLearner } from '../../src/rights/find-learner.js';
import { openStore } from '../../src/store/open.js';
import { SchoolKeys } from '../../src/store/school-keys.js';
import { leerlinggegevensAntwoord } from '../../src/uwlr/messages/leerlinggegevens.js';
import { decodeText } from '../support/decode-text.js';
import { fillRoster, smallSchool, YEAR } from '../support/fill-roster.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { message, resultaat } from '../support/messages.js';
import { everyFile, expectNowhere, formsOf, holds } from '../support/planted-values.js';
import { ask, payloadOf } from '../support/pupil-questions.js';

const SCHOOL = '99XX';
const OTHER = '99YY';
/** Invented. In the roster and the results of both schools; what is said of it is said in the first only. */
const PUPIL = { leerlingid: 'GEWIST-LL-4711', eckid: `https://ketenid.nl/pilot/${'gewist00'.repeat(16)}` } as const;
const SAID = {
  achternaam: 'Gewistachternaam',
  roepnaam: 'Gewistroepnaam',
  resultaat: 'GEWIST-RESULTAAT-1',
  link: 'gewist-pad-van-uitslag',
} as const;

let running: Running;
let key: SchoolKey;
let count = 0;

/** Results of one pupil each, by whatever names it. */
function deliver(school: string, pupils: readonly { readonly leerlingid?: string; readonly eckid?: string; readonly result: string }[]) {
  count += 1;
  const afnames = pupils.map(({ leerlingid, eckid, result }) => {
    const id = leerlingid === undefined ? '' : `<leerlingid>${leerlingid}</leerlingid>`;
    const link = `<infourl>https://uitslag.voorbeeld/${SAID.link}</infourl>`;
    return `<toetsafname>${id}${eckid === undefined ? '' : `<eckid>${eckid}</eckid>`}<resultaten>${resultaat(result, '7', result === SAID.resultaat ? link : '')}</resultaten></toetsafname>`;
  });
  const aanmaakdatum = new Date(Date.UTC(2026, 3, 1, 0, 0, count)).toISOString();
  return post(running.gateway, message({ xsdversie: '2.3', brin: school, aanmaakdatum, afnames: afnames.join('') }));
}

async function resultKeys(school: string): Promise<number> {
  return (await running.gateway.store.results({ school, limit: 100 })).items.length;
}

async function lastStrips() {
  return (await running.gateway.store.exchanges({ limit: 1 })).items[0]?.strips.filter(({ rule }) => rule === 'erased-learner');
}

/** The names of the pupil in a school, as the store knows them. */
function aliasesIn(schoolKey: SchoolKey) {
  return { alias: schoolKey.alias('leerlingid', PUPIL.leerlingid), eckAlias: schoolKey.alias('eckid', PUPIL.eckid) };
}

beforeAll(async () => {
  running = await startTestGateway({
    schools: [SCHOOL, OTHER],
    agreement: {
      exchanges: ['leerlinggegevens', 'leerresultaten'],
      profile: 'smalle-set',
      infourl: { keep: 'hosts', hosts: ['uitslag.voorbeeld'] },
    },
    party: { acceptStale: true },
  });
  const { store, keyring } = running.gateway;
  const keys = new SchoolKeys(store, keyring);
  key = await keys.of(SCHOOL);
  const named = { key: PUPIL.leerlingid, eckId: PUPIL.eckid };
  await fillRoster(running.gateway, smallSchool({ ...named, name: { family: SAID.achternaam, call: SAID.roepnaam } }));
  await fillRoster(running.gateway, { ...smallSchool(named), origin: { schoolYear: '2024-2025' } });
  await fillRoster(running.gateway, smallSchool(named), { school: OTHER });
  const results = [
    { ...PUPIL, result: SAID.resultaat },
    { leerlingid: 'L-2', result: 'r-2' },
  ];
  for (const answer of [await deliver(SCHOOL, results), await deliver(OTHER, [{ leerlingid: PUPIL.leerlingid, result: 'o-1' }])]) {
    expect([answer.status, answer.code]).toEqual([200, undefined]);
  }
});

afterAll(() => running.stop());

test('a pupil who is erased is nowhere in the data directory, stays away until that is lifted, and only in that school', async () => {
  const { store } = running.gateway;
  const values = { ...PUPIL, ...SAID, ...aliasesIn(key) };
  expect((await ask(running)).text).toContain(SAID.achternaam);
  const before = await everyFile(running.directory);
  const there = (value: string) => before.some((bytes) => formsOf(value).some((form) => holds(bytes, Buffer.from(form))));
  // What is in the open before, so that not finding it later means something.
  expect([values.alias, values.eckAlias, values.resultaat, values.link].map(there)).toEqual([true, true, true, true]);

  const found = await findLearner(store, SCHOOL, key, { by: 'leerlingid', leerlingid: ` ${PUPIL.leerlingid} ` });
  if (found.kind !== 'found') throw new Error('nobody was found');
  expect(await findLearner(store, SCHOOL, key, { by: 'eckid', eckId: PUPIL.eckid })).toEqual(found);
  const now = new Date();
  const options = { store, school: SCHOOL, schoolKey: key, person: found.person, now };
  expect(await eraseLearner({ ...options, dryRun: true })).toMatchObject({ kind: 'erased' });
  expect(await resultKeys(SCHOOL)).toBe(2);
  const erased = await eraseLearner({ ...options, dryRun: false });
  if (erased.kind !== 'erased') throw new Error('nothing was erased');
  expect([erased.inLog, erased.receipt.receivers.map(({ receiver }) => receiver)]).toEqual([false, ['TESTEA']]);

  const texts = { receipt: JSON.stringify(erased), receipts: JSON.stringify(await store.rights.erasures(SCHOOL)), log: running.log() };
  expectNowhere(values, texts, await everyFile(running.directory));
  expect([await resultKeys(SCHOOL), await resultKeys(OTHER)]).toEqual([1, 1]);

  // Vendors learn of it by absence: a question since then is not answered with "no changes".
  const since = new Date(now.getTime() - 1000).toISOString();
  const answer = await ask(running, { rest: `<laatstontvangengegevens>${since}</laatstontvangengegevens>` });
  expect(answer.text.match(/<leerling key=/g)).toHaveLength(2);
  expect(payloadOf(answer.text)).not.toContain(PUPIL.leerlingid);
  expect((await ask(running, { school: `<brincode>${OTHER}</brincode>` })).text).toContain(PUPIL.leerlingid);

  // By key, by ECK iD, and by a key that the message itself says is of the same pupil.
  for (const [at, pupil] of [{ leerlingid: PUPIL.leerlingid }, { eckid: PUPIL.eckid }].entries()) {
    expect(
      (
        await deliver(SCHOOL, [
          { ...pupil, result: `again-${at}` },
          { leerlingid: 'L-3', result: `beside-${at}` },
        ])
      ).status,
    ).toBe(200);
    expect(await lastStrips()).toEqual([
      { path: 'leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat', rule: 'erased-learner', count: 1 },
    ]);
  }
  const another = 'GEWIST-ANDERE-SLEUTEL';
  await deliver(SCHOOL, [
    { leerlingid: another, result: 'again-2' },
    { leerlingid: another, eckid: PUPIL.eckid, result: 'again-3' },
  ]);
  expect(await lastStrips()).toMatchObject([{ count: 2 }]);
  expect(await resultKeys(SCHOOL)).toBe(3);
  await importAgain();
  expect((await ask(running)).text).not.toContain(PUPIL.leerlingid);
  expectNowhere({ ...values, another }, {}, await everyFile(running.directory));

  expect(await store.rights.liftErasure(SCHOOL, erased.receipt.id, new Date().toISOString())).toBe(true);
  await deliver(SCHOOL, [{ ...PUPIL, result: 'back-1' }]);
  expect([await lastStrips(), await resultKeys(SCHOOL)]).toEqual([[], 4]);
  await importAgain(0);
  expect((await ask(running)).text).toContain(PUPIL.leerlingid);
});

/** A file with the pupil in it, and how many of its pupils are left out. */
async function importAgain(left = 1): Promise<void> {
  const { store, keyring } = running.gateway;
  const pupils = [
    `<leerling key="${PUPIL.leerlingid}" eckid="${PUPIL.eckid}"><achternaam>${SAID.achternaam}</achternaam><roepnaam>x</roepnaam><geboortedatum>2014-11-29</geboortedatum><geslacht>2</geslacht><jaargroep>8</jaargroep><groep key="g"/></leerling>`,
    '<leerling key="L-2"><achternaam>Verzonnen</achternaam><roepnaam>y</roepnaam><geboortedatum>2014-11-28</geboortedatum><geslacht>1</geslacht><jaargroep>8</jaargroep><groep key="g"/></leerling>',
  ];
  const text = `<leerlinggegevens_antwoord xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"><leerlinggegevens><school><schooljaar>${YEAR}</schooljaar><brincode>${SCHOOL}</brincode><aanmaakdatum>2026-02-01T08:00:00Z</aanmaakdatum><xsdversie>2.2</xsdversie></school><groepen><groep key="g"><naam>Groep</naam><jaargroep>8</jaargroep></groep></groepen><leerlingen>${pupils.join('')}</leerlingen></leerlinggegevens></leerlinggegevens_antwoord>`;
  const { decoder } = decodeText(text, leerlinggegevensAntwoord, { policy: 'tolerant' });
  const report = await importRoster(decoder, {
    store,
    schoolKeys: new SchoolKeys(store, keyring),
    school: SCHOOL,
    profile: 'smalle-set',
    acceptShrink: true,
  });
  expect([report.ok, report.findings.filter(({ severity }) => severity === 'error')]).toEqual([true, []]);
  const strips = report.strips.filter(({ rule }) => rule === 'erased-learner');
  expect(strips).toEqual(left === 0 ? [] : [{ path: 'leerlingen/leerling', rule: 'erased-learner', count: left }]);
}

test('results that come in while their pupil is being erased are removed or left out, whichever is first', async () => {
  const { store } = running.gateway;
  const name = 'TEGELIJK-LL-1';
  const alias = key.alias('leerlingid', name);
  await deliver(SCHOOL, [{ leerlingid: name, result: 'first' }]);
  const erase = async () => {
    const found = await findLearner(store, SCHOOL, key, { by: 'alias', alias });
    if (found.kind !== 'found') throw new Error('nobody was found');
    return eraseLearner({ store, school: SCHOOL, schoolKey: key, person: found.person, now: new Date(), dryRun: false });
  };
  const send = (at: number) =>
    deliver(SCHOOL, [
      { leerlingid: name, result: `with-${at}` },
      { leerlingid: 'L-2', result: `beside-with-${at}` },
    ]);
  const sent = [send(1), send(2), send(3)];
  const erasing = erase();
  const answers = await Promise.all([...sent, send(4), send(5)]);
  expect(await erasing).toMatchObject({ kind: 'erased' });
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await store.results({ school: SCHOOL, learner: alias, limit: 100 })).items).toEqual([]);
  await store.rights.scrub();
  expectNowhere({ alias }, {}, await everyFile(running.directory));
});

test('a pupil whom a command erases, or lets come again, beside a gateway that takes in results is so from the next message on', async () => {
  const name = 'ERNAAST-LL-1';
  const alias = key.alias('leerlingid', name);
  const command = await openStore({ dataDirectory: running.directory, shortLived: true });
  const stripsOf = async (result: string) => {
    expect((await deliver(SCHOOL, [{ leerlingid: name, result }])).status).toBe(200);
    return (await lastStrips())?.map(({ count: left }) => left);
  };
  try {
    expect(await stripsOf('beside-1')).toEqual([]);
    const found = await findLearner(command, SCHOOL, key, { by: 'alias', alias });
    if (found.kind !== 'found') throw new Error('nobody was found');
    const erased = await eraseLearner({
      store: command,
      school: SCHOOL,
      schoolKey: key,
      person: found.person,
      now: new Date(),
      dryRun: false,
    });
    if (erased.kind !== 'erased') throw new Error('nothing was erased');
    expect([await stripsOf('beside-2'), await stripsOf('beside-3')]).toEqual([[1], [1]]);
    expect(await command.rights.liftErasure(SCHOOL, erased.receipt.id, new Date().toISOString())).toBe(true);
    expect(await stripsOf('beside-4')).toEqual([]);
  } finally {
    await command.close();
  }
});

test('what a vendor who may only bring results of known pupils says of one who was erased is no reason to refuse the rest', async () => {
  const strict = await startTestGateway({ party: { knownLearnersOnly: true } });
  try {
    const { roster } = await fillRoster(strict.gateway, smallSchool());
    const { store, keyring } = strict.gateway;
    const schoolKey = await new SchoolKeys(store, keyring).of(SCHOOL);
    const found = await findLearner(store, SCHOOL, schoolKey, { by: 'alias', alias: roster.learners[0]?.id as string });
    if (found.kind !== 'found') throw new Error('nobody was found');
    await eraseLearner({ store, school: SCHOOL, schoolKey, person: found.person, now: new Date(), dryRun: false });
    const afnames = ['L-1', 'L-2'].map(
      (id) => `<toetsafname><leerlingid>${id}</leerlingid><resultaten>${resultaat(`of-${id}`)}</resultaten></toetsafname>`,
    );
    expect((await post(strict.gateway, message({ afnames: afnames.join('') }))).status).toBe(200);
    expect((await store.results({ school: SCHOOL, limit: 10 })).items).toHaveLength(1);
  } finally {
    await strict.stop();
  }
});
