import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Disclosure, ErasureRequest, KeptText, Person, Rewritten } from '../../../src/store/rights-store.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { allResults, idsOf } from '../support/reading.js';
import {
  addParties,
  assessmentRow,
  delivery,
  exchange,
  learner,
  OTHER_PARTY,
  OTHER_SCHOOL,
  PARTY,
  resultRow,
  SCHOOL,
  slice,
} from '../support/records.js';
import { aliases, change, commit, currentIds, learners, left, links, SPRING, upsert, WINTER, YEAR } from '../support/rosters.js';

const LAST_YEAR = '2024-2025';

/** A pupil p1 in two school years, with results under a key of old and one under an ECK iD, and pupils beside it. */
async function furnish(store: Store): Promise<void> {
  const rows = [learner('k1', { sealedId: Buffer.from('sealed') }), learner('k2'), learner('e1', { eckAlias: 'e1' })];
  const results = [resultRow('r1', { learner: 'k1' }), resultRow('r2', { learner: 'k2' }), resultRow('r3', { learner: 'e1' })];
  await store.commit(delivery('m1', { slices: [slice(results, rows)] }));
  await store.commit(delivery('m2', { slices: [slice([resultRow('r1', { learner: 'k1', score: '8' })])] }));
  const upserts = [upsert('group', 'g1'), ...learners('p1', 'p2')];
  await commit(store, { head: { schoolYear: LAST_YEAR }, upserts, joined: links('g1', 'p1', 'p2'), aliases: aliases({ old: 'p1' }) });
  await commit(store, { upserts, joined: links('g1', 'p1', 'p2'), aliases: aliases({ k1: 'p1', e1: 'p1', k2: 'p2' }) });
}

const P1: Person = { learner: 'p1', names: ['e1', 'k1', 'old'] };

let count = 0;

function request(person: Person, more: Partial<ErasureRequest> = {}): ErasureRequest {
  count += 1;
  return {
    id: `receipt ${count}`,
    school: SCHOOL,
    at: SPRING,
    person,
    hashKey: Buffer.alloc(32, 7),
    digests: person.names.map((name) => `digest of ${name}`),
    receiverAliases: [],
    aliasReceivers: [],
    withdrawals: [],
    agreed: [],
    noticesUntil: '2026-07-01T00:00:00.000Z',
    dryRun: false,
    ...more,
  };
}

function disclosure(at: string, more: Partial<Disclosure> = {}): Disclosure {
  return { school: SCHOOL, exchange: `exchange at ${at}`, at, receiver: PARTY, operation: 'listLearners', fields: ['id'], ...more };
}

