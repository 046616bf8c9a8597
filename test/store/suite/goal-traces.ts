import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TaggedActivity } from '../../../src/goals/tagged-activity.js';
import { type ActivityRow, Tagger } from '../../../src/goals/tagger.js';
import type { KeptText, Rewritten } from '../../../src/store/rights-store.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { addReceivers, answer, HOOK, later, take } from '../support/outbox.js';
import { allResults } from '../support/reading.js';
import { addParties, delivery, learner, PARTY, resultRow, SCHOOL, slice } from '../support/records.js';
import { dated, purge, removed, resultsBefore } from '../support/retention.js';
import { signalIntake, signalRow } from '../support/signals.js';

const ORIGINAL = 'bk:11111111-0000-4000-8000-000000000000';

/** A test with one goal that no loaded set has. */
function tagged(code: string): ActivityRow {
  const mapped = { coverage: 'unknown', via: 'registry', assertedBy: 'supplier', mappingVersion: 1, goal: ORIGINAL } as const;
  const activity: TaggedActivity = { code: { value: code }, hierarchy: [] };
  return new Tagger({ resolve: () => undefined }, { linksFor: () => [mapped] }, { sets: 1, mappings: 1 }).rowOf(SCHOOL, 'iemand', activity);
}

async function codesOf(store: Store): Promise<readonly string[]> {
  return (await store.rights.keptTexts({ school: SCHOOL, of: 'activities', limit: 100 })).map(textCode);
}

function textCode({ document }: KeptText): string {
  return (JSON.parse(document) as TaggedActivity).code.value;
}

/** What hangs from results without being in them goes when they do. */
export function goalTraces(context: StoreTest): void {
  describe('activities and signals', () => {
    beforeEach(() => addParties(context.store));

    test('an activity goes when the last result of it is purged, and the others stay', async () => {
      const { store } = context;
      const rows = [
        { ...dated('old', '2020-05-01'), activity: tagged('gone') },
        { ...dated('young', '2026-05-01'), activity: tagged('kept') },
        { ...dated('old too', '2020-05-01'), activity: tagged('kept') },
      ];
      await store.commit(delivery('e1', { slices: [slice(rows)] }));
      const report = await purge(store, [resultsBefore('2024-08-01')]);
      expect(removed(report.lines)).toEqual({ [`${SCHOOL} results`]: { results: 2, activities: 1 } });
      expect(await codesOf(store)).toEqual(['kept']);
      expect((await allResults(store)).map(({ id, goalLinks }) => [id, goalLinks.length])).toEqual([['young', 1]]);
    });

    test('a receiver that has signals of a pupil who is erased is told that they are withdrawn; one that has none is not', async () => {
      const { store } = context;
      await addReceivers(store);
      const signals = [signalRow('s1', { learner: 'k1' }), signalRow('s2', { learner: 'k2' })];
      await store.goals.signals.takeSignals(signalIntake(signals, { targets: ['hook'] }));
      const sent = await take(store.outbox, { target: 'hook' });
      await answer(store.outbox, sent);
      const person = { names: ['k1'] };
      expect(await store.rights.sentResults(SCHOOL, person)).toEqual([{ result: 's1', revision: 1, party: PARTY }]);
      const erased = await store.rights.erase({
        ...{ id: 'receipt', school: SCHOOL, at: later(10), person, hashKey: Buffer.alloc(32), digests: [], aliasReceivers: [] },
        ...{ receiverAliases: [], agreed: [HOOK], dryRun: false, noticesUntil: later(100) },
        withdrawals: [{ result: 's1', revision: 1, sealed: Buffer.from('sealed') }],
      });
      if (erased.kind !== 'erased') throw new Error('nothing was erased');
      expect(erased.receipt.targets).toEqual([{ target: 'hook', party: HOOK, results: 1, how: 'message' }]);
      const told = await take(store.outbox, { target: 'hook', at: later(20) });
      expect((await store.outbox.batchItems(told.id)).map(({ kind, sealedWithdrawn }) => [kind, sealedWithdrawn === undefined])).toEqual([
        ['withdrawal', false],
      ]);
    });

    test('an erasure takes the pupil out of activities and signals of others, and has those results tagged anew', async () => {
      const { store } = context;
      const rows = [
        { ...resultRow('r1', { learner: 'k1' }), activity: tagged('van-pupil') },
        { ...resultRow('r2', { learner: 'k2' }), activity: tagged('ook-van-pupil') },
        { ...resultRow('r3', { learner: 'k2' }), activity: tagged('4711') },
        { ...resultRow('r4', { learner: 'k1' }), activity: tagged('4712') },
      ];
      await store.commit(delivery('m1', { slices: [slice(rows, [learner('k1'), learner('k2')])] }));
      await store.goals.signals.takeSignals(signalIntake([signalRow('s1', { learner: 'k2' })]));
      const activities = await store.rights.keptTexts({ school: SCHOOL, of: 'activities', limit: 100 });
      const rewritten = activities.map(
        (text): Rewritten => ({ of: 'activities', seq: text.seq, ...(textCode(text).startsWith('47') && { onlyUnused: true }) }),
      );
      const [signal] = await store.rights.keptTexts({ school: SCHOOL, of: 'signals', limit: 100 });
      const { document, seq } = signal as KeptText;
      const without = JSON.stringify({ ...JSON.parse(document), supplierGoal: { id: 'afgeschermd' } });
      const erased = await store.rights.erase({
        ...{ id: 'receipt', school: SCHOOL, at: '2026-05-01T00:00:00.000Z', person: { names: ['k1'] }, hashKey: Buffer.alloc(32) },
        ...{ digests: [], aliasReceivers: [], receiverAliases: [], withdrawals: [], agreed: [], dryRun: false },
        rewritten: [...rewritten, { of: 'signals', seq, document: without, supplierGoal: 'afgeschermd' }],
        noticesUntil: '2026-07-01T00:00:00.000Z',
      });
      if (erased.kind !== 'erased') throw new Error('nothing was erased');
      expect(erased.receipt.removed.find(({ kind }) => kind === 'mentions')?.count).toBe(4);
      expect(await codesOf(store)).toEqual(['4711']);
      expect((await allResults(store)).map(({ id, goalLinks }) => [id, goalLinks.length])).toEqual([
        ['r2', 0],
        ['r3', 1],
      ]);
      expect(await store.goals.signals.signalRevisions(SCHOOL, 's1')).toMatchObject([{ supplierGoal: { id: 'afgeschermd' } }]);
      expect(await store.goals.links.openRetags([SCHOOL])).toMatchObject([{ cause: 'erasure' }]);
      expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
    });
  });
}
