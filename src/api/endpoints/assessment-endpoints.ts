import { toTheMinute } from '../../model/to-the-minute.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { ASSESSMENT_EXAMPLE } from '../shapes/examples.js';
import { LIST, PARTY } from '../shapes/parameters/parameters.js';
import { pageAnswer } from './page-answer.js';

export const ASSESSMENT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/assessments',
    operation: 'listAssessments',
    summary: 'Assessments of the school',
    description: "Each assessment as its source defines it, with its parts and the source's norms, in order of storage.",
    scopes: ['assessments:read'],
    parameters: { ...LIST, party: PARTY },
    answer: { schema: 'AssessmentList', description: 'A page of assessments.', example: { items: [ASSESSMENT_EXAMPLE] } },
    handle: async ({ reads, school, query }) =>
      pageAnswer(await reads.assessments({ ...query, school }), (one) => ({ ...one, storedAt: toTheMinute(one.storedAt) })),
  }),
];
