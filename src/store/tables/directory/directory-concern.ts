import { plainName } from '../../../model/plain-name.js';
import { query } from '../../sql/query.js';
import { rows, type Script, together } from '../../sql/script.js';
import { EXCHANGE_CELL, type ExchangeCells } from '../exchanges/exchange-columns.js';
import { directoryVersion } from './directory-version.js';

/** A message that was allowed by a directory. */
export interface AllowedMessage {
  /** As `Delivery.directory`. */
  readonly directory: number | undefined;
  readonly school: string;
  readonly party: string;
  /** Its record, which names the agreement and the key by which it was allowed. */
  readonly exchange: ExchangeCells;
}

interface Asked {
  readonly since: number;
  readonly school: string;
  readonly party: string;
  readonly agreement: string | null;
  /** Null: it came by no key that is written down, so every key and token of the party counts. */
  readonly credential: string | null;
}

/** Of more changes than these nobody finds out whom they concern: that would take longer than to allow a message again. */
const MOST_CHANGES = 20_000;

/**
 * Whether something changed that the right to send a message rests on, or where its results go: its school, its agreement and those of its
 * school, its key, the tokens and client keys of its party, the targets of parties that have an agreement with its school. A row that is
 * gone concerns everybody, as nobody knows any more whose it was. Whose a row is never changes.
 */
const CONCERNS = query<{ readonly concerns: 0 | 1 }, Asked>(() => {
  const changed = (table: string, key: string, isTheirs: string) => `
    EXISTS (SELECT 1 FROM directory_changes c LEFT JOIN ${table} t ON t.${key} = c.id
      WHERE c.kind = '${table}' AND c.version > @since AND (t.${key} IS NULL OR ${isTheirs}))`;
  return `
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM directory_changes WHERE kind = 'schools' AND id = @school AND version > @since) THEN 1
      WHEN EXISTS (SELECT 1 FROM directory_changes WHERE kind = 'agreements' AND id = @agreement AND version > @since) THEN 1
      WHEN EXISTS (SELECT 1 FROM directory_changes WHERE kind = 'credentials' AND id = @credential AND version > @since) THEN 1
      WHEN CAST(@credential AS TEXT) IS NULL AND ${changed('credentials', 'id', 't.party = @party')} THEN 1
      WHEN ${changed('agreements', 'id', 't.school = @school')} THEN 1
      WHEN ${changed('client_keys', 'id', 't.party = @party')} THEN 1
      WHEN ${changed('tokens', 'id', 't.client = @party')} THEN 1
      WHEN ${changed('targets', 'id', 'EXISTS (SELECT 1 FROM agreements a WHERE a.school = @school AND a.party = t.party)')} THEN 1
      ELSE 0 END AS concerns`;
});

const CHANGED_PARTIES = query<{ readonly klantcode: string }, Pick<Asked, 'since'>>(
  () => "SELECT id AS klantcode FROM directory_changes WHERE kind = 'parties' AND version > @since",
);

/** Whether the directory changed for a message since it was allowed. No `directory`: nobody had to be allowed. */
export function* directoryChangedFor(message: AllowedMessage): Script<boolean> {
  if (message.directory === undefined) return false;
  const version = yield* directoryVersion();
  return version !== message.directory && (yield* changesConcern(message, version));
}

/**
 * Whether changes of the directory since a message was allowed concern it; `version`: of the directory now, when that is another one. When
 * in doubt they do: after them it may still be allowed, and by the same rows. That the secret was replaced concerns no message: what it is
 * sealed and hashed with goes on.
 */
export function* changesConcern({ directory = 0, school, party, exchange }: AllowedMessage, version: number): Script<boolean> {
  // A version that went back is of another file, of which nothing is known.
  if (version < directory || version - directory > MOST_CHANGES) return true;
  const asked: Asked = {
    ...{ since: directory, school, party },
    agreement: exchange[EXCHANGE_CELL.agreement] as string | null,
    credential: exchange[EXCHANGE_CELL.credential] as string | null,
  };
  const [[found], parties] = yield* together(rows(CONCERNS, asked), rows(CHANGED_PARTIES, asked));
  return found?.concerns !== 0 || parties.some(({ klantcode }) => plainName(klantcode) === plainName(party));
}
