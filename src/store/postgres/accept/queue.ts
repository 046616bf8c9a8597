import { type Asked, asked } from '../connection/trip.js';
import { compile } from '../statement.js';
import type { OpenMessage } from './open-message.js';
import { rowsSql } from './rows.js';

const TARGETS = `${rowsSql({ target: 'text' }, 't')}
    CROSS JOIN LATERAL (SELECT id FROM targets WHERE id = t.target AND ended_at IS NULL LIMIT 1) o`;
const LANES = `${TARGETS}
    CROSS JOIN LATERAL (SELECT seq FROM delivery_lanes WHERE target = o.id AND school = @school LIMIT 1) l`;
const OF_MESSAGE = '(SELECT source, id, seq, exchange, revision, current FROM results WHERE exchange = @exchange OFFSET 0) r';

/**
 * What waits for its next attempt goes first. A lane that has work is locked all the same: whoever takes from it at this moment would not see what
 * is queued here, and let it rest.
 */
const DUE = compile(`
  INSERT INTO delivery_lanes (target, school, keys_of, due_at, due_from)
  SELECT o.id, CAST(@school AS text), CAST(@party AS text), CAST(@now AS bigint), CAST(@now AS bigint) FROM ${TARGETS} ORDER BY t.pos
  ON CONFLICT (target, school) DO UPDATE SET due_at = excluded.due_at, due_from = excluded.due_from WHERE delivery_lanes.due_at IS NULL`);
/** Takes out what a newer revision came of. Those that went out, or may have, stay: what a batch holds does not change. */
const SUPERSEDE = compile(`
  UPDATE outbox SET state = 'cancelled', reason = 'superseded', settled_at = CAST(@now AS bigint)
  WHERE state IN ('waiting', 'held') AND attempts = 0 AND seq IN (
    SELECT old.seq FROM ${OF_MESSAGE} CROSS JOIN LATERAL (
      SELECT seq FROM results WHERE source = r.source AND id = r.id AND current = 0 AND revision < r.revision OFFSET 0) earlier
    CROSS JOIN LATERAL (SELECT seq, kind, lane FROM outbox WHERE result = earlier.seq OFFSET 0) old
    WHERE r.revision > 1 AND old.kind IN ('result', 'result.tagged') AND old.lane IN (SELECT l.seq FROM ${LANES}))`);
/** A message may hold a result twice: the later one is the current one. */
const QUEUE = compile(`
  INSERT INTO outbox (lane, kind, result, exchange, state, queued_at)
  SELECT l.seq, 'result', r.seq, r.exchange, 'waiting', CAST(@now AS bigint)
  FROM ${LANES} CROSS JOIN ${OF_MESSAGE} WHERE r.current = 1 ORDER BY t.pos, r.seq`);

/** Queues what a message brought, for the targets that it goes on to. */
export function queueResults({ head: { school, party, targets }, exchange, results, revised }: OpenMessage): readonly Asked[] {
  if (results === 0 || targets.length === 0) return [];
  const of = { school, party, exchange, now: Date.now(), target: [...new Set(targets)] };
  return [asked(DUE, of), ...(revised > 0 ? [asked(SUPERSEDE, of)] : []), asked(QUEUE, of)];
}
