import type { Requirement } from '../requirement.js';

export const RECEIVER_REQUIREMENTS: readonly Requirement[] = [];
