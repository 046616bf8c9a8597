import type { Requirement } from '../requirement.js';

/** One for each rule of the gateway about the content of a message, under the id of the rule. */
export const MESSAGE_REQUIREMENTS: readonly Requirement[] = [];
