import type { Requirement } from '../requirement.js';
import { LAS_FAULT_FORM_REQUIREMENTS, LAS_FAULT_REQUIREMENTS } from './las-messages/faults.js';
import { LAS_RESULTS_FAULT_REQUIREMENTS, LAS_RESULTS_REQUIREMENTS } from './las-messages/results.js';
import { LAS_HTTP_REQUIREMENTS, LAS_TOLERANT_REQUIREMENTS } from './las-messages/transport.js';

/** What a LAS has to do with messages as such: faults, results, transport, tolerance (spec a.6, b, c.10 to c.14, e). */
export const LAS_MESSAGE_REQUIREMENTS: readonly Requirement[] = [
  ...LAS_FAULT_REQUIREMENTS,
  ...LAS_FAULT_FORM_REQUIREMENTS,
  ...LAS_RESULTS_REQUIREMENTS,
  ...LAS_RESULTS_FAULT_REQUIREMENTS,
  ...LAS_HTTP_REQUIREMENTS,
  ...LAS_TOLERANT_REQUIREMENTS,
];
