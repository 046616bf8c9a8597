import { ASSESSMENT_ENDPOINTS } from './assessment-endpoints.js';
import type { Endpoint } from './endpoint.js';
import { EXCHANGE_ENDPOINTS } from './exchange-endpoints.js';
import { RESULT_ENDPOINTS } from './result-endpoints.js';

/** Everything that can be read with a token. */
export const ENDPOINTS: readonly Endpoint[] = [...RESULT_ENDPOINTS, ...ASSESSMENT_ENDPOINTS, ...EXCHANGE_ENDPOINTS];
