import { READING_SCOPES, type Scope } from './scopes.js';

/** What there is to see and do about the gateway itself. Never given to a client: it comes with a role. */
export const DUTIES = [
  'schools:read',
  'schools:pause',
  'parties:read',
  'agreements:read',
  'agreements:end',
  'agreements:change',
  'deliveries:read',
  'deliveries:change',
] as const;
export type Permission = Scope | (typeof DUTIES)[number];

export interface Role {
  readonly description: string;
  readonly permissions: readonly Permission[];
  /** True: only for a token of one school. Others may be of one school, or of none and then see them all. */
  readonly bound: boolean;
}

const LOOKING = [
  'exchanges:read',
  'assessments:read',
  'schools:read',
  'parties:read',
  'agreements:read',
  'deliveries:read',
] as const satisfies Permission[];

/**
 * People, beside the clients: who runs the gateway, and the school itself. They read under no agreement, so nobody of them but the
 * school may see anything of a learner; and the school sees no school but its own.
 */
export const ROLES = {
  viewer: { description: 'see exchanges, schools, parties and agreements, with numbers', permissions: LOOKING, bound: false },
  operator: {
    description: 'as viewer; also pause schools and change deliveries',
    permissions: [...LOOKING, 'schools:pause', 'deliveries:change'],
    bound: false,
  },
  administrator: {
    description: 'as operator; also end and replace agreements, and read the audit',
    permissions: [...LOOKING, 'schools:pause', 'deliveries:change', 'agreements:end', 'agreements:change', 'audit:read'],
    bound: false,
  },
  school: {
    description: 'all data of one school, including learners by name',
    permissions: [...READING_SCOPES, ...DUTIES],
    bound: true,
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as readonly RoleName[];

/** Gives undefined for a role that this version does not know. */
export function roleOf(name: string): Role | undefined {
  return Object.hasOwn(ROLES, name) ? ROLES[name as RoleName] : undefined;
}
