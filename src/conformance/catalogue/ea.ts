import type { Requirement } from '../requirement.js';
import { EA_ASK_REQUIREMENTS } from './ea-ask.js';
import { EA_FAULT_REQUIREMENTS } from './ea-fault.js';
import { EA_RESULTS_REQUIREMENTS } from './ea-results.js';
import { EA_USEFUL_REQUIREMENTS } from './ea-useful.js';

export const EA_REQUIREMENTS: readonly Requirement[] = [
  ...EA_ASK_REQUIREMENTS,
  ...EA_FAULT_REQUIREMENTS,
  ...EA_RESULTS_REQUIREMENTS,
  ...EA_USEFUL_REQUIREMENTS,
];
