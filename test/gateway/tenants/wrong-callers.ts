import { KEYS, PARTIES, SCHOOLS } from './cast.js';

/** Who calls, and for which school: what the autorisatie header and the body of a message say. */
export interface Caller {
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly key: string;
  readonly school: string;
}

type Service = 'leerresultaten' | 'leerlinggegevens';

interface WrongCaller extends Partial<Caller> {
  /** Wrong for this service only; for the other one it is right. */
  readonly only?: Service;
  /** What the caller is told: this code and this rule, and nothing else. */
  readonly told: readonly [code: string, rule: string];
}

/** May do everything. */
export const VENDOR: Caller = { klantcode: 'VENDOR', klantnaam: PARTIES.VENDOR, key: KEYS.vendor, school: SCHOOLS.OPEN };

const KEY = ['Client.AutorisatieOngeldig', 'UWLR-EX-002'] as const;
const EMPTY = ['Client.AutorisatieOngeldig', 'UWLR-SCH-020'] as const;
const SUPPLIER = ['Client.OngeldigeKlantIdentificatie', 'UWLR-EX-001'] as const;
const OTHER = { klantcode: 'OTHER', klantnaam: PARTIES.OTHER };

/** Everything in which a caller can be wrong; what is not said here is as with `VENDOR`. */
export const WRONG_CALLERS: Readonly<Record<string, WrongCaller>> = {
  'a klantcode that nobody has': { klantcode: 'NIEMAND', klantnaam: 'Niemand', told: SUPPLIER },
  'a klantnaam of another': { klantnaam: PARTIES.OTHER, told: SUPPLIER },
  'a klantnaam that nobody has': { klantnaam: 'Niemand', told: SUPPLIER },
  'a klantcode in other letters': { klantcode: 'vendor', told: SUPPLIER },
  'another vendor, with the key of this one': { ...OTHER, told: KEY },
  'an empty key': { key: '', told: EMPTY },
  'a key that was never given out': { key: 'sleutel-die-er-nooit-geweest-is-01', told: KEY },
  'the key of another vendor': { key: KEYS.other, told: KEY },
  'the key of the administration': { key: KEYS.las, told: KEY },
  'a key with a character less': { key: KEYS.vendor.slice(0, -1), told: KEY },
  'a key that was revoked': { key: KEYS.revoked, told: KEY },
  'a key that is over': { key: KEYS.expired, told: KEY },
  'a key that does not hold yet': { key: KEYS.future, told: KEY },
  'a key for another school': { key: KEYS.elsewhere, told: KEY },
  'a school of another vendor': { school: SCHOOLS.OTHERS, told: KEY },
  'a school that nobody has': { school: '99ZZ', told: KEY },
  'a location of the school that nobody has': { school: '99AA-01', told: KEY },
  'an agreement that was ended': { school: SCHOOLS.ENDED, told: KEY },
  'an agreement that is over': { school: SCHOOLS.EXPIRED, told: KEY },
  'an agreement that does not hold yet': { school: SCHOOLS.NOT_YET, told: KEY },
  'an agreement without a key for that school': { school: SCHOOLS.WITHOUT_KEY, told: KEY },
  'an agreement on results only': { school: SCHOOLS.RESULTS_ONLY, only: 'leerlinggegevens', told: KEY },
  'an agreement on pupil data only': { school: SCHOOLS.PUPILS_ONLY, only: 'leerresultaten', told: KEY },
  'a key for a school without an agreement': { ...OTHER, key: KEYS.other, told: KEY },
  'an administration that may not send results': {
    klantcode: 'LAS',
    klantnaam: PARTIES.LAS,
    key: KEYS.las,
    only: 'leerresultaten',
    told: KEY,
  },
  'a REST client': { klantcode: 'CLIENT', klantnaam: PARTIES.CLIENT, key: KEYS.client, told: KEY },
};
