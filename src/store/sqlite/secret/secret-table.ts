import type { Database, Statement } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import type { GatewayKeys, SealedReading } from '../../secret-store.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { Operation, ResealedValues, Stamped } from '../../tables/operation.js';
import { AUDIT_HEAD } from '../audit/audit-reader.js';
import type { AuditTable } from '../audit/audit-table.js';

const FINGERPRINT = 'SELECT fingerprint FROM gateway_secret';
const CHANGES = 'SELECT number FROM sealed_changes';

interface HeadRow {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Replaces the secret that things are sealed under. Synchronous; runs inside the caller's transaction. */
export class SecretTable {
  private readonly current: Statement<[], string>;

  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {
    this.current = db.prepare<[], string>(FINGERPRINT).pluck();
  }

  /** Throws `StoreError('secret')` for something that was sealed under another secret than the one that counts. */
  check(operation: Stamped): void {
    if (!isSealed(operation)) return;
    const current = this.current.get();
    if (current !== undefined && operation.secret !== current) throw otherSecret();
  }

  /** Every change of what is sealed is counted: while that has not gone on, what was read is all there is. */
  replace({ changes, fingerprint, keys, seal, ...values }: ResealedValues, actor: string): void {
    const isAll = this.db.prepare<[], number>(CHANGES).pluck().get() === changes;
    if (!isAll || (seal && !this.audit.isNext(seal))) throw goneOn();
    this.update('UPDATE school_keys SET wrapped = ? WHERE school = ?', values.schoolKeys);
    this.update('UPDATE parties SET connection = ? WHERE klantcode = ?', values.connections);
    this.update('UPDATE credentials SET sealed = ? WHERE id = ?', values.credentials);
    this.update('UPDATE targets SET settings = ? WHERE id = ?', values.targets);
    this.db.prepare('DELETE FROM gateway_keys').run();
    this.update('INSERT INTO gateway_keys (wrapped, name) VALUES (?, ?)', keys);
    this.db.prepare('INSERT OR REPLACE INTO gateway_secret (only, fingerprint) VALUES (1, ?)').run(fingerprint);
    if (seal !== undefined) this.audit.seal(seal);
    const counts = {
      schools: values.schoolKeys.size,
      connections: values.connections.size,
      credentials: values.credentials.size,
      targets: values.targets.size,
    };
    this.audit.append(auditEntry(actor, 'secret.rotate', { counts }));
  }

  private update(sql: string, values: ReadonlyMap<string, Uint8Array>): void {
    const statement = this.db.prepare(sql);
    for (const [id, value] of values) {
      if (statement.run(value, id).changes === 0) throw new StoreError('unknown', 'secret: what was sealed anew is not there');
    }
  }
}

/** Reads what is sealed under the secret. In one read transaction each. */
export class SecretReader {
  constructor(private readonly db: Database) {}

  keys(): GatewayKeys {
    return this.db.transaction(() => {
      const fingerprint = this.db.prepare<[], string>(FINGERPRINT).pluck().get();
      return {
        ...supplied({ fingerprint }),
        keys: this.pairs('SELECT name AS id, wrapped AS value FROM gateway_keys'),
      };
    })();
  }

  values(): SealedReading {
    return this.db.transaction(() => {
      const { seq, hash } = this.db.prepare<[], HeadRow>(AUDIT_HEAD).get()!;
      return {
        changes: this.db.prepare<[], number>(CHANGES).pluck().get()!,
        head: { seq, hash: hash.toString('hex') },
        schoolKeys: this.pairs('SELECT school AS id, wrapped AS value FROM school_keys WHERE length(wrapped) > 0'),
        connections: this.pairs('SELECT klantcode AS id, connection AS value FROM parties WHERE connection IS NOT NULL'),
        credentials: this.pairs('SELECT id, sealed AS value FROM credentials WHERE sealed IS NOT NULL'),
        targets: this.pairs('SELECT id, settings AS value FROM targets'),
      };
    })();
  }

  private pairs(sql: string): ReadonlyMap<string, Uint8Array> {
    const rows = this.db.prepare<[], { id: string; value: Uint8Array }>(sql).all();
    return new Map(rows.map(({ id, value }) => [id, value]));
  }
}

export function goneOn(): StoreError {
  return new StoreError('busy', 'something that is sealed was changed meanwhile: try again');
}

export function otherSecret(): StoreError {
  return new StoreError('secret', 'the secret was replaced by another one: start again with that');
}

/** Whether it holds something that only the secret opens, or proves. Hashes of keys and tokens go on under whatever secret. */
function isSealed(operation: Operation): boolean {
  switch (operation.kind) {
    case 'school-key':
    case 'seal-audit':
    case 'draft-cut':
    case 'cut-audit':
    case 'new-secret':
    case 'target':
    case 'set-target':
      return true;
    case 'retention':
      return operation.work.do === 'step' && operation.work.seal !== undefined;
    case 'party':
      return operation.party.connection !== undefined;
    case 'agreements':
      return operation.credential?.sealed !== undefined;
    case 'replace-credentials':
      return operation.fresh.some(({ sealed }) => sealed !== undefined);
    default:
      return false;
  }
}
