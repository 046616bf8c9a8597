import { hash } from 'node:crypto';
import type { AuditSeal, ChainHead, SealHead, SealProof } from './audit-chain.js';

/** What makes and judges MACs of seals. */
export interface SealSigner {
  /** Names the key. */
  readonly key: string;
  /** Lower-case hex. */
  mac(text: string): string;
  /** Whether it was made under this key, or, for an entry of before it was replaced, under an earlier one. */
  isGenuine(proof: SealProof): boolean;
}

/** Where the last seal is kept outside the database. It may be behind the database, and is never ahead of it. */
export interface OutsideHead {
  /** Undefined: nothing was ever kept. */
  read(): Promise<SealHead | undefined>;
  /** Resolves when it is on disk. */
  write(head: SealHead): Promise<void>;
}

/** All but what the signer adds. */
export type SealDraft = Omit<AuditSeal, 'key' | 'mac'>;

export function signed(draft: SealDraft, signer: SealSigner): AuditSeal {
  const unsigned = { ...draft, key: signer.key };
  return { ...unsigned, mac: signer.mac(sealText(unsigned)) };
}

/** What the MAC of a seal is made of. Part of what is stored: another text is another version, in its first word. */
export function sealText({ number, previous, at, seq, heads, front, key }: Omit<AuditSeal, 'mac'>): string {
  return JSON.stringify(['uwlr audit seal 2', number, previous, at, seq, heads, front, key]);
}

export function proofOf(seal: AuditSeal): SealProof {
  return { text: sealText(seal), mac: seal.mac, key: seal.key, seq: seal.seq };
}

/** What the next seal holds of this one. */
export function sealHash(seal: AuditSeal): string {
  return hash('sha256', JSON.stringify(['uwlr audit seal hash 1', sealText(seal), seal.mac]), 'hex');
}

export function headOfSeal(seal: AuditSeal): SealHead {
  return { number: seal.number, hash: sealHash(seal) };
}

/** Heads as a seal holds them. */
export function headsText(heads: readonly ChainHead[]): string {
  return JSON.stringify(heads.map(({ chain, seq, hash }) => [chain, seq, hash]));
}

/** The other way round. Throws for a text that is not one of heads. */
export function headsOf(text: string): readonly ChainHead[] {
  return (JSON.parse(text) as [string, number, string][]).map(([chain, seq, hash]) => ({ chain, seq, hash }));
}