export function rights(context: StoreTest): void {
  describe('the rights of a pupil', () => {
    beforeEach(async () => {
      await addParties(context.store);
      await furnish(context.store);
    });

    test('a result that was of another pupil before keeps its revisions, and the next one is counted on from them', async () => {
      const { store } = context;
      const send = (id: string, learner: string) => store.commit(delivery(id, { slices: [slice([resultRow('r9', { learner })])] }));
      await send('m3', 'k2');
      await send('m4', 'k1');
      const last = (await store.resultPlaces({ school: SCHOOL }, { after: 0 })).at(-1) as number;
      expect(await store.rights.erase(request(P1))).toMatchObject({ kind: 'erased' });
      expect((await store.revisions(SCHOOL, 'r9')).map(({ revision }) => revision)).toEqual([1]);
      expect((await store.diagnose()).filter(({ check, ok }) => check === 'current results' && !ok)).toEqual([]);
      await send('m5', 'k2');
      expect((await store.revisions(SCHOOL, 'r9')).map(({ revision }) => revision)).toEqual([1, 2]);
      // What is gone leaves its number behind: nobody else gets it.
      expect((await store.resultPlaces({ school: SCHOOL }, { after: 0 })).at(-1)).toBeGreaterThan(last);
    });

    test('a name leads to everything that is the same pupil, in every school year', async () => {
      const { rights: store } = context.store;
      const found = { kind: 'found', person: P1 };
      expect(await store.findPerson(SCHOOL, { rosterId: 'p1', names: [] })).toEqual(found);
      for (const name of P1.names) {
        expect(await store.findPerson(SCHOOL, { rosterId: name, names: [] })).toEqual(found);
        expect(await store.findPerson(SCHOOL, { names: [name] })).toEqual(found);
      }
      // The id of a learner is no pseudonym of a key: it may be somebody else's by now.
      expect(await store.findPerson(SCHOOL, { names: ['p1'] })).toEqual({ kind: 'unknown' });
      expect(await store.findPerson(SCHOOL, { rosterId: 'nobody', names: [] })).toEqual({ kind: 'unknown' });
      expect(await store.findPerson(OTHER_SCHOOL, { rosterId: 'p1', names: [] })).toEqual({ kind: 'unknown' });
      expect(await store.findPerson(SCHOOL, { names: ['k1', 'k2'] })).toEqual({ kind: 'ambiguous' });
    });

    test('a name that results and roster give to different pupils is of neither', async () => {
      const { store } = context;
      // The results under k2 are those of p1 by ECK iD, while the roster says that the key k2 is that of p2.
      await store.commit(delivery('m3', { slices: [slice([resultRow('r4', { learner: 'k2' })], [learner('k2', { eckAlias: 'e1' })])] }));
      expect(await store.rights.findPerson(SCHOOL, { rosterId: 'k2', names: [] })).toEqual({ kind: 'ambiguous' });
      const one = await store.rights.findPerson(SCHOOL, { rosterId: 'p1', names: [] });
      expect(one).toEqual({ kind: 'found', person: P1 });
      const { results } = await store.rights.everythingOf(SCHOOL, P1);
      expect(results.map(({ result }) => result.id)).toEqual(['r1', 'r2', 'r3', 'r1', 'r4']);
    });

    test('pupils of results whom no roster knows are one when they share an ECK iD', async () => {
      const { store } = context;
      const rows = [learner('x1', { eckAlias: 'ex' }), learner('x2', { eckAlias: 'ex' }), learner('ex', { eckAlias: 'ex' }), learner('y')];
      await store.commit(
        delivery('m3', {
          slices: [
            slice(
              rows.map(({ alias }) => resultRow(`r ${alias}`, { learner: alias })),
              rows,
            ),
          ],
        }),
      );
      const person = { names: ['ex', 'x1', 'x2'] };
      for (const name of person.names) {
        expect(await store.rights.findPerson(SCHOOL, { rosterId: name, names: [] })).toEqual({ kind: 'found', person });
      }
    });

    test('everything that is kept of a pupil comes together', async () => {
      const { store } = context;
      await commit(store, { left: left('learner', 'p1'), at: WINTER });
      const data = await store.rights.everythingOf(SCHOOL, P1);
      expect(data.rosterRows.map(({ head, until, id }) => [head.schoolYear, id, until])).toEqual([
        [YEAR, 'p1', WINTER],
        [LAST_YEAR, 'p1', undefined],
      ]);
      expect(data.memberships.map(({ schoolYear, group, until, document }) => [schoolYear, group, until, document === undefined])).toEqual([
        [LAST_YEAR, 'g1', undefined, false],
        [YEAR, 'g1', WINTER, false],
      ]);
      expect(data.results.map(({ result, exchange: by, key }) => [result.id, result.revision, by, key])).toEqual([
        ['r1', 1, 'm1', 'key of r1'],
        ['r3', 1, 'm1', 'key of r3'],
        ['r1', 2, 'm2', 'key of r1'],
      ]);
      expect(data.learners.map(({ alias, sealedId }) => [alias, sealedId === undefined])).toEqual([
        ['k1', false],
        ['e1', true],
      ]);
      expect(data.restrictedSince).toBeUndefined();
    });

    test('to whom data went is known from the list of a part, and of a whole roster from who was in it', async () => {
      const { store } = context;
      const whole = { roster: { schoolYear: YEAR, revision: 1, at: '2025-10-01T08:00:00.000Z' }, operation: 'HaalLeerlinggegevens' };
      await store.rights.disclose([disclosure('2025-10-02T00:00:00.000Z', { learners: ['p2', 'k1'] })]);
      await store.record(exchange('out-1', { outcome: 'accepted' }), disclosure('2025-10-03T00:00:00.000Z', { ...whole, agreement: 'a1' }));
      await store.rights.disclose([disclosure('2025-10-04T00:00:00.000Z', { learners: ['p2'], receiver: OTHER_PARTY })]);
      await commit(store, { left: left('learner', 'p1'), at: WINTER });
      const later = { ...whole, roster: { ...whole.roster, revision: 2, at: WINTER }, receiver: OTHER_PARTY };
      await store.rights.disclose([disclosure('2026-02-01T00:00:00.000Z', later)]);
      const { disclosures } = await store.rights.everythingOf(SCHOOL, P1);
      expect(disclosures.map(({ at, receiver, agreement }) => [at, receiver, agreement])).toEqual([
        ['2025-10-02T00:00:00.000Z', PARTY, undefined],
        ['2025-10-03T00:00:00.000Z', PARTY, 'a1'],
      ]);
      expect(disclosures[1]).toMatchObject({ fields: ['id'], roster: whole.roster, exchange: 'exchange at 2025-10-03T00:00:00.000Z' });
    });

    test('a restriction holds for every name, counts for whole rosters only while it lasts, and shows as a change of the rosters', async () => {
      const { store } = context;
      const before = await store.roster(SCHOOL, YEAR);
      expect(await store.rights.restrict(SCHOOL, P1, WINTER, true)).toBe(true);
      expect(await store.rights.restrict(SCHOOL, P1, SPRING, true)).toBe(false);
      expect([...(await store.rights.restricted(SCHOOL))].sort()).toEqual(['e1', 'k1', 'old', 'p1']);
      expect(await store.rights.restricted(OTHER_SCHOOL)).toEqual(new Set());
      expect((await store.roster(SCHOOL, YEAR))?.head).toEqual({ ...before?.head, revision: 2, changedAt: WINTER });
      const at = '2026-02-01T00:00:00.000Z';
      await store.rights.disclose([disclosure(at, { roster: { schoolYear: YEAR, revision: 2, at: WINTER } })]);
      expect(await store.rights.everythingOf(SCHOOL, P1)).toMatchObject({ disclosures: [], restrictedSince: WINTER });
      // Whom the name is of by now is meant too.
      await commit(store, { upserts: learners('p1', 'p2', 'p9'), aliases: aliases({ k1: 'p9' }), at: WINTER });
      expect((await store.rights.restricted(SCHOOL)).has('p9')).toBe(true);
      expect(await store.rights.restrict(SCHOOL, P1, SPRING, false)).toBe(true);
      expect(await store.rights.restricted(SCHOOL)).toEqual(new Set());
      expect(await store.rights.everythingOf(SCHOOL, P1)).toMatchObject({ disclosures: [] });
    });

    test('an erasure changes what names the pupil elsewhere, and removes definitions that nothing is left of; a dry run counts them', async () => {
      const { store } = context;
      const used = { ...assessmentRow('used', 'Toets van K1'), id: resultRow('r2').assessment };
      await store.commit(delivery('m3', { assessments: [used, assessmentRow('unused', 'Nog een van K1')], slices: [] }));
      const stretches = [];
      for (let after: KeptText | undefined; ; ) {
        const texts = await store.rights.keptTexts({ school: SCHOOL, of: 'results', limit: 2, ...(after === undefined ? {} : { after }) });
        stretches.push(texts.length);
        after = texts.at(-1);
        if (texts.length < 2) break;
      }
      expect(stretches).toEqual([2, 2, 0]);
      const results = await store.rights.keptTexts({ school: SCHOOL, of: 'results', limit: 10 });
      const assessments = await store.rights.keptTexts({ school: SCHOOL, of: 'assessments', limit: 10 });
      const rewritten: Rewritten[] = [
        ...results.map(
          ({ seq, document }): Rewritten => ({
            of: 'results',
            seq,
            document: document.replace('}', ',"rewritten":true}'),
            forgetKey: true,
          }),
        ),
        ...assessments.map(
          ({ seq, document }): Rewritten => ({ of: 'assessments', seq, document: document.replaceAll('K1', '[id]'), code: 'other' }),
        ),
      ];
      const tried = await store.rights.erase(request(P1, { rewritten, dryRun: true }));
      const erased = await store.rights.erase(request(P1, { rewritten }));
      if (erased.kind !== 'erased' || tried.kind !== 'erased') throw new Error('nothing was erased');
      expect(tried.receipt.removed).toEqual(erased.receipt.removed);
      // Of the four revisions of results three are of the pupil.
      expect(erased.receipt.removed.find(({ kind }) => kind === 'mentions')?.count).toBe(3);
      const [left, ...more] = await store.rights.keptTexts({ school: SCHOOL, of: 'results', limit: 10 });
      expect([left?.id, left?.key, left?.document.includes('"rewritten":true'), more]).toEqual(['r2', undefined, true, []]);
      const { items } = await store.assessments({ school: SCHOOL, limit: 10 });
      expect(items.map(({ name }) => name)).toEqual(['Toets van [id]']);
    });

    test('an erasure leaves nothing of the pupil, everything of the others, and a receipt', async () => {
      const { store } = context;
      await store.commit(
        delivery('other', { school: OTHER_SCHOOL, slices: [slice([resultRow('o1', { school: OTHER_SCHOOL, learner: 'k1' })])] }),
      );
      await store.rights.disclose([disclosure(WINTER, { learners: ['p1', 'p2'] })]);
      await store.rights.restrict(SCHOOL, P1, WINTER, true);
      const tried = await store.rights.erase(request(P1, { dryRun: true }));
      expect(idsOf(await allResults(store, { learner: 'p1' }))).toEqual(['r3', 'r1']);
      expect(await store.rights.erasures(SCHOOL)).toEqual([]);

      const erased = await store.rights.erase(request(P1));
      if (erased.kind !== 'erased' || tried.kind !== 'erased') throw new Error('nothing was erased');
      expect(erased.receipt.removed).toEqual(tried.receipt.removed);
      expect(Object.fromEntries(erased.receipt.removed.map((one) => [one.kind, one.count]))).toEqual({
        signals: 0,
        results: 3,
        learners: 2,
        memberships: 2,
        rosterEntries: 2,
        learnerNames: 3,
        disclosures: 1,
        annotations: 0,
        restrictions: 4,
        receiverAliases: 0,
      });
      for (const { hash } of erased.receipt.removed) expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(erased.receipt.receivers).toEqual([{ receiver: PARTY, last: WINTER }]);
      expect(await store.rights.erasures(SCHOOL)).toEqual([erased.receipt]);
      expect(idsOf(await allResults(store))).toEqual(['r2']);
      expect(idsOf(await allResults(store, { school: OTHER_SCHOOL }))).toEqual(['o1']);
      for (const schoolYear of [YEAR, LAST_YEAR]) {
        expect(await currentIds(store, SCHOOL, schoolYear)).toEqual(['g1', 'p2']);
        expect((await store.memberships(SCHOOL, schoolYear)).map(({ member }) => member)).toEqual(['p2']);
        expect((await store.roster(SCHOOL, schoolYear))?.head).toMatchObject({ changedAt: SPRING });
      }
      expect(await store.learnerAliases(SCHOOL)).toEqual(new Map([['k2', 'p2']]));
      expect(await store.rights.restricted(SCHOOL)).toEqual(new Set());
      expect(await store.rights.findPerson(SCHOOL, { rosterId: 'p1', names: ['k1'] })).toEqual({ kind: 'unknown' });
      expect((await store.rights.everythingOf(SCHOOL, { learner: 'p2', names: ['k2'] })).disclosures).toHaveLength(1);
      expect(await store.rights.erasedNames(SCHOOL)).toMatchObject({ digests: new Set(P1.names.map((name) => `digest of ${name}`)) });
      expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
    });

    test('an erasure of somebody who is known by other names meanwhile changes nothing', async () => {
      const { store } = context;
      await store.commit(delivery('m3', { slices: [slice([resultRow('r5', { learner: 'k9' })], [learner('k9', { eckAlias: 'e1' })])] }));
      expect(await store.rights.erase(request(P1))).toEqual({ kind: 'changed' });
      expect(await store.rights.erasures(SCHOOL)).toEqual([]);
      const again = await store.rights.findPerson(SCHOOL, { rosterId: 'p1', names: [] });
      expect(again).toEqual({ kind: 'found', person: { ...P1, names: ['e1', 'k1', 'k9', 'old'] } });
    });

    test('nothing of a school under legal hold is erased', async () => {
      const { store } = context;
      await store.holdSchool(SCHOOL, WINTER);
      for (const dryRun of [true, false]) expect(await store.rights.erase(request(P1, { dryRun }))).toEqual({ kind: 'held' });
      await store.holdSchool(SCHOOL, undefined);
      expect(await store.rights.erase(request(P1))).toMatchObject({ kind: 'erased' });
    });

    test('what was worked out before an erasure is not stored after it', async () => {
      const { store } = context;
      const { mark } = await store.rights.erasedNames(SCHOOL);
      const late = { ...delivery('late'), erasures: mark };
      const base = (await store.roster(SCHOOL, YEAR))?.head.revision ?? 0;
      const next = { head: { schoolYear: '2026-2027' }, upserts: learners('p1'), erasures: mark };
      await store.rights.erase(request(P1));
      expect(await store.commit(late)).toEqual({ kind: 'outdated' });
      expect(await store.exchange('late')).toBeUndefined();
      expect(await store.commitRoster(change({ base, upserts: learners('p1') }))).toEqual({ kind: 'conflict' });
      expect(await store.commitRoster(change(next))).toEqual({ kind: 'conflict' });
      const { mark: now } = await store.rights.erasedNames(SCHOOL);
      expect(await store.commit({ ...late, erasures: now })).toMatchObject({ kind: 'stored' });
      // Another school goes by its own.
      expect(await store.commit({ ...delivery('elsewhere', { school: OTHER_SCHOOL }), erasures: 0 })).toMatchObject({ kind: 'stored' });
    });

    test('a school lifts an erasure once, and only its own', async () => {
      const { store } = context;
      const receipt = request(P1);
      await store.rights.erase(receipt);
      const lift = (school: string) => store.rights.liftErasure(school, receipt.id, WINTER);
      expect([await lift(OTHER_SCHOOL), await lift(SCHOOL), await lift(SCHOOL)]).toEqual([false, true, false]);
      expect((await store.rights.erasedNames(SCHOOL)).digests).toEqual(new Set());
      expect(await store.rights.erasures(SCHOOL)).toMatchObject([{ id: receipt.id, liftedAt: WINTER }]);
    });

    test('a receiver is told of an erasure by its own name for the pupil, as long as the notice lasts', async () => {
      const { store } = context;
      const aliasReceivers = [PARTY, OTHER_PARTY].map((receiver) => ({ receiver, generation: 1 }));
      const receiverAliases = aliasReceivers.flatMap(({ receiver }) =>
        ['given', 'never given'].map((name) => ({
          receiver,
          alias: `${name} to ${receiver}`,
          sealedAlias: Buffer.from(`${name} ${receiver}`),
        })),
      );
      for (const { receiver } of aliasReceivers) {
        const kept = { kind: 'learner', generation: 1, sealedId: Buffer.from('sealed') } as const;
        await store.keepReceiverAliases(SCHOOL, receiver, [
          { ...kept, alias: `given to ${receiver}` },
          { ...kept, alias: `of another at ${receiver}` },
        ]);
      }
      expect(await store.rights.erase(request(P1, { receiverAliases, aliasReceivers: aliasReceivers.slice(1) }))).toEqual({
        kind: 'changed',
      });
      const erasing = request(P1, { receiverAliases, aliasReceivers });
      const erased = await store.rights.erase(erasing);
      expect(erased.kind === 'erased' && erased.receipt.removed.at(-1)).toMatchObject({ kind: 'receiverAliases', count: 2 });
      expect(await store.receiverAlias(SCHOOL, PARTY, 'learner', `given to ${PARTY}`)).toBeUndefined();
      expect(await store.receiverAlias(SCHOOL, PARTY, 'learner', `of another at ${PARTY}`)).toBeDefined();

      const asked = { school: SCHOOL, receiver: PARTY, at: SPRING, limit: 10 };
      const [notice, ...others] = await store.rights.erasureNotices(asked);
      expect([others, notice?.receipt, notice?.at, notice?.until]).toEqual([[], erasing.id, SPRING, erasing.noticesUntil]);
      expect(Buffer.from(notice?.sealedAlias ?? []).toString()).toBe(`given ${PARTY}`);
      expect(await store.rights.erasureNotices({ ...asked, after: notice?.seq ?? 0 })).toEqual([]);
      expect(await store.rights.erasureNotices({ ...asked, at: erasing.noticesUntil })).toEqual([]);
      expect(await store.rights.erasureNotices({ ...asked, school: OTHER_SCHOOL })).toEqual([]);
    });

    test('an answer with somebody who was erased since it was made is not on record, so it does not go', async () => {
      const { store } = context;
      const { mark } = await store.rights.erasedNames(SCHOOL);
      await store.rights.erase(request(P1));
      const late = disclosure(SPRING, { learners: ['p1'], erasures: mark });
      await expect(store.rights.disclose([late])).rejects.toMatchObject({ code: 'busy' });
      await expect(store.record(exchange('out-1', { outcome: 'accepted' }), late)).rejects.toMatchObject({ code: 'busy' });
      expect(await store.exchange('out-1')).toBeUndefined();
    });

    test('what is done for a pupil is in the audit, by numbers only', async () => {
      const { store } = context;
      await store.as('cli:tester').rights.restrict(SCHOOL, P1, WINTER, true);
      const receipt = request(P1);
      await store.as('cli:tester').rights.erase(receipt);
      await store.rights.liftErasure(SCHOOL, receipt.id, SPRING);
      const { items } = await store.audit({ school: SCHOOL, limit: 3 });
      expect(items.map(({ operation, actor, subject }) => [operation, actor, subject])).toEqual([
        ['learner.erase-lift', 'gateway', receipt.id],
        ['learner.erase', 'cli:tester', receipt.id],
        ['learner.restrict', 'cli:tester', undefined],
      ]);
      expect(items[1]?.counts).toMatchObject({ results: 3, rosterEntries: 2 });
    });
  });
}
