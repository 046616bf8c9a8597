import type { AuditEntry } from '../audit.js';
import type { AuditSeal } from '../audit-chain.js';
import type { LastUse } from '../last-use.js';
import type { Disclosure } from '../rights-store.js';
import type { NewSecret } from '../secret-store.js';
import type { Cells, SignalCells, SliceCells } from './cells.js';
import type { DirectoryWrite } from './directory/directory-write.js';
import type { Assertion } from './directory/used-assertions.js';
import type { WholeExchange } from './exchanges/exchange-columns.js';
import type { GoalWrite } from './goals/goal-write.js';
import type { OutboxWrite } from './outbox/outbox-write.js';
import type { RetentionWork } from './retention/carry-out-retention.js';
import type { RightsWrite } from './rights/rights-write.js';
import type { PackCells, RosterCells, RosterPurgeScope } from './roster/roster-cells.js';

/** `NewSecret` with the seal of its head; absent when there is no entry yet. */
export type ResealedValues = Omit<NewSecret, 'signer'> & { readonly seal?: AuditSeal };

/** What starts a delivery: everything but its slices. */
export interface DeliveryHead extends WholeExchange {
  readonly school: string;
  readonly party: string;
  readonly digest: string;
  readonly createdAtNs: bigint;
  readonly acceptStale: boolean;
  readonly acceptSameMoment: boolean;
  readonly unordered: boolean;
  readonly aside: boolean;
  /** As `Delivery.requestKey`. */
  readonly requestKey: string | undefined;
  /** As `Delivery.erasures`. */
  readonly erasures: number | undefined;
  /** As `Delivery.directory`. */
  readonly directory: number | undefined;
  /** Assessments as cells, see `cells.ts`. */
  readonly assessments: readonly (string | null)[];
  /** Ids of the targets that the results go on to. */
  readonly targets: readonly string[];
  /** As `Delivery.signals`, with its learners as cells. */
  readonly signals?: SignalCells | undefined;
}

/** A write that shares a transaction with others. */
export type Operation =
  | { readonly kind: 'delivery'; readonly head: DeliveryHead; readonly rows: SliceCells }
  | ({ readonly kind: 'record'; readonly disclosure?: Disclosure | undefined } & WholeExchange)
  | DirectoryWrite
  | ({ readonly kind: 'assertion' } & Assertion)
  | { readonly kind: 'school-key'; readonly school: string; readonly fresh: Uint8Array }
  | { readonly kind: 'roster'; readonly change: RosterCells }
  | { readonly kind: 'roster-packs'; readonly packs: PackCells }
  | { readonly kind: 'purge-rosters'; readonly scope: RosterPurgeScope }
  | { readonly kind: 'retention'; readonly work: RetentionWork }
  | { readonly kind: 'keep-aliases'; readonly school: string; readonly receiver: string; readonly aliases: Cells }
  | { readonly kind: 'remove-aliases'; readonly school: string; readonly aliases: readonly string[] }
  | { readonly kind: 'forget-gone'; readonly school: string; readonly aliases: readonly string[] }
  | { readonly kind: 'rotate-aliases'; readonly school: string; readonly at: string; readonly until: string }
  | { readonly kind: 'destroy-key'; readonly school: string; readonly at: string }
  | { readonly kind: 'purge-aliases'; readonly at: string }
  | { readonly kind: 'uses'; readonly uses: readonly LastUse[] }
  | { readonly kind: 'audit'; readonly entries: readonly AuditEntry[] }
  | { readonly kind: 'draft-seal' }
  | { readonly kind: 'seal-audit'; readonly seal: AuditSeal }
  | { readonly kind: 'new-secret'; readonly change: ResealedValues }
  | { readonly kind: 'draft-cut'; readonly before: string }
  | { readonly kind: 'cut-audit'; readonly before: string; readonly seal: AuditSeal | undefined }
  | { readonly kind: 'outbox'; readonly write: OutboxWrite }
  | { readonly kind: 'rights'; readonly write: RightsWrite }
  | { readonly kind: 'goals'; readonly write: GoalWrite };

/** An operation with who does it, as the audit says it, and the fingerprint of the secret that whatever is sealed in it is sealed under. */
export type Stamped = Operation & { readonly actor: string; readonly secret?: string | undefined };
