import type { PostedResults } from '../../model/posted/posted-results.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';

/** Invented. */
export const POSTED_EXAMPLE: PostedResults = {
  schoolYear: '2026-2027',
  assessments: [
    {
      code: { value: 'REK-5-B1' },
      version: { value: '3' },
      name: 'Rekenen groep 5, blok 1',
      norm: {
        bands: [
          { term: 'oefenen', from: '0', to: '54' },
          { term: 'goed', from: '55', to: '100' },
        ],
      },
    },
  ],
  results: [
    {
      key: 'afname-0001',
      learner: { leerlingid: 'verzonnen-0001' },
      activity: { code: 'REK-5-B1', originType: 'methodTest' },
      date: '2026-09-14',
      values: [{ kind: 'score', value: '70' }],
    },
  ],
};

export const TAKEN_EXAMPLE = {
  exchange: '019bc0a1-7c00-7d3e-8f21-0a1b2c3d4e5f',
  stored: 1,
  revised: 0,
  repeated: false,
  ids: ['0e2f1a94-6f0c-5d8b-9a51-3b0f5f7d2c11'],
};

export const POSTING_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/results',
    method: 'post',
    operation: 'postResults',
    summary: 'Deliver results',
    description:
      'Stores results of the client itself: all of them or none. A result key that was posted before gets a new revision. Data that the agreement does not allow are removed before storage; the results are then delivered to the receivers of the school. The same request with the same key gets the same response and is stored once. The body may be compressed (`Content-Encoding: gzip`).',
    scopes: ['results:write'],
    parameters: {},
    posted: 'PostedResults',
    body: { ...POSTED_EXAMPLE },
    answer: { schema: 'TakenResults', description: 'The results are stored.', example: TAKEN_EXAMPLE },
  }),
];
