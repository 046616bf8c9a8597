import type { Database, Statement } from 'better-sqlite3';
import type { Signal } from '../../../../model/signal.js';
import type { StoredResult } from '../../../store.js';
import { MUTED, SIGNAL_COLUMNS, SIGNAL_JOINS, type SignalDocumentRow, storedSignal } from './signal-reader.js';

/** SQL: signals that hold at an instant and rest on a result. */
const OF_RESULT = `
  SELECT ${SIGNAL_COLUMNS} FROM signal_basis b JOIN signals s ON s.school = b.school AND s.id = b.signal AND s.current = 1 ${SIGNAL_JOINS}
  WHERE b.school = ? AND b.result = ? AND s.status = 'raised' AND (s.valid_until IS NULL OR s.valid_until > ?) AND NOT ${MUTED} ORDER BY s.seq`;

/** Gives results the signals that hold and rest on them, without those that the school muted. Synchronous; reads only. */
export class SignalsOfResults {
  private readonly any: Statement<[string], number>;
  private readonly ofResult: Statement<[string, string, number], SignalDocumentRow>;

  constructor(db: Database) {
    this.any = db.prepare<[string], number>('SELECT 1 FROM signal_basis WHERE school = ? LIMIT 1').pluck();
    this.ofResult = db.prepare(OF_RESULT);
  }

  /** For one read: a school that has no signals costs one look. */
  beside(): (result: StoredResult) => StoredResult {
    const now = Date.now();
    const has = new Map<string, boolean>();
    return (result) => {
      const { school, id } = result;
      let some = has.get(school);
      if (some === undefined) {
        some = this.any.get(school) !== undefined;
        has.set(school, some);
      }
      const rows = some ? this.ofResult.all(school, id, now) : [];
      return rows.length === 0 ? result : { ...result, signals: rows.map(bare) };
    };
  }
}

function bare(row: SignalDocumentRow): Signal {
  const { muted: _, storedAt: __, rosterLearner: ___, ...signal } = storedSignal(row);
  return signal;
}
