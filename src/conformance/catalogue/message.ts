import type { Requirement } from '../requirement.js';
import { BEYOND_REQUIREMENTS } from './message/beyond.js';
import { ENVELOPE_REQUIREMENTS } from './message/envelope.js';
import { EXCHANGE_REQUIREMENTS } from './message/exchange.js';
import { KEY_REQUIREMENTS, PEOPLE_REQUIREMENTS } from './message/pupils.js';
import { FIGURE_REQUIREMENTS, TAKING_REQUIREMENTS } from './message/results.js';
import { SHAPE_REQUIREMENTS, VALUE_REQUIREMENTS } from './message/schema.js';

/**
 * One for each rule of the gateway about messages of UWLR, under the id of the rule, and what the standard says beyond those. Left out are the
 * gateway's rules about its own JSON (`UWLR-JSON-...`, `UWLR-SIG-...`) and about how its own questions end (`UWLR-SY-...`).
 */
export const MESSAGE_REQUIREMENTS: readonly Requirement[] = [
  ...ENVELOPE_REQUIREMENTS,
  ...SHAPE_REQUIREMENTS,
  ...VALUE_REQUIREMENTS,
  ...KEY_REQUIREMENTS,
  ...PEOPLE_REQUIREMENTS,
  ...TAKING_REQUIREMENTS,
  ...FIGURE_REQUIREMENTS,
  ...EXCHANGE_REQUIREMENTS,
  ...BEYOND_REQUIREMENTS,
];
