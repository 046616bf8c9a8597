import type { Agreement, School } from '../../directory/directory.js';
import type { ListedParty } from './directory-views.js';

/** Invented. */
export const SCHOOL_EXAMPLE: School = { id: '99AB', name: 'Basisschool De Proef', createdAt: '2026-08-01T08:00:00.000Z' };

export const PAUSED_EXAMPLE: School = { ...SCHOOL_EXAMPLE, pausedAt: '2026-10-01T08:00:00.000Z' };

export const PARTY_EXAMPLE: ListedParty = {
  klantcode: 'dashboard',
  klantnaam: 'dashboard',
  name: 'dashboard',
  role: 'client',
  policy: 'strict',
  acceptStale: false,
  knownLearnersOnly: false,
  createdAt: '2026-08-01T08:00:00.000Z',
};

export const AGREEMENT_EXAMPLE: Agreement = {
  id: '5d3ae0d3-1a0e-4a43-8b07-6d6ee1ee1f77',
  school: '99AB',
  party: 'dashboard',
  exchanges: ['rest'],
  profile: 'rest',
  scopes: ['results:read'],
  purpose: 'Resultaten bespreken',
  from: '2026-08-01T08:00:00.000Z',
  infourl: { keep: 'none' },
};

export const ENDED_EXAMPLE: Agreement = { ...AGREEMENT_EXAMPLE, endedAt: '2026-10-01T08:00:00.000Z' };

export const AGREEMENT_DETAIL_EXAMPLE = {
  agreement: AGREEMENT_EXAMPLE,
  state: 'in-force',
  partyName: 'dashboard',
  schoolName: 'Basisschool De Proef',
  fields: [],
  overruledFor: [],
};

export const REPLACEMENT_EXAMPLE = {
  agreement: {
    ...AGREEMENT_EXAMPLE,
    id: '0f2e8a1c-6d1b-4f7e-9b55-2a8f0c7d4e10',
    from: '2026-11-01T00:00:00.000Z',
    until: '2027-08-01T00:00:00.000Z',
  },
  replaces: AGREEMENT_EXAMPLE,
  changes: { until: { from: 'never', to: '2027-08-01T00:00:00.000Z' } },
  remarks: [],
};
