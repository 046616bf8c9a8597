import { bringsResult } from '../../tables/exchanges/results-of-exchange.js';
import { type Asked, asked } from '../connection/trip.js';
import { postgresDialect } from '../postgres-words.js';
import { compile } from '../statement.js';
import type { OpenMessage } from './open-message.js';
import { rowsSql } from './rows.js';

const { words } = postgresDialect();
const TARGETS = `${rowsSql({ target: 'text' }, 't')} JOIN targets o ON o.id = t.target AND o.ended_at IS NULL`;
const LANES = `${TARGETS} JOIN delivery_lanes l ON l.target = o.id AND l.school = @school`;

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
    SELECT old.seq FROM exchanges e JOIN results new ON ${bringsResult('e', 'new', words)} AND new.revision > 1
    JOIN results earlier ON earlier.source = new.source AND earlier.id = new.id AND earlier.current = 0 AND earlier.revision < new.revision
    JOIN outbox old ON old.result = earlier.seq
    WHERE e.seq = @exchange AND old.kind IN ('result', 'result.tagged') AND old.lane IN (SELECT l.seq FROM ${LANES}))`);
/** A message may hold a result twice: the later one is the current one. */
const QUEUE = compile(`
  INSERT INTO outbox (lane, kind, result, exchange, state, queued_at)
  SELECT l.seq, 'result', r.seq, r.exchange, 'waiting', CAST(@now AS bigint)
  FROM ${LANES} CROSS JOIN exchanges e JOIN results r ON ${bringsResult('e', 'r', words)}
  WHERE e.seq = @exchange AND r.current = 1 ORDER BY t.pos, r.seq`);

/** Queues what a message brought, for the targets that it goes on to. */
export function queueResults({ head: { school, party, targets }, exchange, results, revised }: OpenMessage): readonly Asked[] {
  if (results === 0 || targets.length === 0) return [];
  const of = { school, party, exchange, now: Date.now(), target: [...new Set(targets)] };
  return [asked(DUE, of), ...(revised > 0 ? [asked(SUPERSEDE, of)] : []), asked(QUEUE, of)];
}
