import { FAULT_DEFECTS } from './las/faults.js';
import { PUPIL_DEFECTS } from './las/pupils.js';
import { RESULTS_DEFECTS } from './las/results.js';
import { TRANSPORT_DEFECTS } from './las/transport.js';
import type { LasDefect } from './las-defect.js';

/** Every single defect that a simulated administration can have. */
export const LAS_DEFECTS: readonly LasDefect[] = [...PUPIL_DEFECTS, ...FAULT_DEFECTS, ...RESULTS_DEFECTS, ...TRANSPORT_DEFECTS];
