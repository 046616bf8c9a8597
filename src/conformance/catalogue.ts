import { createHash } from 'node:crypto';
import { EA_REQUIREMENTS } from './catalogue/ea.js';
import { LAS_MESSAGE_REQUIREMENTS } from './catalogue/las-messages.js';
import { LAS_PUPIL_REQUIREMENTS } from './catalogue/las-pupils.js';
import { MAPPING_REQUIREMENTS } from './catalogue/mapping.js';
import { MESSAGE_REQUIREMENTS } from './catalogue/message.js';
import { RECEIVER_REQUIREMENTS } from './catalogue/receiver.js';
import type { Requirement } from './requirement.js';

/** Every checkable statement, in the order of reports. */
export const CATALOGUE: readonly Requirement[] = [
  ...LAS_PUPIL_REQUIREMENTS,
  ...LAS_MESSAGE_REQUIREMENTS,
  ...EA_REQUIREMENTS,
  ...RECEIVER_REQUIREMENTS,
  ...MESSAGE_REQUIREMENTS,
  ...MAPPING_REQUIREMENTS,
];

const BY_ID = new Map(CATALOGUE.map((requirement) => [requirement.id, requirement]));

export function requirementOf(id: string): Requirement | undefined {
  return BY_ID.get(id);
}

/** `sha256:` over the whole catalogue: another digest, other requirements. */
export const CATALOGUE_DIGEST = `sha256:${createHash('sha256').update(JSON.stringify(CATALOGUE)).digest('hex')}`;
