import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import type { AuditRow } from '../../src/store/audit.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { smallSchool, sync } from './support/roster-data.js';
import { deliver } from './support/school-data.js';

let rest: RestServer;
let token: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  await sync(rest, smallSchool());
  await deliver(rest.store, { r1: '7', r2: '8' });
});
afterAll(() => rest.stop());

/** What the audit has more after a request than before it. */
async function audited(path: string, init?: RequestInit): Promise<readonly AuditRow[]> {
  const before = (await rest.store.auditHead()).seq;
  await rest.ask(path, token, init);
  return (await rest.store.audit({ limit: 10 })).items.filter(({ seq }) => seq > before);
}

describe('reading about people', () => {
  test('is in the audit: who, under which agreement, how many, which fields, and whether by name', async () => {
    const [agreement] = (await rest.store.directory()).agreements.by('party', 'dashboard');
    const read = { actor: 'client:dashboard', outcome: 'done', school: '99AB', agreement: agreement!.id };
    const pseudonymous = await audited('/learners?limit=3');
    expect(pseudonymous).toEqual([{ ...read, operation: 'learners.read', counts: { learners: 3 }, ...anywhere(pseudonymous) }]);
    expect(pseudonymous[0]?.fields).toContain('group');
    expect(pseudonymous[0]?.fields).not.toContain('name');
    const [identified] = await audited('/learners?identities=true');
    expect(identified).toMatchObject({ ...read, counts: { learners: 5, identities: 5 }, fields: expect.arrayContaining(['key', 'name']) });
    expect(await audited('/teachers')).toMatchObject([{ ...read, operation: 'teachers.read', counts: { teachers: 2 } }]);
    expect(await audited('/memberships')).toMatchObject([{ ...read, operation: 'memberships.read', counts: { memberships: 7 } }]);
    expect(await audited('/results')).toMatchObject([{ ...read, operation: 'results.read', counts: { results: 2 } }]);
    const [{ id }] = (await rest.ask('/learners', token)).json.items;
    expect(await audited(`/learners/${id}`)).toMatchObject([{ ...read, operation: 'learners.read', counts: { learners: 1 } }]);
  });

  test('is in the audit once per request, also for a client that asks many times at once', async () => {
    const before = (await rest.store.auditHead()).seq;
    const replies = await Promise.all(Array.from({ length: 40 }, () => rest.ask('/results', token)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await rest.store.auditHead()).seq).toBe(before + 40);
  });

  test('is not in the audit when nothing was read', async () => {
    const { headers } = await rest.ask('/learners', token);
    expect(await audited('/learners', { headers: { 'if-none-match': headers.get('etag')! } })).toEqual([]);
    expect(await audited('/learners/nobody')).toEqual([]);
    expect(await audited('/exchanges')).toEqual([]);
  });

  test('names no learner, by whatever name', async () => {
    const { json } = await rest.ask('/learners?identities=true', token);
    const { items } = await rest.store.audit({ limit: 500 });
    const text = JSON.stringify(items);
    for (const { id, key, name } of json.items) for (const value of [id, `"${key}"`, name.family]) expect(text).not.toContain(value);
  });

  test('does not happen when it cannot be put on record', async () => {
    const db = new SqliteDatabase(rest.file);
    db.exec("CREATE TRIGGER no_room BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END");
    const { status, text } = await rest.ask('/learners?identities=true', token);
    db.exec('DROP TRIGGER no_room');
    db.close();
    expect(status).toBe(503);
    expect(text).not.toContain('Verzonnen');
    expect((await rest.ask('/learners', token)).status).toBe(200);
  });

  test('is shown to who may see what is done with the school, and to nobody else', async () => {
    const { json } = await rest.ask('/audit?operation=results.read&limit=2', token);
    expect(json.items).toHaveLength(2);
    expect(json.items[0]).toMatchObject({ actor: 'client:dashboard', school: '99AB', counts: { results: 2 } });
    expect(json.items[0]).not.toHaveProperty('hash');
    await rest.store.as('cli:beheer').pauseSchool('99XX', '2026-10-01T08:00:00.000Z');
    await rest.store.as('cli:beheer').holdSchool('99AB', '2026-10-01T08:00:00.000Z');
    const all = (await rest.ask('/audit?limit=1000', token)).json.items as { readonly school: string; readonly actor: string }[];
    expect(new Set(all.map(({ school }) => school))).toEqual(new Set(['99AB']));
    expect(all[0]).toMatchObject({ actor: 'cli', operation: 'school.hold' });
    const across = await rest.ask('/audit?limit=1000', await rest.token({ role: 'administrator', school: undefined as never, scopes: [] }));
    expect(across.json.items.map(({ school }: { school?: string }) => school)).toContain('99XX');
    for (const role of ['viewer', 'operator']) expect((await rest.ask('/audit', await rest.token({ role, scopes: [] }))).status).toBe(403);
    expect((await rest.ask('/audit', await rest.token({ scopes: ['results:read'] }))).status).toBe(403);
  });

  test('is thought of at every path that shows people', () => {
    const people = ENDPOINTS.filter(({ scopes }) => scopes.some((scope) => /^(?:learners|teachers|results):/.test(scope)));
    expect(people.filter(({ reads, posted }) => reads === undefined && posted === undefined).map(({ path }) => path)).toEqual(['/rosters']);
  });
});

function anywhere(rows: readonly AuditRow[]): Partial<AuditRow> {
  const { at, seq, hash, fields } = rows[0]!;
  return { at, seq, hash, fields: fields! };
}
