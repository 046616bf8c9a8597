import { createHash } from 'node:crypto';

/** An invented pupil, as the administration of the invented school would know it. */
export interface SyntheticPupil {
  /** Key of the LAS. */
  readonly leerlingid: string;
  readonly eckid: string;
  /** How well it does at tests, 0 to 1. */
  readonly talent: number;
}

/** The same of pupils whom an administration gave: how well they do is invented here. */
export function talented(pupils: readonly Pick<SyntheticPupil, 'leerlingid' | 'eckid'>[]): SyntheticPupil[] {
  return pupils.map((pupil) => ({ ...pupil, talent: (digestOf(pupil.leerlingid)[0] as number) / 255 }));
}

/** Pupils that are the same each time. Their ECK iDs have the form of those of the test environment, and are nobody's. */
export function syntheticPupils(count: number): SyntheticPupil[] {
  return Array.from({ length: count }, (_, at) => {
    const digest = digestOf(`verzonnen leerling ${at + 1}`);
    return {
      leerlingid: `LAS-${String(1001 + at * 7)}`,
      eckid: `https://ketenid.nl/pilot/${digest.toString('hex')}`,
      talent: (digest[0] as number) / 255,
    };
  });
}

function digestOf(text: string): Buffer {
  return createHash('sha512').update(text).digest();
}
