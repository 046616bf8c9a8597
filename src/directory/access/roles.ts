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
  'signals:mute',
  'goals:choose',
  'links:follow',
] as const;
export type Permission = Scope | (typeof DUTIES)[number];

export interface Role {
  readonly description: string;
  readonly permissions: readonly Permission[];
  /** True: only for a token of one school. Others may be of one school, or of none and then see them all. */
  readonly bound: boolean;
  /**
   * `needed`: only for a token of one member of staff, and it opens only what is of the own groups. `possible`: the token may say who of the
   * staff uses it. Absent: a token of this role is of nobody in the roster.
   */
  readonly teacher?: 'needed' | 'possible';
}

const LOOKING = [
  'exchanges:read',
  'assessments:read',
  'schools:read',
  'parties:read',
  'agreements:read',
  'deliveries:read',
] as const satisfies Permission[];

/** What somebody who works with learners reads and notes. Nothing of messages, agreements, keys and deliveries. */
const TEACHING = [
  'results:read',
  'assessments:read',
  'learners:read',
  'groups:read',
  'teachers:read',
  'learners:identities',
  'teachers:identities',
  'goals:read',
  'signals:read',
  'annotations:read',
  'annotations:write',
  'links:follow',
] as const satisfies Permission[];

/**
 * People, beside the clients: who runs the gateway, and the school itself. They read under no agreement, so none of those who run
 * the gateway sees anything of a learner; and who is of a school sees no school but that one.
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
  supervisor: {
    description: 'intern begeleider: learners, results, goals, signals and annotations of one school',
    permissions: TEACHING,
    bound: true,
    teacher: 'possible',
  },
  teacher: {
    description: 'as supervisor, but only of the own groups, on the days on which the teacher was in them',
    permissions: TEACHING,
    bound: true,
    teacher: 'needed',
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as readonly RoleName[];

/** Gives undefined for a role that this version does not know. */
export function roleOf(name: string): Role | undefined {
  return Object.hasOwn(ROLES, name) ? ROLES[name as RoleName] : undefined;
}
