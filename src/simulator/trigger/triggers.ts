import { CREDENTIAL_TRIGGERS } from './credential-triggers.js';
import { MESSAGE_TRIGGERS } from './message-triggers.js';
import { PUPIL_TRIGGERS } from './pupil-triggers.js';
import { RESULT_TRIGGERS } from './result-triggers.js';
import type { Trigger } from './trigger.js';

/** Every situation, in the order in which they are listed. */
export const TRIGGERS: readonly Trigger[] = [...RESULT_TRIGGERS, ...CREDENTIAL_TRIGGERS, ...MESSAGE_TRIGGERS, ...PUPIL_TRIGGERS];
