import type { StoredAssessment, StoredExchange, StoredResult } from '../../store/store.js';

// Everything here is invented.

const SOURCE = { party: 'VERZONNEN-EA', version: '2.2' } as const;
const STORED_AT = '2026-01-15T08:00:00.000Z';

export const RESULT_EXAMPLE: StoredResult = {
  id: '0e2f1a94-6f0c-5d8b-9a51-3b0f5f7d2c11',
  school: '99AB',
  schoolYear: '2025-2026',
  learner: 'uV3k0wJ8pQ2sZ5xN7rT1yL4aB6c',
  source: { ...SOURCE, product: 'REKENMETHODE', profile: '1' },
  sourceProfile: {
    declared: true,
    version: '1',
    title: 'Verzonnen rekenmethode',
    adaptive: 'no',
    targetLevel: 'notConsidered',
    durability: 'notTested',
    signalsFrom: 'unknown',
    confirmed: true,
  },
  activity: {
    code: 'REK-5-B1',
    version: '3',
    name: 'Rekenen groep 5, blok 1',
    originType: 'methodTest',
    hierarchy: [],
  },
  date: '2026-01-14',
  values: [
    {
      kind: 'score',
      value: '7.0',
      declaration: { declared: true, scale: { from: '0', to: '10' }, meaning: 'cijfer voor dit blok' },
      sourcePath: 'score',
    },
  ],
  norm: { term: 'goed', lookedUpIn: 'normTableOfSource' },
  context: { extra: [] },
  goalLinks: [],
  signals: [],
  status: 'final',
  losses: [],
  revision: 1,
  storedAt: STORED_AT,
};

/** With `identities=true`. */
export const IDENTIFIED_RESULT: StoredResult = {
  ...RESULT_EXAMPLE,
  eckId: 'https://ketenid.nl/pilot/verzonnen-0001',
  detailUrl: 'https://resultaten.uitgever.example/afname/verzonnen',
};

export const ASSESSMENT_EXAMPLE: StoredAssessment = {
  id: '6b1d9a02-0d5e-5c5f-8a37-54f0a9f4e7d3',
  school: '99AB',
  source: SOURCE,
  code: { value: 'REK-5-B1' },
  version: { value: '3' },
  name: 'Rekenen groep 5, blok 1',
  hierarchy: [],
  norm: {
    bands: [
      { term: 'oefenen', from: '0', to: '5.4' },
      { term: 'goed', from: '5.5', to: '10' },
    ],
  },
  parts: [{ number: '1', code: { value: 'REK-5-B1-1' }, name: 'Klokkijken' }],
  losses: [],
  revision: 1,
  storedAt: STORED_AT,
};

export const EXCHANGE_EXAMPLE: StoredExchange = {
  id: '019bc0a1-7c00-7d3e-8f21-0a1b2c3d4e5f',
  direction: 'in',
  operation: 'BrengLeerresultaten',
  party: SOURCE.party,
  school: '99AB',
  version: SOURCE.version,
  policy: 'strict',
  receivedAt: '2026-01-15T08:00:01.200Z',
  durationMs: 21.5,
  wireBytes: 2612,
  decodedBytes: 2612,
  createdAtNs: 1_768_464_000_000_000_000n,
  outcome: 'accepted',
  findings: [],
  findingCount: 0,
  resultCount: 1,
  learnerCount: 0,
  strips: [{ path: 'leerresultaten_verzoek/school/auteur', rule: 'not-in-profile', count: 1 }],
};
