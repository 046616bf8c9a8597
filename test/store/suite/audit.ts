import { beforeEach, describe, expect, test } from '@jest/globals';
import { type AuditEntry, type AuditQuery, type AuditRow, auditActor } from '../../../src/store/audit.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import {
  addParties,
  agreement,
  credential,
  delivery,
  exchange,
  OTHER_SCHOOL,
  PARTY,
  SCHOOL,
  school,
  slices,
  token,
} from '../support/records.js';
import { commit, left, SPRING, upsert, WINTER, YEAR } from '../support/rosters.js';

const AT = '2025-10-01T08:00:00.000Z';

function entry(more: Partial<AuditEntry> = {}): AuditEntry {
  return { at: AT, actor: 'client:dashboard', operation: 'learners.read', outcome: 'done', counts: {}, ...more };
}

/** What an entry says, without when and where in the chain. */
function said({ at: _at, seq: _seq, hash: _hash, ...rest }: AuditRow): object {
  return rest;
}

/** What the audit holds, oldest first, after what is there already. */
async function since(store: Store, work: () => Promise<unknown>): Promise<object[]> {
  const before = (await store.audit({ limit: 1 })).items[0]?.seq ?? 0;
  await work();
  const { items } = await store.audit({ limit: 100 });
  return items
    .filter(({ seq }) => seq > before)
    .map(said)
    .reverse();
}

