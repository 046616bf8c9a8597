import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SignalQuery, StoredSignal } from '../../../src/store/goals/signal-store.js';
import type { StoreTest } from '../suite.js';
import { addTargets, take } from '../support/outbox.js';
import { delivery, OTHER_PARTY, OTHER_SCHOOL, PARTY, resultRow, SCHOOL, slice } from '../support/records.js';
import { signalIntake, signalRow } from '../support/signals.js';

const AT = '2026-11-03T09:00:00.000Z';

export function signals(context: StoreTest): void {
  const store = () => context.store.goals.signals;
  const list = async (query: Partial<SignalQuery> = {}): Promise<readonly StoredSignal[]> => {
    const places = await store().signalPlaces({ school: SCHOOL, ...query }, { after: 0 });
    return [...(await store().signalsAt(SCHOOL, places)).values()];
  };
  const brief = async (query?: Partial<SignalQuery>) =>
    (await list(query)).map(({ id, revision, status }) => `${id} ${revision} ${status}`);

  describe('signals', () => {
    beforeEach(() => addTargets(context.store));

    test('are stored with what their vendor says of them, and read back per school', async () => {
      const taken = await store().takeSignals(signalIntake([signalRow('s1', { basis: ['r1'] })]));
      expect(taken).toEqual({ kind: 'stored', raised: 1, revised: 0, superseded: 0, withdrawn: 0, repeated: 0 });
      expect(await list()).toEqual([
        {
          id: 's1',
          revision: 1,
          party: PARTY,
          learner: 'alias-1',
          supplierGoal: { id: 'KL-1' },
          kind: 'STUCK',
          raisedAt: '2026-11-02T09:00:00.000Z',
          limits: 'Zegt niets over rekenen met geld',
          status: 'raised',
          storedAt: expect.any(String),
          muted: false,
        },
      ]);
      expect(await store().signalPlaces({ school: OTHER_SCHOOL }, { after: 0 })).toEqual([]);
    });

    test('that are sent again are stored once, whatever came in between', async () => {
      const first = signalRow('s1');
      await store().takeSignals(signalIntake([first]));
      expect(await store().takeSignals(signalIntake([first]))).toMatchObject({ raised: 0, revised: 0, repeated: 1 });
      expect(
        await store().takeSignals(signalIntake([signalRow('s1', { document: first.document.replace('geld', 'tijd') })])),
      ).toMatchObject({
        revised: 1,
      });
      expect(await store().takeSignals(signalIntake([first]))).toMatchObject({ repeated: 1 });
      expect(await brief()).toEqual(['s1 2 raised']);
    });

    test('take the place of an earlier one, which then says by which', async () => {
      await store().takeSignals(signalIntake([signalRow('s1')]));
      const taken = await store().takeSignals(signalIntake([signalRow('s2', { kind: 'NEW_PROGRESS', supersedes: 's1' })]));
      expect(taken).toMatchObject({ raised: 1, superseded: 1 });
      expect(await brief()).toEqual(['s2 1 raised', 's1 2 superseded']);
      expect((await store().signalRevisions(SCHOOL, 's1')).at(-1)?.supersededBy).toBe('s2');
      expect(await brief({ at: AT })).toEqual(['s2 1 raised']);
    });

    test('that are withdrawn say nothing any more but which they were, and do not come back when an old message is sent again', async () => {
      const row = signalRow('s1');
      await store().takeSignals(signalIntake([row]));
      expect(await store().takeSignals(signalIntake([], { withdrawals: ['s1'] }))).toMatchObject({ withdrawn: 1 });
      expect(await store().takeSignals(signalIntake([], { withdrawals: ['s1'] }))).toMatchObject({ withdrawn: 0, repeated: 1 });
      expect(await store().takeSignals(signalIntake([row]))).toMatchObject({ raised: 0, repeated: 1 });
      const [withdrawn] = await list();
      expect(withdrawn).toMatchObject({ id: 's1', revision: 2, status: 'withdrawn', kind: 'STUCK' });
      expect(withdrawn).not.toHaveProperty('limits');
      expect(await list({ at: AT })).toEqual([]);
    });

    test('that are over at a moment are not among those that hold then', async () => {
      const day = (at: string) => ({ validUntil: `2026-11-${at}T00:00:00.000Z` });
      await store().takeSignals(signalIntake([signalRow('s1', day('03')), signalRow('s2', day('04'))]));
      expect(await brief({ at: AT })).toEqual(['s2 1 raised']);
    });

    test('are found by learner, vendor, kind and moment of storing', async () => {
      await store().takeSignals(signalIntake([signalRow('s1'), signalRow('s2', { learner: 'alias-2', kind: 'FAST' })]));
      await store().takeSignals(signalIntake([signalRow('s3')], { party: OTHER_PARTY }));
      expect(await brief({ learners: ['alias-2'] })).toEqual(['s2 1 raised']);
      expect(await brief({ learners: ['alias-1', 'alias-2', 'alias-3'] })).toHaveLength(3);
      expect(await brief({ learners: [] })).toEqual([]);
      expect(await brief({ kind: 'FAST' })).toEqual(['s2 1 raised']);
      expect(await brief({ party: OTHER_PARTY })).toEqual(['s3 1 raised']);
      expect(await brief({ since: '2100-01-01T00:00:00.000Z' })).toEqual([]);
      expect(await brief({ since: '2000-01-01T00:00:00.000Z' })).toHaveLength(3);
    });

    test('of a kind that the school muted are stored and counted, and not shown', async () => {
      expect(await store().muteSignals(SCHOOL, PARTY, 'STUCK', AT)).toBe(true);
      expect(await store().muteSignals(SCHOOL, PARTY, 'STUCK', AT)).toBe(false);
      await store().takeSignals(signalIntake([signalRow('s1'), signalRow('s2', { kind: 'FAST' })]));
      expect(await brief()).toEqual(['s2 1 raised']);
      expect((await list({ muted: true })).map(({ id, muted }) => [id, muted])).toEqual([
        ['s1', true],
        ['s2', false],
      ]);
      expect(await store().signalTallies(SCHOOL)).toEqual([
        { party: PARTY, kind: 'FAST', signals: 1 },
        { party: PARTY, kind: 'STUCK', signals: 1, mutedAt: AT },
      ]);
      expect(await store().muteSignals(SCHOOL, PARTY, 'STUCK', undefined)).toBe(true);
      expect(await store().muteSignals(SCHOOL, PARTY, 'STUCK', undefined)).toBe(false);
      expect(await brief()).toHaveLength(2);
    });

    test('are not stored when somebody was erased since they were made ready', async () => {
      expect(await store().takeSignals(signalIntake([signalRow('s1')], { erasures: 3 }))).toEqual({ kind: 'outdated' });
      expect(await list()).toEqual([]);
    });

    test('are not stored when they were allowed by another directory than there is now', async () => {
      const { version: directory } = await context.store.directory();
      await context.store.renameSchool(SCHOOL, 'Another name');
      expect(await store().takeSignals(signalIntake([signalRow('s1')], { directory }))).toEqual({ kind: 'directory-changed' });
      expect(await list()).toEqual([]);
      const { version: now } = await context.store.directory();
      expect(await store().takeSignals(signalIntake([signalRow('s1')], { directory: now }))).toMatchObject({ kind: 'stored' });
    });

    test('stand in the store as whoever judges the next message has to know them', async () => {
      const row = signalRow('s1');
      await context.store.commit(delivery('m1', { slices: [slice([resultRow('r1', { learner: 'alias-1' })])] }));
      await store().takeSignals(signalIntake([row]));
      expect(await store().signalStandings(SCHOOL, ['s1', 's9'])).toEqual(
        new Map([['s1', { learner: 'alias-1', status: 'raised', digests: [row.digest] }]]),
      );
      expect(await store().learnersOfResults(SCHOOL, ['r1', 'r9'])).toEqual(new Map([['r1', { learner: 'alias-1' }]]));
      expect(await store().knownToSignals(SCHOOL, ['alias-1', 'alias-9'])).toEqual(new Map([['alias-1', { learner: 'alias-1' }]]));
    });

    test('go to a target as events of three kinds, and who was never told of one is not told that it is over', async () => {
      const { outbox } = context.store;
      const kinds = async () => (await outbox.deliveries({ limit: 10 })).items.map(({ kind, state }) => `${kind} ${state}`);
      await store().takeSignals(signalIntake([signalRow('s1'), signalRow('s2')], { targets: ['hook'] }));
      expect(await kinds()).toEqual(['signal.raised waiting', 'signal.raised waiting']);
      // Nothing went out yet: both are cancelled, and s3 is the only news.
      await store().takeSignals(signalIntake([signalRow('s3', { supersedes: 's1' })], { targets: ['hook'], withdrawals: ['s2'] }));
      expect(await kinds()).toEqual(['signal.raised waiting', 'signal.raised cancelled', 'signal.raised cancelled']);
      const batch = await take(outbox, { target: 'hook' });
      expect((await outbox.batchItems(batch.id)).map(({ kind, signal }) => [kind, signal?.signal.id])).toEqual([['signal.raised', 's3']]);
      await store().takeSignals(signalIntake([], { targets: ['hook'], withdrawals: ['s3'] }));
      expect((await kinds())[0]).toBe('signal.withdrawn waiting');
    });
  });
}
