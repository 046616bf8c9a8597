import type { UwlrVersion } from '../uwlr/finding.js';

/** Who has to keep a requirement. `message`: whoever writes the message; `mapping`: whoever writes a mapping to goals. */
export const ROLES = ['las', 'ea', 'receiver', 'message', 'mapping'] as const;
export type Role = (typeof ROLES)[number];

/** One checkable statement of the standard, or of our own interface where the role is `receiver` or `mapping`. */
export interface Requirement {
  /** Stable: never used again for something else. Of a message: the id of the gateway's rule, such as `UWLR-LR-017`. */
  readonly id: string;
  readonly role: Role;
  /** Versions of UWLR in which it holds. Empty: it does not depend on the version. */
  readonly versions: readonly UwlrVersion[];
  /** A SHOULD that is not kept is a warning, never a failure. */
  readonly strength: 'MUST' | 'SHOULD';
  /** Section of the fact sheet and its source, such as `e: V221 foutafhandeling`. */
  readonly source: string;
  /**
   * `confirmed`: a source states it. `inferred`: a deduction, so that a breach is at most `review`. `unknown`: nobody could find it; it is
   * not tested, and `question` says what is open.
   */
  readonly status: 'confirmed' | 'inferred' | 'unknown';
  readonly en: string;
  readonly nl: string;
  /** With status `unknown`: the open question. */
  readonly question?: string;
  /** Why no test of this suite can see it. */
  readonly notTestable?: string;
}