export function audit(context: StoreTest): void {
  describe('the audit', () => {
    beforeEach(() => addParties(context.store));

    test('names who changed what in the directory, in the order in which it was done', async () => {
      const store = context.store.as('cli:beheer');
      const done = await since(store, async () => {
        await store.addSchool(school('99CD'));
        await store.addAgreements([agreement('a1', { fields: ['leerresultaten_verzoek/toetsen/toets/toetsnaam'] })], credential('c1'));
        await store.addToken(token('t1'));
        await store.addClientKey({ id: 'k1', party: PARTY, kind: 'secret', value: 'ab', from: AT });
        await store.pauseSchool(SCHOOL, AT);
        await store.pauseSchool(SCHOOL, undefined);
        await store.holdSchool(SCHOOL, AT);
        await store.holdSchool(SCHOOL, undefined);
        await store.setCertificates(PARTY, { fingerprints: [] });
        await store.revokeCredential('c1', AT);
        await store.revokeToken('t1', AT);
        await store.revokeClientKey('k1', AT);
        await store.endAgreement('a1', AT);
        // What has ended already does not end again.
        await store.endAgreement('a1', AT);
        await store.schoolKey(SCHOOL, new Uint8Array(60));
      });
      const by = { actor: 'cli:beheer', outcome: 'done', counts: {} };
      expect(done).toEqual([
        { ...by, operation: 'school.add', school: '99CD' },
        {
          ...by,
          operation: 'agreement.add',
          school: SCHOOL,
          agreement: 'a1',
          subject: PARTY,
          fields: ['leerresultaten_verzoek/toetsen/toets/toetsnaam'],
        },
        { ...by, operation: 'credential.add', subject: 'c1', counts: { schools: 1 } },
        { ...by, operation: 'token.add', subject: 't1', school: SCHOOL },
        { ...by, operation: 'client-key.add', subject: 'k1' },
        { ...by, operation: 'school.pause', school: SCHOOL },
        { ...by, operation: 'school.resume', school: SCHOOL },
        { ...by, operation: 'school.hold', school: SCHOOL },
        { ...by, operation: 'school.release', school: SCHOOL },
        { ...by, operation: 'party.certificates', subject: PARTY },
        { ...by, operation: 'credential.revoke', subject: 'c1' },
        { ...by, operation: 'token.revoke', subject: 't1', school: SCHOOL },
        { ...by, operation: 'client-key.revoke', subject: 'k1' },
        { ...by, operation: 'agreement.end', agreement: 'a1', school: SCHOOL, subject: PARTY },
        { ...by, operation: 'school-key.add', school: SCHOOL },
      ]);
    });

    test('has an entry of every exchange: by its sender when it came in, by us when it went out', async () => {
      const { store } = context;
      const fields = ['leerresultaten_verzoek/toetsen/toets/toetsnaam'];
      const done = await since(store, async () => {
        await store.record(exchange('e1'));
        await store.commit(delivery('e2', { content: 'same', exchange: { agreement: 'a1', fields } }));
        await store.commit(delivery('e3', { content: 'same', exchange: { agreement: 'a1' } }));
        await store.commit(delivery('e4', { slices: slices('r', 30, 10), exchange: { resultCount: 30 } }));
        const out = { direction: 'out', operation: 'HaalLeerlinggegevens', outcome: 'accepted', learnerCount: 3 } as const;
        await store.as('cli:beheer').record(exchange('e5', { ...out, school: SCHOOL, party: PARTY }));
      });
      const brought = { actor: `party:${PARTY}`, operation: 'BrengLeerresultaten', school: SCHOOL };
      expect(done).toEqual([
        { actor: 'unknown', operation: 'BrengLeerresultaten', outcome: 'refused', exchange: 'e1', counts: {} },
        { ...brought, outcome: 'accepted', exchange: 'e2', agreement: 'a1', counts: { results: 1 }, fields },
        { ...brought, outcome: 'repeated', exchange: 'e3', agreement: 'a1', counts: { results: 1 } },
        { ...brought, outcome: 'accepted', exchange: 'e4', counts: { results: 30 } },
        {
          actor: 'cli:beheer',
          operation: 'HaalLeerlinggegevens',
          outcome: 'accepted',
          exchange: 'e5',
          school: SCHOOL,
          subject: PARTY,
          counts: { learners: 3 },
        },
      ]);
      expect(await store.exchange('e2')).toMatchObject({ agreement: 'a1' });
      expect(await store.exchange('e2')).not.toHaveProperty('fields');
    });

    test('says what was removed, and nothing when nothing was', async () => {
      const { store } = context;
      await commit(store, { upserts: [upsert('learner', 'p1'), upsert('learner', 'p2', 1)] });
      await commit(store, { left: left('learner', 'p1'), at: WINTER });
      const purged = await since(store, async () => {
        await store.purgeRosters({ before: SPRING, beforeYear: YEAR });
        await store.purgeRosters({ before: SPRING, beforeYear: YEAR });
      });
      expect(purged).toEqual([
        { actor: 'gateway', operation: 'roster.purge', outcome: 'done', school: SCHOOL, counts: { groups: 0, learners: 1, teachers: 0 } },
      ]);
    });

    test('has no entry of what was not stored', async () => {
      const { store } = context;
      const failed = await since(store, async () => {
        await expect(store.addSchool(school(SCHOOL))).rejects.toMatchObject({ code: 'duplicate' });
        const stale = delivery('e1', { createdAtNs: 1n });
        await store.commit(delivery('e0', { createdAtNs: 2n }));
        expect(await store.commit(stale)).toEqual({ kind: 'stale' });
      });
      expect(failed).toMatchObject([{ exchange: 'e0' }]);
    });

    test('is listed newest first, page by page, and found by who, what, where and when', async () => {
      const { store } = context;
      const days = ['2025-10-01', '2025-10-02', '2025-10-03'].map((day) => `${day}T08:00:00.000Z`);
      await store.appendAudit([
        entry({ at: days[0]!, school: SCHOOL, counts: { learners: 1 } }),
        entry({ at: days[1]!, school: OTHER_SCHOOL, actor: 'role:operator/dashboard', counts: { learners: 2 } }),
        entry({ at: days[2]!, school: SCHOOL, operation: 'results.read', counts: { learners: 3 }, fields: [] }),
      ]);
      const found = async (query: Partial<AuditQuery>) => {
        const { items } = await store.audit({ limit: 10, ...query });
        return items.filter(({ counts }) => 'learners' in counts).map(({ counts }) => counts['learners']);
      };
      expect(await found({})).toEqual([3, 2, 1]);
      expect(await found({ school: SCHOOL })).toEqual([3, 1]);
      expect(await found({ operation: 'learners.read' })).toEqual([2, 1]);
      expect(await found({ actor: 'role:operator/dashboard' })).toEqual([2]);
      expect(await found({ since: days[1]! })).toEqual([3, 2]);
      expect(await found({ until: days[1]! })).toEqual([1]);
      const first = await store.audit({ operation: 'learners.read', limit: 1 });
      const second = await store.audit({ operation: 'learners.read', limit: 1, cursor: first.next! });
      expect([...first.items, ...second.items].map(({ counts }) => counts)).toEqual([{ learners: 2 }, { learners: 1 }]);
      expect(second).not.toHaveProperty('next');
      await expect(store.audit({ limit: 1, cursor: 'else' })).rejects.toMatchObject({ code: 'unknown' });
    });

    test.each<[string, Partial<AuditEntry>]>([
      ['an actor of no kind', { actor: 'Anna van Verzonnen' }],
      ['an operation in words', { operation: 'learners of group 8' }],
      ['an outcome of its own', { outcome: 'wonderful' as never }],
      ['a moment in words', { at: 'yesterday' }],
      ['a count that is no number', { counts: { learners: 1.5 } }],
      ['a count with a name of its own', { counts: { 'Anna van Verzonnen': 1 } }],
      ['a field that is no path', { fields: ['roepnaam = Anna'] }],
      ['an id of more than one line', { subject: 'Anna\nvan Verzonnen' }],
    ])('takes no entry with %s, and nothing that came with it', async (_, wrong) => {
      const { store } = context;
      const kept = await since(store, async () => {
        await expect(store.appendAudit([entry(), entry(wrong)])).rejects.toMatchObject({ code: 'failed' });
      });
      expect(kept).toEqual([]);
    });

    test('is written by nobody without a name', async () => {
      expect(() => context.store.as('somebody')).toThrow('actor');
      expect(auditActor('party', 'klant\n1')).toBe('party:klant_1');
      expect(auditActor('cli', '')).toBe('cli:_');
    });
  });
}
