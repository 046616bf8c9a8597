import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deliveryDisclosure } from '../../src/delivery/delivery-disclosure.js';
import { type Prepared, prepare } from '../../src/delivery/prepare.js';
import type { TargetKind } from '../../src/directory/directory.js';
import type { TakenBatch } from '../../src/store/outbox-store.js';
import { StoreError } from '../../src/store/store-error.js';
import { store as stored, take } from '../store/support/outbox.js';
import { assessmentRow, delivery, resultRow, SCHOOL, slice } from '../store/support/records.js';
import { READER, WorkerSetup } from './support/worker-setup.js';

let setup: WorkerSetup;
const NOW = new Date();

beforeEach(async () => {
  setup = await WorkerSetup.make();
});
afterEach(() => setup.end());

/** Two results, of a pupil each, on their way to `een`. */
async function taken(): Promise<TakenBatch> {
  const rows = [resultRow('r1', { learner: 'alias-1' }), resultRow('r2', { learner: 'alias-2' })];
  await setup.store.commit(delivery('m', { targets: ['een'], slices: [slice(rows)] }));
  return take(setup.store.outbox, { target: 'een' });
}

const prepared = (batch: TakenBatch): Promise<Prepared> => prepare({ store: setup.store, schoolKeys: setup.schoolKeys }, batch, NOW);

function outcomes(of: Prepared): readonly unknown[] {
  return of.kind === 'nothing' ? [...of.items.values()] : of.kind === 'shipment' ? [...of.dropped.values()] : [];
}

function resultsIn(of: Prepared): readonly (string | undefined)[] {
  return of.kind === 'shipment' ? of.shipment.items.map(({ content }) => content?.result.id) : [];
}

const disclosuresOf = async (alias: string) => {
  const { disclosures } = await setup.store.rights.everythingOf(SCHOOL, { names: [alias] });
  return disclosures;
};

describe('what goes out', () => {
  test('is on record before it goes, with whose it is, to whom, and by what right', async () => {
    const batch = await taken();
    const found = await prepared(batch);
    expect(resultsIn(found)).toEqual(['r1', 'r2']);
    const [disclosure] = await disclosuresOf('alias-2');
    expect(disclosure).toMatchObject({
      exchange: batch.id,
      receiver: READER,
      operation: 'result.deliver',
      agreement: `${READER} ${SCHOOL}`,
      at: NOW.toISOString(),
    });
    expect(disclosure?.fields).toContain('resultaten/resultaat/score');
    expect(await disclosuresOf('alias-3')).toEqual([]);
  });

  test('is on record with the link to the source where that may go, and with the key of the pupil, which only an administration gets', async () => {
    const found = await prepared(await taken());
    if (found.kind !== 'shipment') throw new Error('nothing goes');
    const { target, agreement, items, ...more } = found.shipment;
    const fieldsFor = (kind: TargetKind, keep: 'none' | 'all') => {
      const about = { ...more, target: { ...target, kind }, agreement: { ...agreement, infourl: { keep } } };
      const { fields = [] } = deliveryDisclosure(about, items, 0) ?? {};
      return ['leerlingid', 'resultaten/resultaat/infourl'].filter((field) => fields.includes(field));
    };
    expect(fieldsFor('las', 'all')).toEqual(['leerlingid', 'resultaten/resultaat/infourl']);
    expect(fieldsFor('webhook', 'all')).toEqual(['resultaten/resultaat/infourl']);
    expect(fieldsFor('edu-v', 'none')).toEqual([]);
  });

  test('comes with the tests that it is of', async () => {
    const assessments = [assessmentRow('assessment-1', 'Verzonnen toets'), assessmentRow('T2', 'Andere toets')];
    await setup.store.commit(delivery('m', { targets: ['een'], assessments }));
    const found = await prepared(await take(setup.store.outbox, { target: 'een' }));
    expect(found).toMatchObject({ kind: 'shipment', shipment: { assessments: [{ name: 'Verzonnen toets' }] } });
  });

  test('comes with its test in the version that it names itself, which the definition need not have', async () => {
    const assessments = [assessmentRow('assessment-1', 'Verzonnen toets')];
    const rows = ['2', '3', '3'].map((version, at) => {
      const row = resultRow(`r${at}`);
      return { ...row, result: { ...row.result, activity: { ...row.result.activity, version } } };
    });
    await setup.store.commit(delivery('m', { targets: ['een'], assessments, slices: [slice(rows)] }));
    const found = await prepared(await take(setup.store.outbox, { target: 'een' }));
    const tests = ['2', '3'].map((value) => ({ name: 'Verzonnen toets', version: { value } }));
    expect(found).toMatchObject({ kind: 'shipment', shipment: { assessments: tests } });
  });
});

describe('what does not go out', () => {
  test('is all of it when the agreement has ended', async () => {
    const batch = await taken();
    await setup.store.endAgreement(`${READER} ${SCHOOL}`, NOW.toISOString());
    const gone = { kind: 'cancelled', reason: 'no-agreement' };
    expect(outcomes(await prepared(batch))).toEqual([gone, gone]);
    expect(await disclosuresOf('alias-1')).toEqual([]);
  });

  test('is all of it, for now, when the school is paused', async () => {
    const batch = await taken();
    await setup.store.pauseSchool(SCHOOL, NOW.toISOString());
    expect(await prepared(batch)).toEqual({ kind: 'later' });
  });

  test('is all of it when the key of the school is gone', async () => {
    const batch = await taken();
    const schoolKeys = { of: () => Promise.reject(new StoreError('destroyed', 'the key was destroyed')) };
    const gone = { kind: 'cancelled', reason: 'erased' };
    expect(outcomes(await prepare({ store: setup.store, schoolKeys }, batch, NOW))).toEqual([gone, gone]);
  });

  test('is what is of a pupil under a restriction: it is held, and the rest goes', async () => {
    const batch = await taken();
    await setup.store.rights.restrict(SCHOOL, { names: ['alias-1'] }, NOW.toISOString(), true);
    const found = await prepared(batch);
    expect(resultsIn(found)).toEqual(['r2']);
    expect(outcomes(found)).toEqual([{ kind: 'held', reason: 'restricted' }]);
    expect(await disclosuresOf('alias-1')).toEqual([]);
  });

  test('is a revision that another one took the place of, unless it was tried before', async () => {
    const batch = await taken();
    await stored(setup.store, ['r1'], []);
    expect(outcomes(await prepared(batch))).toEqual([{ kind: 'cancelled', reason: 'superseded' }]);
    expect(resultsIn(await prepared({ ...batch, attempt: 2 }))).toEqual(['r1', 'r2']);
  });

  test('is what is of a pupil who is erased between reading and sending', async () => {
    const batch = await taken();
    const { rights } = setup.store;
    let erased = false;
    const restricted = async (school: string) => {
      if (!erased) await setup.erase(['alias-1']);
      erased = true;
      return rights.restricted(school);
    };
    const late = Object.assign(Object.create(rights) as typeof rights, { restricted });
    const store = Object.create(setup.store, { rights: { value: late } }) as typeof setup.store;
    const found = await prepare({ store, schoolKeys: setup.schoolKeys }, batch, NOW);
    expect(resultsIn(found)).toEqual(['r2']);
    expect(await disclosuresOf('alias-2')).toHaveLength(1);
  });
});
