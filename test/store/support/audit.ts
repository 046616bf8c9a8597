import { createHmac } from 'node:crypto';
import type { SealHead } from '../../../src/store/audit-chain.js';
import type { OutsideHead, SealSigner } from '../../../src/store/audit-seal.js';
import type { Sealing } from '../../../src/store/secret-store.js';

/** Makes and judges seals under a key that goes by its own name. */
export function signer(key = 'k'): SealSigner {
  const mac = (text: string) => createHmac('sha256', `key ${key}`).update(text).digest('hex');
  return { key, mac, isGenuine: (proof) => proof.key === key && proof.mac === mac(proof.text) };
}

/** A place outside the database, in memory. */
export class KeptHead implements OutsideHead {
  constructor(public head?: SealHead) {}

  async read(): Promise<SealHead | undefined> {
    return this.head;
  }

  async write(head: SealHead): Promise<void> {
    this.head = head;
  }
}

export function sealing(key = 'k', outside: OutsideHead = new KeptHead()): Sealing {
  return { signer: signer(key), outside };
}
