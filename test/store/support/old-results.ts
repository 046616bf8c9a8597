import type { Database } from 'better-sqlite3';
import type { Result } from '../../../src/model/result.js';
import { MIGRATIONS } from '../../../src/store/sqlite/migrations/list.js';
import { migrate } from '../../../src/store/sqlite/migrations/migrate.js';
import { generateMessage } from '../../../src/synthetic/messages/generate-message.js';
import { Random } from '../../../src/synthetic/messages/random.js';
import { leerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';
import { translated } from '../../model/support/translated.js';
import { digestOf, OTHER_PARTY, OTHER_SCHOOL, PARTY, SCHOOL } from './records.js';

const NOW = '2025-10-01T08:00:00.000Z';

/** A result as it was kept before results were small rows. */
export interface OldResult {
  readonly seq: number;
  readonly school: string;
  readonly party: string;
  readonly id: string;
  readonly revision: number;
  readonly current: 0 | 1;
  readonly learner: string;
  readonly document: string;
  readonly key: string | null;
  readonly sealedKey: Buffer | null;
  readonly exchange: string;
  readonly assessment: string;
}

/** Brings an empty database to where a gateway of before left it, with messages of invented schools and vendors in it. */
export function layOldResults(db: Database, messages: number): readonly OldResult[] {
  migrate(
    db,
    MIGRATIONS.filter(({ number }) => number < 26),
  );
  db.exec(`
    INSERT INTO schools (id, name, created_at) VALUES ('${SCHOOL}', 'Verzonnen school', '${NOW}'), ('${OTHER_SCHOOL}', 'Andere school', '${NOW}');
    INSERT INTO parties (klantcode, klantnaam, role, policy, accept_stale, known_learners_only, created_at) VALUES
      ('${PARTY}', 'Naam', 'ea', 'strict', 0, 0, '${NOW}'), ('${OTHER_PARTY}', 'Naam', 'ea', 'strict', 0, 0, '${NOW}');`);
  const exchange = db.prepare(`
    INSERT INTO exchanges (seq, id, direction, operation, party, school, received_at, duration_ms, wire_bytes, decoded_bytes, digest,
      created_at_ns, outcome, findings, finding_count, result_count, stored_at, results_before)
    VALUES (?, ?, 'in', 'BrengLeerresultaten', ?, ?, '${NOW}', 1, 1, 1, ?, ?, 'accepted', '[]', 0, ?, ?, ?)`);
  const strip = db.prepare('INSERT INTO strips (exchange, position, path, rule, count) VALUES (?, ?, ?, ?, ?)');
  const delivery = db.prepare('INSERT INTO deliveries (school, party, digest, exchange) VALUES (?, ?, ?, ?)');
  const learner = db.prepare('INSERT INTO learners (school, alias, eck_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const learnerOf = db.prepare<[string, string], number>('SELECT seq FROM learners WHERE school = ? AND alias = ?').pluck();
  const outdate = db.prepare('UPDATE results SET current = 0 WHERE school = ? AND id = ?');
  const insert = db.prepare(`
    INSERT INTO results (school, id, revision, current, party, learner, date, assessment, key, sealed_key, exchange, document, exercise)
    VALUES (@school, @id, @revision, 1, @party, @number, @date, @assessment, @key, @sealedKey, @message, @document, @exercise)`);
  const kept: OldResult[] = [];
  db.transaction(() => {
    for (let message = 1; message <= messages; message += 1) {
      const school = message % 3 === 0 ? OTHER_SCHOOL : SCHOOL;
      const party = message % 4 === 0 ? OTHER_PARTY : PARTY;
      const made = resultsOf(message, school, party, kept);
      exchange.run(
        ...([message, `e${message}`, party, school, digestOf(`m${message}`), message, made.length, message, kept.length] as const),
      );
      delivery.run(school, party, digestOf(`m${message}`), message);
      for (let at = 0; at < message % 3; at += 1) strip.run(message, at, `path/${at}`, 'not-in-profile', at + 1);
      for (const [at, result] of made.entries()) {
        const { id, learner: alias, date } = result;
        learner.run(school, alias, result.eckId ?? null);
        const revision = 1 + kept.filter((one) => one.school === school && one.id === id).length;
        if (revision > 1) outdate.run(school, id);
        const isSealed = at % 5 === 0;
        const row = {
          ...{ school, party, id, revision, date, assessment: `a${at % 4}`, message, document: JSON.stringify(result) },
          number: learnerOf.get(school, alias),
          key: isSealed ? null : `key ${id}`,
          sealedKey: isSealed ? Buffer.from([0, 255, at % 256]) : null,
          exercise: result.activity.originType === 'exercise' ? 1 : 0,
        };
        const seq = Number(insert.run(row).lastInsertRowid);
        const { number: _, message: __, exercise: ___, date: ____, ...same } = row;
        kept.push({ ...same, seq, current: 1, learner: alias, exchange: `e${message}` });
      }
    }
  })();
  const newest = new Map(kept.map((one) => [`${one.school} ${one.id}`, one.seq]));
  return kept.map((one) => ({ ...one, current: newest.get(`${one.school} ${one.id}`) === one.seq ? 1 : 0 }));
}

/** Results of a message; every fifth message sends one of before anew. */
function resultsOf(message: number, school: string, party: string, before: readonly OldResult[]): readonly Result[] {
  const { results } = translated(generateMessage(leerresultatenVerzoek, '2.2', new Random(message)), { school, party });
  const distinct = [...new Map(results.map((result) => [result.id, result])).values()];
  const again = message % 5 === 0 ? before.findLast((one) => one.school === school && one.party === party) : undefined;
  if (again === undefined) return distinct;
  const corrected = { ...(JSON.parse(again.document) as Result), values: [{ kind: 'score', value: '1', sourcePath: 'score' } as const] };
  return [...distinct.filter(({ id }) => id !== corrected.id), corrected];
}
