import type { Database, Statement } from 'better-sqlite3';
import type { ReceiverAlias } from '../alias-vault.js';
import type { RosterKind } from '../roster-store.js';

interface AliasRow {
  readonly kind: RosterKind;
  readonly alias: string;
  readonly generation: number;
  readonly sealed_id: Uint8Array;
}

/** Reads the vault of aliases that receivers were given. Synchronous, in small steps. */
export class ReceiverAliasReader {
  private readonly some: Statement<[string, string, string], string>;
  private readonly one: Statement<[string, string, string, RosterKind], AliasRow>;
  private readonly distinct: Statement<[string], { receiver: string; generation: number }>;

  constructor(db: Database) {
    this.some = db
      .prepare<[string, string, string], string>(
        'SELECT alias FROM receiver_aliases WHERE school = ? AND receiver = ? AND alias IN (SELECT value FROM json_each(?))',
      )
      .pluck();
    this.one = db.prepare(`
      SELECT kind, alias, generation, sealed_id FROM receiver_aliases WHERE school = ? AND receiver = ? AND alias = ? AND kind = ?`);
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

  receivers(school: string): readonly { receiver: string; generation: number }[] {
    return this.distinct.all(school);
  }
}
