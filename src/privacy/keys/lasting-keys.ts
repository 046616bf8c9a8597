import { createSecretKey, type KeyObject } from 'node:crypto';
import { deriveKey } from './derive-key.js';
import { SealError } from './seal-error.js';
import { openBytes, sealBytes } from './sealed-box.js';

/** Keys of which the outcome is stored and cannot be made again: they stay when the secret is replaced. By their purpose. */
const LASTING = ['credential hash', 'token hash', 'client secret hash', 'message digest'] as const;
export type LastingKey = (typeof LASTING)[number];

/** A key that sealed the audit under an earlier secret, and the last place that its seals count for. */
interface EarlierSeal {
  readonly fingerprint: string;
  readonly upTo: number;
  readonly key: KeyObject;
}

/** What was kept of a secret that was replaced, wrapped with the one that came after it. By name; empty: none was. */
export type WrappedKeys = ReadonlyMap<string, Uint8Array>;

const SEAL_NAME = /^audit seal ([0-9a-f]{16}) (\d{1,16})$/;

/** The keys that outlive the secret of the gateway. */
export class LastingKeys {
  private constructor(
    private readonly keys: ReadonlyMap<string, KeyObject>,
    private readonly seals: readonly EarlierSeal[],
  ) {}

  /** Those that came with `wrapped`, or, as long as no secret was replaced, those of this secret. Throws `SealError`. */
  static of(secret: Uint8Array, wrapped: WrappedKeys): LastingKeys {
    if (wrapped.size === 0) return new LastingKeys(new Map(LASTING.map((purpose) => [purpose, deriveKey(secret, purpose)])), []);
    const wrap = wrapKey(secret);
    const keys = new Map([...wrapped].map(([name, bytes]) => [name, createSecretKey(openBytes(wrap, bytes, purposeOf(name)))]));
    // Without one of them every key or token would be refused, and nobody could tell why.
    if (LASTING.some((purpose) => !keys.has(purpose))) throw new SealError('format');
    return new LastingKeys(
      keys,
      [...keys].flatMap(([name, key]) => earlierSeal(name, key)),
    );
  }

  key(purpose: LastingKey): KeyObject {
    return this.keys.get(purpose) as KeyObject;
  }

  /** The key of an earlier secret, when its seals count for this place in the audit. */
  sealKey(fingerprint: string, seq: number): KeyObject | undefined {
    return this.seals.find((seal) => seal.fingerprint === fingerprint && seq <= seal.upTo)?.key;
  }

  /** Whether the gateway had this secret before. */
  had(fingerprint: string): boolean {
    return this.seals.some((seal) => seal.fingerprint === fingerprint);
  }

  /** The place in the audit at which the secret was replaced last; 0: it never was. */
  get replacedAt(): number {
    return Math.max(0, ...this.seals.map(({ upTo }) => upTo));
  }

  /** All of them wrapped with the next secret, together with the key that sealed the audit up to now. */
  wrapFor(secret: Uint8Array, { fingerprint, upTo, key }: EarlierSeal): WrappedKeys {
    const wrap = wrapKey(secret);
    const all = new Map([...this.keys, [`audit seal ${fingerprint} ${upTo}`, key]]);
    return new Map([...all].map(([name, one]) => [name, sealBytes(wrap, one.export(), purposeOf(name))]));
  }
}

function wrapKey(secret: Uint8Array): KeyObject {
  return deriveKey(secret, 'gateway key wrap');
}

/** The name is authenticated: a key is good for what it was kept for only. */
function purposeOf(name: string): string {
  return `gateway key 1 ${name}`;
}

function earlierSeal(name: string, key: KeyObject): EarlierSeal[] {
  const [, fingerprint, upTo] = SEAL_NAME.exec(name) ?? [];
  return fingerprint === undefined ? [] : [{ fingerprint, upTo: Number(upTo), key }];
}
