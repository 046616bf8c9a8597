import type { AuditEntry } from '../../audit.js';
import type { RightsMark } from '../../rights-mark.js';
import { StoreError } from '../../store-error.js';
import { contentOf, fieldsText } from '../../tables/audit/audit-entry.js';
import { askPlaces, type NewEntry, newEntry, placesOf, writeEntries } from '../audit/audit-entries.js';
import { AUDIT_SHARED, type Chains, EVERY_CHAIN, MARKS_ALONE } from './locks.js';
import type { Answer, Asked } from './trip.js';

/** What a script wrote that waits for its end: entries of the audit, as all schools share the lock that they need, and marks of erasure. */
export class Unwritten {
  private entries: NewEntry[] = [];
  private erased: RightsMark[] = [];

  /** `chains`: those that the transaction holds. `hasAudit`: it has the audit alone. */
  constructor(
    private readonly chains: Chains,
    private readonly hasAudit: boolean,
  ) {}

  get isEmpty(): boolean {
    return this.entries.length === 0 && this.erased.length === 0;
  }

  get marks(): readonly RightsMark[] {
    return this.erased;
  }

  /** Throws `StoreError('failed')` for an entry without the shape that keeps texts of people out, and for one of a chain that is not held. */
  addEntry(entry: AuditEntry): void {
    const fresh = newEntry(contentOf(entry), fieldsText(entry.fields));
    if (this.chains !== EVERY_CHAIN && !this.chains.includes(fresh.chain))
      throw new StoreError('failed', `audit: ${entry.operation} has an entry in a chain that its transaction does not hold`);
    this.entries.push(fresh);
  }

  addMarks(marks: readonly RightsMark[]): void {
    this.erased.push(...marks);
  }

  /** Gives what drops all that is added from now on. */
  dropLater(): () => void {
    const { length } = this.entries;
    const marked = this.erased.length;
    return () => {
      this.entries = this.entries.slice(0, length);
      this.erased = this.erased.slice(0, marked);
    };
  }

  /** What has to be asked first. */
  ask(): readonly Asked[] {
    const audit = this.entries.length === 0 ? [] : [askPlaces(this.entries)];
    const lock = audit.length === 0 || this.hasAudit ? [] : [AUDIT_SHARED];
    return [...lock, ...(this.erased.length === 0 ? [] : [MARKS_ALONE]), ...audit];
  }

  /** What writes the entries. `answers`: to what `ask` asked. */
  write(answers: readonly Answer[]): readonly Asked[] {
    return this.entries.length === 0 ? [] : writeEntries(this.entries, placesOf(answers.at(-1)!));
  }
}
