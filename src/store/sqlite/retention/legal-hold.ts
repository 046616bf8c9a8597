import type { Database } from 'better-sqlite3';
import { isHeld, isSomeHeld } from '../../tables/retention/legal-hold.js';
import { ScriptRunner } from '../connection/script-runner.js';

/** Tells tables that are no scripts yet of which schools nothing may be removed. Synchronous; runs inside the caller's transaction. */
export class LegalHold {
  private readonly scripts: ScriptRunner;

  constructor(db: Database) {
    this.scripts = new ScriptRunner(db);
  }

  on(school: string): boolean {
    return this.scripts.run(isHeld(school));
  }

  /** On any school. */
  onSome(): boolean {
    return this.scripts.run(isSomeHeld());
  }
}
