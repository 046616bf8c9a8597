import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { allResults, idsOf } from '../support/reading.js';
import {
  addParties,
  assessmentRow,
  delivery,
  digestOf,
  exchange,
  OTHER_PARTY,
  OTHER_SCHOOL,
  PARTY,
  resultRow,
  SCHOOL,
  slice,
} from '../support/records.js';

export function deliveries(context: StoreTest): void {
  describe('deliveries', () => {
    beforeEach(() => addParties(context.store));

    test('are stored with their exchange record, findings and strips', async () => {
      const { store } = context;
      const finding = {
        rule: 'UWLR-LR-001',
        severity: 'warning',
        path: '/leerresultaten_verzoek',
        line: 3,
        column: 1,
        message: 'm',
      } as const;
      const strips = [
        { path: 'leerresultaten_verzoek/school/auteur', rule: 'not-in-profile', count: 2 },
        { path: 'leerresultaten_verzoek/school', rule: 'replaced-by-alias', count: 1 },
      ];
      const message = delivery('e1', {
        createdAtNs: 1_759_312_345_123_456_789n,
        exchange: { findings: [finding], findingCount: 7, durationMs: 1.5 },
        strips: () => strips,
      });
      expect(await store.commit(message)).toEqual({ kind: 'stored', results: 1, revised: 0 });
      expect(await store.exchange('e1')).toEqual({ ...message.exchange, strips });
      expect(idsOf(await allResults(store))).toEqual(['result of e1']);
    });

    test('without a result are stored too', async () => {
      const { store } = context;
      expect(await store.commit(delivery('e1', { slices: [] }))).toEqual({ kind: 'stored', results: 0, revised: 0 });
      expect(await store.exchange('e1')).toBeDefined();
    });

    test('that were allowed by another directory than there is now are not stored, nor told what was', async () => {
      const { store, open } = context;
      const other = await open();
      await store.commit(delivery('e1', { content: 'same' }));
      const { version } = await store.directory();
      const again = { ...delivery('e2', { content: 'same' }), directory: version };
      const slices = [slice([resultRow('r1')]), slice([resultRow('r2')])];
      const late = [again, { ...delivery('e3'), directory: version }, { ...delivery('e4', { slices }), directory: version }];
      await other.renameSchool(SCHOOL, 'Another name');
      for (const message of late) expect(await store.commit(message)).toEqual({ kind: 'directory-changed' });
      expect(await Promise.all(late.map((message) => store.exchange(message.exchange.id)))).toEqual([undefined, undefined, undefined]);
      const { version: now } = await store.directory();
      expect(await store.commit({ ...again, directory: now })).toEqual({ kind: 'repeated', repeats: 'e1' });
      expect(await store.commit({ ...late[2]!, directory: now })).toMatchObject({ kind: 'stored', results: 2 });
    });

    test('that come in one transaction with a change of the directory go by what it is at their turn', async () => {
      const { store } = context;
      const { version } = await store.directory();
      const [before, , after] = await Promise.all([
        store.commit({ ...delivery('e1'), directory: version }),
        store.renameSchool(SCHOOL, 'Another name'),
        store.commit({ ...delivery('e2'), directory: version }),
      ]);
      expect([before.kind, after.kind]).toEqual(['stored', 'directory-changed']);
    });

    test('with the same bytes are confirmed again and stored once', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { content: 'same' }));
      await store.commit(delivery('e2'));
      const again = delivery('e3', { content: 'same', createdAtNs: 1n, strips: () => [{ path: 'p', rule: 'r', count: 1 }] });
      expect(await store.commit(again)).toEqual({ kind: 'repeated', repeats: 'e1' });
      expect(await store.exchange('e3')).toEqual({ ...again.exchange, outcome: 'repeated', repeats: 'e1', strips: [] });
      expect(idsOf(await allResults(store))).toEqual(['result of e1', 'result of e2']);
      expect(await store.commit(delivery('e4', { content: 'same' }))).toEqual({ kind: 'repeated', repeats: 'e1' });
    });

    test('under a key that was used get the answer of then, and are stored once', async () => {
      const { store } = context;
      expect(await store.commit(delivery('e1', { content: 'same', requestKey: 'k1' }))).toMatchObject({ kind: 'stored' });
      const answer = { digest: digestOf('same'), exchange: 'e1', results: 1, revised: 0 };
      expect(await store.answeredRequest(SCHOOL, PARTY, 'k1')).toEqual(answer);
      expect(await store.commit(delivery('e2', { content: 'same', requestKey: 'k1', createdAtNs: 1n }))).toEqual({
        kind: 'answered',
        answer,
      });
      expect(await store.exchange('e2')).toMatchObject({ outcome: 'repeated', repeats: 'e1' });
      expect(await store.commit(delivery('e3', { content: 'other', requestKey: 'k1' }))).toEqual({ kind: 'key-reused' });
      expect(await store.exchange('e3')).toBeUndefined();
      expect(idsOf(await allResults(store))).toEqual(['result of e1']);
    });

    test('under another key than before are repeated, and their key is used from then on', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { content: 'same', requestKey: 'k1' }));
      expect(await store.commit(delivery('e2', { content: 'same', requestKey: 'k2' }))).toEqual({ kind: 'repeated', repeats: 'e1' });
      const answer = { digest: digestOf('same'), exchange: 'e2', results: 0, revised: 0, repeats: 'e1' };
      expect(await store.commit(delivery('e3', { content: 'same', requestKey: 'k2' }))).toEqual({ kind: 'answered', answer });
      expect(await store.commit(delivery('e4', { content: 'other', requestKey: 'k2' }))).toEqual({ kind: 'key-reused' });
    });

    test('under a key that another party used, or at another school, are new', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { requestKey: 'k1' }));
      expect(await store.commit(delivery('e2', { party: OTHER_PARTY, requestKey: 'k1' }))).toMatchObject({ kind: 'stored' });
      expect(await store.commit(delivery('e3', { school: OTHER_SCHOOL, requestKey: 'k1' }))).toMatchObject({ kind: 'stored' });
      expect(await store.answeredRequest(OTHER_SCHOOL, OTHER_PARTY, 'k1')).toBeUndefined();
    });

    test('that are stale leave their key free', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { createdAtNs: 10n }));
      expect(await store.commit(delivery('e2', { createdAtNs: 5n, requestKey: 'k1' }))).toEqual({ kind: 'stale' });
      expect(await store.commit(delivery('e3', { requestKey: 'k1' }))).toMatchObject({ kind: 'stored' });
    });

    test('of 50 at once under one key are one', async () => {
      const { store } = context;
      const ids = Array.from({ length: 50 }, (_, index) => `e${index}`);
      const committed = await Promise.all(ids.map((id) => store.commit(delivery(id, { content: 'same', requestKey: 'k1' }))));
      const kinds = committed.map(({ kind }) => kind).sort();
      expect(kinds).toEqual([...Array.from({ length: 49 }, () => 'answered'), 'stored']);
      expect(await allResults(store)).toHaveLength(1);
    });

    test('with the same bytes of another party or for another school are new', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { content: 'same' }));
      expect(await store.commit(delivery('e2', { content: 'same', party: OTHER_PARTY }))).toMatchObject({ kind: 'stored' });
      expect(await store.commit(delivery('e3', { content: 'same', school: OTHER_SCHOOL }))).toMatchObject({ kind: 'stored' });
    });

    test('that are not later than the last accepted one are stale and leave nothing', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { createdAtNs: 1_759_312_345_123_456_789n }));
      for (const createdAtNs of [1_759_312_345_123_456_789n, 1_759_312_345_123_456_788n]) {
        expect(await store.commit(delivery('e2', { createdAtNs }))).toEqual({ kind: 'stale' });
      }
      expect(await store.exchange('e2')).toBeUndefined();
      expect(idsOf(await allResults(store))).toEqual(['result of e1']);
      expect(await store.commit(delivery('e3', { createdAtNs: 1_759_312_345_123_456_790n }))).toMatchObject({ kind: 'stored' });
    });

    test('are ordered per school and party only', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { createdAtNs: 10n }));
      expect(await store.commit(delivery('e2', { createdAtNs: 5n, school: OTHER_SCHOOL }))).toMatchObject({ kind: 'stored' });
      expect(await store.commit(delivery('e3', { createdAtNs: 5n, party: OTHER_PARTY }))).toMatchObject({ kind: 'stored' });
    });

    test('that are stale are stored where that is accepted, and do not set the clock back', async () => {
      const { store } = context;
      await store.commit(delivery('e1', { createdAtNs: 10n }));
      expect(await store.commit(delivery('e2', { createdAtNs: 5n, acceptStale: true }))).toMatchObject({ kind: 'stored' });
      expect(await store.commit(delivery('e3', { createdAtNs: 8n }))).toEqual({ kind: 'stale' });
    });

    test('of a result that is known make a new revision', async () => {
      const { store } = context;
      for (const score of ['6', '7', '8']) {
        const committed = await store.commit(delivery(`e${score}`, { slices: [slice([resultRow('r1', { score })])] }));
        expect(committed).toEqual({ kind: 'stored', results: 1, revised: score === '6' ? 0 : 1 });
      }
      const chain = (await store.revisions(SCHOOL, 'r1')).map(({ revision, supersedes, values }) => [
        revision,
        supersedes,
        values[0]?.value,
      ]);
      expect(chain).toEqual([
        [1, undefined, '6'],
        [2, 1, '7'],
        [3, 2, '8'],
      ]);
      expect(await allResults(store)).toEqual([(await store.revisions(SCHOOL, 'r1'))[2]]);
      expect(await store.revisions(OTHER_SCHOOL, 'r1')).toEqual([]);
    });

    test('make a new revision of an assessment only when it differs', async () => {
      const { store } = context;
      for (const [id, name] of Object.entries({ e1: 'Rekenen', e2: 'Rekenen', e3: 'Rekenen 2' })) {
        await store.commit(delivery(id, { assessments: [assessmentRow('t1', name)] }));
        const { items } = await store.assessments({ school: SCHOOL, limit: 10 });
        expect(items.map((item) => [item.name, item.revision])).toEqual([[name, id === 'e3' ? 2 : 1]]);
      }
    });

    test('of 200 senders at once are all stored, each once', async () => {
      const { store } = context;
      const ids = Array.from({ length: 200 }, (_, index) => `e${index}`);
      const committed = await Promise.all(ids.map((id) => store.commit(delivery(id))));
      expect(committed.every((one) => one.kind === 'stored')).toBe(true);
      expect(idsOf(await allResults(store))).toEqual(ids.map((id) => `result of ${id}`));
    });

    test('that fail do not sink those that share their transaction', async () => {
      const { store } = context;
      await store.commit(delivery('e0'));
      const settled = await Promise.allSettled([
        store.commit(delivery('e1')),
        store.commit(delivery('e2', { school: '99ZZ' })),
        store.commit(
          delivery('e3', { slices: [slice([resultRow('r3'), resultRow('r4', { learner: 'stranger' })], [{ alias: 'alias-1' }])] }),
        ),
        store.commit(delivery('e0', { content: 'other' })),
        store.record(exchange('e4')),
        store.commit(delivery('e5')),
      ]);
      const outcomes = settled.map((one) => (one.status === 'rejected' ? one.reason.code : one.status));
      expect(outcomes).toEqual(['fulfilled', 'unknown', 'unknown', 'duplicate', 'fulfilled', 'fulfilled']);
      expect(idsOf(await allResults(store))).toEqual(['result of e0', 'result of e1', 'result of e5']);
      expect(idsOf((await store.exchanges({ limit: 10 })).items)).toEqual(['e5', 'e4', 'e1', 'e0']);
    });

    test('of two stores at once are all there, and the same bytes only once', async () => {
      const { store } = context;
      const other = await context.open();
      const committed = await Promise.all(
        Array.from({ length: 60 }, (_, index) =>
          [store, other].map((one, which) =>
            one.commit(delivery(`e${index}-${which}`, { content: `message ${index}`, acceptStale: true })),
          ),
        ).flat(),
      );
      const kinds = committed.map((one) => one.kind);
      expect(kinds.filter((kind) => kind === 'stored')).toHaveLength(60);
      expect(kinds.filter((kind) => kind === 'repeated')).toHaveLength(60);
      expect(await allResults(store)).toHaveLength(60);
      expect(await allResults(other)).toEqual(await allResults(store));
    });
  });
}
