import type { AuditSeal } from '../audit-chain.js';

export interface SealRow {
  readonly seq: number;
  readonly hash: Buffer;
  readonly at: string;
  readonly key: string;
  readonly mac: Buffer;
}

export function sealOf({ seq, hash, at, key, mac }: SealRow): AuditSeal {
  return { seq, hash: hash.toString('hex'), at, key, mac: mac.toString('hex') };
}
