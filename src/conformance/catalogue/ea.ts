import type { Requirement } from '../requirement.js';

export const EA_REQUIREMENTS: readonly Requirement[] = [];
