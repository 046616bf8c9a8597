import { type AuditSeal, NO_SEAL, type SealHead } from '../../audit-chain.js';
import { headOfSeal, proofOf, type SealDraft, type SealSigner, sealHash, signed } from '../../audit-seal.js';
import type { Sealing } from '../../secret-store.js';
import type { StorePort } from '../../sql/port.js';
import { StoreError } from '../../store-error.js';
import { secretInForce } from '../secret/secret-reads.js';
import { hasRun, hasUnsealed, sealsSince } from './audit-reads.js';
import { lastSeal, sealHead } from './audit-seals.js';

/** Another process may seal, or cut, at the same time: it does so some times a minute at most. */
const MOST_TRIES = 5;

const WHAT_TO_DO =
  'an older copy of the database was put back, or something was removed from it. Put the newest copy back; when this one was put back on purpose, say so with: uwlr audit accept-restored';

/** A port of a process that may hold the secret. */
export interface SealingPort extends StorePort {
  /** How this process seals the audit; undefined: it has not the secret. */
  readonly sealing: Sealing | undefined;
  /** See `SecretStore.useSecret`. */
  useSecret(fingerprint: string, sealing?: Sealing): void;
  /** `fingerprint`: of the secret that counts. Throws `StoreError('secret')` when this process holds another one. */
  refuseOtherSecret(fingerprint: string | undefined): void;
}

/** Seals the audit for this process, and keeps the last seal outside the database, as `SealingPort.sealing` says how. */
export class AuditSealer {
  constructor(private readonly access: SealingPort) {}

  /** See `AuditStore.checkAuditSeals`. Gives the last seal; undefined when nothing was checked, as this process has not the secret. */
  async check(): Promise<SealHead | undefined> {
    const { sealing } = this.access;
    if (sealing === undefined) return undefined;
    // After a rotation all later seals fail the check: the cause is the secret, not a restored copy.
    this.access.refuseOtherSecret(await this.access.ask('secret', secretInForce()));
    const { signer, outside } = sealing;
    const kept = await outside.read();
    if (kept === undefined) {
      const head = await this.head();
      if (head.number > 0) throw refused('the last seal of the audit is not kept outside the database, though there are seals');
      if (await this.access.ask('audit', hasRun()))
        throw refused('the last seal of the audit is not kept outside the database, and there are no seals, though a gateway ran');
      await outside.write(NO_SEAL);
      return head;
    }
    const last = await this.checkFrom(kept, signer);
    // A crash left it behind. A cut must not find it so: it may remove the seal that is kept.
    if (last.number > kept.number) await outside.write(last);
    return last;
  }

  /** See `AuditStore.sealAudit`. */
  async seal({ accept = false }: { readonly accept?: boolean } = {}): Promise<SealHead | undefined> {
    return this.retried(async () => {
      const checked = accept ? undefined : await this.check();
      const signer = this.signer();
      // Looked at first: to draft one, others have to wait.
      if (!(await this.access.askAtOnce('audit', hasUnsealed()))) return undefined;
      const draft = await this.draft();
      if (draft === undefined) return undefined;
      refuseGap(draft, checked);
      const seal = signed(draft, signer);
      await this.access.write({ kind: 'seal-audit', seal });
      await this.keepSeal(seal);
      return headOfSeal(seal);
    });
  }

  /** Cuts with `write`, which is given the seal that this needs: none as long as nothing is sealed and this process has not the secret. */
  async cut<T>(before: string, write: (seal: AuditSeal | undefined) => Promise<T>): Promise<T> {
    if (this.access.sealing === undefined) return write(undefined);
    return this.retried(async () => {
      const checked = await this.check();
      const draft = (await this.access.write({ kind: 'draft-cut', before })) as SealDraft | undefined;
      refuseGap(draft, checked);
      const seal = draft && signed(draft, this.signer());
      const done = await write(seal);
      // It may have been held, and nothing cut.
      if (seal !== undefined && (await this.head()).number >= seal.number) await this.keepSeal(seal);
      return done;
    });
  }

  /** Whether this process can cut the audit. */
  async canCut(): Promise<boolean> {
    return this.access.sealing !== undefined || (await this.head()).number === 0;
  }

  async draft(): Promise<SealDraft | undefined> {
    return (await this.access.write({ kind: 'draft-seal' })) as SealDraft | undefined;
  }

  /** The last entry that is sealed; 0: none is. */
  async sealedTo(): Promise<number> {
    return (await this.access.ask('audit', lastSeal()))?.seq ?? 0;
  }

  /** Keeps the last seal outside, where one is kept. */
  async keep(): Promise<void> {
    const { sealing } = this.access;
    if (sealing !== undefined) await sealing.outside.write(await this.head());
  }

  private async keepSeal(seal: AuditSeal): Promise<void> {
    await this.access.sealing?.outside.write(headOfSeal(seal));
  }

  private head(): Promise<SealHead> {
    return this.access.askAtOnce('audit', sealHead());
  }

  /** Gives the last seal. */
  private async checkFrom(kept: SealHead, signer: SealSigner): Promise<SealHead> {
    const found = await this.access.askAtOnce('audit', sealsSince(kept.number));
    const isThere = found !== undefined && (kept.number === 0 || found.hash === kept.hash);
    if (!isThere) throw refused(`seal ${kept.number}, which was kept outside the database, is not in the audit`);
    let previous: SealHead = { number: kept.number, hash: found.hash };
    for (const seal of found.later) {
      const isNext = seal.number === previous.number + 1 && seal.previous === previous.hash;
      if (!isNext || !signer.isGenuine(proofOf(seal))) throw refused(`seal ${seal.number} of the audit was not made by this gateway`);
      previous = { number: seal.number, hash: sealHash(seal) };
    }
    return previous;
  }

  private signer(): SealSigner {
    const { sealing } = this.access;
    if (sealing === undefined) throw new StoreError('secret', 'audit: sealing needs the secret');
    return sealing.signer;
  }

  private async retried<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof StoreError && error.code === 'duplicate') || tries === MOST_TRIES) throw error;
      }
    }
  }
}

/** What is drafted goes on from the seal that was checked: another one, or none, may stand there since. Throws `StoreError('duplicate')`. */
function refuseGap(draft: SealDraft | undefined, checked: SealHead | undefined): void {
  if (draft === undefined || checked === undefined) return;
  if (draft.number !== checked.number + 1 || draft.previous !== checked.hash)
    throw new StoreError('duplicate', 'audit: another seal was made meanwhile');
}

function refused(what: string): StoreError {
  return new StoreError('restored', `audit: ${what}: ${WHAT_TO_DO}`);
}
