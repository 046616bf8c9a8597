import { supplied } from '../../core/supplied.js';
import type { RuleId } from '../../uwlr/rules.js';
import type { IncomingRoster } from './roster.js';

/** What was read otherwise than it was written, or could not be read. Never holds a value. */
export interface RosterNote {
  /** The rule of the catalogue that it comes under, if any. */
  readonly rule?: RuleId;
  /** From the root of the message, without indices. */
  readonly path: string;
  readonly reason: string;
  readonly count: number;
}

/** Pupil data as a message gives them, and what is to be known about the reading. */
export interface TranslatedRoster extends IncomingRoster {
  readonly notes: readonly RosterNote[];
}

/** Notes of one reading, counted per path and reason. */
export class RosterNotes {
  readonly #notes = new Map<string, RosterNote>();

  add(path: string, reason: string, rule?: RuleId): void {
    const key = `${path} ${reason}`;
    const count = (this.#notes.get(key)?.count ?? 0) + 1;
    this.#notes.set(key, { ...supplied({ rule }), path, reason, count });
  }

  list(): RosterNote[] {
    return [...this.#notes.values()];
  }
}
