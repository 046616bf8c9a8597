import { createHash } from 'node:crypto';

/** An invented pupil, as the administration of the invented school would know it. */
export interface SyntheticPupil {
  /** Key of the LAS. */
  readonly leerlingid: string;
  readonly eckid: string;
  /** How well it does at tests, 0 to 1. */
  readonly talent: number;
}

/** Pupils that are the same each time. Their ECK iDs have the form of those of the test environment, and are nobody's. */
export function syntheticPupils(count: number): SyntheticPupil[] {
  return Array.from({ length: count }, (_, at) => {
    const digest = createHash('sha512')
      .update(`verzonnen leerling ${at + 1}`)
      .digest();
    return {
      leerlingid: `LAS-${String(1001 + at * 7)}`,
      eckid: `https://ketenid.nl/pilot/${digest.toString('hex')}`,
      talent: (digest[0] as number) / 255,
    };
  });
}
