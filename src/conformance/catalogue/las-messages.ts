import type { Requirement } from '../requirement.js';

const role = 'las' as const;
const versions = ['1.0', '2.1', '2.2', '2.3'] as const;

/** What a LAS has to do with messages as such: faults, results, transport, tolerance (spec a.6, b, c.10 to c.14, e). */
export const LAS_MESSAGE_REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'LAS-FAULT-01',
    role,
    versions,
    strength: 'MUST',
    source: 'e: V221 foutafhandeling, TP10',
    status: 'confirmed',
    en: 'An unknown klantcode is refused with Client.OngeldigeKlantIdentificatie.',
    nl: 'Een onbekende klantcode wordt geweigerd met Client.OngeldigeKlantIdentificatie.',
  },
];
