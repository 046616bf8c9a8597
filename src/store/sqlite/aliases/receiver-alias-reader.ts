import type { Database, Statement } from 'better-sqlite3';
import type { ReceiverAlias, VaultedAlias } from '../../alias-vault.js';
import type { RosterKind } from '../../roster-store.js';

interface AliasRow {
  readonly kind: RosterKind;
  readonly alias: string;
  readonly generation: number;
  readonly sealed_id: Uint8Array;
}

const ROWS_AT_ONCE = 250;

/** Reads the vault of aliases that receivers were given. Synchronous, in small steps. */
export class ReceiverAliasReader {
  private readonly some: Statement<[string, string, string], string>;
  private readonly one: Statement<[string, string, string, RosterKind], AliasRow>;
  private readonly people: Statement<[string, string, string, number], AliasRow & { receiver: string }>;
  private readonly gone: Statement<{ school: string; ids: string }, string>;
  private readonly distinct: Statement<[string], { receiver: string; generation: number }>;

  constructor(db: Database) {
    this.some = db
      .prepare<[string, string, string], string>(
        'SELECT alias FROM receiver_aliases WHERE school = ? AND receiver = ? AND alias IN (SELECT value FROM json_each(?))',
      )
      .pluck();
    this.one = db.prepare(`
      SELECT kind, alias, generation, sealed_id FROM receiver_aliases WHERE school = ? AND receiver = ? AND alias = ? AND kind = ?`);
    this.people = db.prepare(`
      SELECT receiver, kind, alias, generation, sealed_id FROM receiver_aliases
      WHERE school = ? AND (receiver, alias) > (?, ?) AND kind <> 'group' ORDER BY receiver, alias LIMIT ?`);
    this.gone = db
      .prepare<{ school: string; ids: string }, string>(`
        SELECT value FROM json_each(@ids) WHERE
          NOT EXISTS (SELECT 1 FROM roster_objects WHERE school = @school AND kind IN ('learner', 'teacher') AND id = value)
          AND NOT EXISTS (SELECT 1 FROM learners WHERE school = @school AND alias = value)
          AND NOT EXISTS (SELECT 1 FROM learners WHERE school = @school AND eck_alias = value)
          AND NOT EXISTS (SELECT 1 FROM learner_aliases WHERE school = @school AND alias = value)`)
      .pluck();
    this.distinct = db.prepare('SELECT DISTINCT receiver, generation FROM receiver_aliases WHERE school = ? ORDER BY receiver, generation');
  }

  /** Ask for some hundreds at a time. */
  known(school: string, receiver: string, aliases: readonly string[]): readonly (readonly [string, string])[] {
    return this.some.all(school, receiver, JSON.stringify(aliases)).map((alias) => [alias, alias]);
  }

  find(school: string, receiver: string, kind: RosterKind, alias: string): ReceiverAlias | undefined {
    const row = this.one.get(school, receiver, alias, kind);
    return row && { kind: row.kind, alias: row.alias, generation: row.generation, sealedId: row.sealed_id };
  }

  peopleAfter(school: string, { receiver, alias }: Pick<VaultedAlias, 'receiver' | 'alias'>): readonly VaultedAlias[] {
    const rows = this.people.all(school, receiver, alias, ROWS_AT_ONCE);
    return rows.map((row) => ({
      receiver: row.receiver,
      kind: row.kind,
      alias: row.alias,
      generation: row.generation,
      sealedId: row.sealed_id,
    }));
  }

  goneOf(school: string, ids: readonly string[]): readonly string[] {
    return this.gone.all({ school, ids: JSON.stringify(ids) });
  }

  receivers(school: string): readonly { receiver: string; generation: number }[] {
    return this.distinct.all(school);
  }
}
