import type { Database } from 'better-sqlite3';
import { type AuditLink, auditHash, chainOf } from '../../../src/store/tables/audit/audit-hash.js';

const COLUMNS = 'version, at, actor, operation, outcome, school, agreement, exchange, subject, counts, fields, previous, hash';

/** Somebody who can write the file of a database, knows how the audit is made, and has not the secret. */
export class Forger {
  constructor(readonly db: Database) {
    db.pragma('foreign_keys = OFF');
    const triggers = db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit%'")
      .pluck()
      .all();
    for (const trigger of triggers) db.exec(`DROP TRIGGER ${trigger}`);
  }

  do(sql: string): this {
    this.db.exec(sql);
    return this;
  }

  /** Takes an entry out and moves all later ones up. */
  remove(seq: number): this {
    this.do(`DELETE FROM audit WHERE seq = ${seq}`);
    for (const later of this.after(seq)) this.do(`UPDATE audit SET seq = ${later - 1} WHERE seq = ${later}`);
    return this;
  }

  /** Puts a copy of an entry at a place, and moves that one and all later ones down. */
  insert(seq: number, of: number): this {
    for (const later of this.after(seq - 1).reverse()) this.do(`UPDATE audit SET seq = ${later + 1} WHERE seq = ${later}`);
    return this.do(`INSERT INTO audit (seq, ${COLUMNS}) SELECT ${seq}, ${COLUMNS} FROM audit WHERE seq = ${of < seq ? of : of + 1}`);
  }

  swap(one: number, other: number): this {
    return this.do(
      `UPDATE audit SET seq = 0 WHERE seq = ${one}; UPDATE audit SET seq = ${one} WHERE seq = ${other}; UPDATE audit SET seq = ${other} WHERE seq = 0`,
    );
  }

  /** Makes all hashes and the table of heads fit again. */
  rechain(): this {
    const heads = new Map<string, { readonly seq: number; readonly hash: Buffer }>();
    for (const { chain, seq, hash } of this.anchors()) heads.set(chain, { seq, hash });
    const set = this.db.prepare('UPDATE audit SET previous = ?, hash = ? WHERE seq = ?');
    for (const row of this.db.prepare<[], AuditLink>('SELECT * FROM audit ORDER BY seq').all()) {
      const previous = (heads.get(chainOf(row)) ?? heads.get(''))?.hash ?? Buffer.alloc(32);
      const hash = auditHash({ ...row, previous }) ?? row.hash;
      set.run(previous, hash, row.seq);
      heads.set(chainOf(row), { seq: row.seq, hash });
    }
    this.do('DELETE FROM audit_heads');
    const keep = this.db.prepare('INSERT INTO audit_heads (chain, seq, hash) VALUES (?, ?, ?)');
    for (const [chain, { seq, hash }] of heads) keep.run(chain, seq, hash);
    return this;
  }

  /** Removes seals from one on. */
  unseal(from: number): this {
    return this.do(`DELETE FROM audit_seal_chain WHERE number >= ${from}`);
  }

  hashAt(seq: number): string {
    return this.db.prepare<[number], Buffer>('SELECT hash FROM audit WHERE seq = ?').pluck().get(seq)!.toString('hex');
  }

  private after(seq: number): number[] {
    return this.db.prepare<[number], number>('SELECT seq FROM audit WHERE seq > ? ORDER BY seq').pluck().all(seq);
  }

  private anchors(): { readonly chain: string; readonly seq: number; readonly hash: Buffer }[] {
    return this.db.prepare<[], { chain: string; seq: number; hash: Buffer }>('SELECT chain, seq, hash FROM audit_anchors').all();
  }
}
