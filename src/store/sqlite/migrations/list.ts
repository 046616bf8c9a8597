import { FIRST } from './0001-first.js';
import { ROSTER } from './0002-roster.js';
import { ROSTER_ORDER } from './0003-roster-order.js';
import { ACCESS } from './0004-access.js';
import { AUDIT } from './0005-audit.js';
import { CLIENTS } from './0006-clients.js';
import { RIGHTS } from './0007-rights.js';
import { RETENTION } from './0008-retention.js';
import { ALIASES } from './0009-aliases.js';
import { SECRET } from './0010-secret.js';
import { OUTBOX } from './0011-outbox.js';
import { REQUEST_KEYS } from './0012-request-keys.js';
import { BRIEF_EXCHANGES } from './0013-brief-exchanges.js';
import { DIRECTORY_CHANGES } from './0014-directory-changes.js';
import { AUDIT_CHAINS } from './0015-audit-chains.js';
import { PARTY_NAMES } from './0016-party-names.js';
import { DEPARTURES } from './0017-departures.js';
import { LEAVERS_AND_EXERCISES } from './0018-leavers-and-exercises.js';
import { AGREEMENTS_BY_SIDES } from './0019-agreements-by-sides.js';
import { WHO_WAS_REFUSED } from './0020-who-was-refused.js';
import { PRIVACY_STATEMENTS } from './0021-privacy-statements.js';
import { SETTLED_BY } from './0022-settled-by.js';
import { NAMES_OF_SCHOOLS } from './0023-names-of-schools.js';
import { ATTEMPTS_BY_START } from './0024-attempts-by-start.js';
import { GOALS } from './0025-goals.js';
import { COMPACT_RESULTS } from './0026-compact-results.js';
import { PLACED_RESULTS } from './0027-placed-results.js';
import { ROSTER_PACKS } from './0028-roster-packs.js';
import { SEALED_CHANGES } from './0029-sealed-changes.js';
import type { Migration } from './migration.js';

/** Every migration, in order. The file name carries the number: `migrations/0001-first.ts`. */
export const MIGRATIONS: readonly Migration[] = [
  FIRST,
  ROSTER,
  ROSTER_ORDER,
  ACCESS,
  AUDIT,
  CLIENTS,
  RIGHTS,
  RETENTION,
  ALIASES,
  SECRET,
  OUTBOX,
  REQUEST_KEYS,
  BRIEF_EXCHANGES,
  DIRECTORY_CHANGES,
  AUDIT_CHAINS,
  PARTY_NAMES,
  DEPARTURES,
  LEAVERS_AND_EXERCISES,
  AGREEMENTS_BY_SIDES,
  WHO_WAS_REFUSED,
  PRIVACY_STATEMENTS,
  SETTLED_BY,
  NAMES_OF_SCHOOLS,
  ATTEMPTS_BY_START,
  GOALS,
  COMPACT_RESULTS,
  PLACED_RESULTS,
  ROSTER_PACKS,
  SEALED_CHANGES,
];
