import type { Requirement } from '../requirement.js';

export const MAPPING_REQUIREMENTS: readonly Requirement[] = [];
