import { ANSWER_FAULTS } from './answer-faults.js';
import { CONNECTION_FAULTS } from './connection-faults.js';
import type { Fault } from './fault.js';
import { HTTP_FAULTS } from './http-faults.js';
import { QUIRKS } from './quirks.js';
import { SOAP_FAULTS } from './soap-faults.js';

/** Every fault that a simulated administration can have. */
export const LAS_FAULTS: readonly Fault[] = [...CONNECTION_FAULTS, ...HTTP_FAULTS, ...SOAP_FAULTS, ...ANSWER_FAULTS, ...QUIRKS];
