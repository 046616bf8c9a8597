import type { Database } from 'better-sqlite3';
import type { Person, PersonData } from '../../rights-store.js';
import { annotationsOf } from '../../tables/goals/annotations.js';
import { signalsOfLearner } from '../../tables/goals/signals/signal-reads.js';
import { keptResult, personRows } from '../../tables/rights/person-data.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { CompleteResults } from '../goals/complete-results.js';
import type { GoalIndexes } from '../goals/goal-indexes.js';

/** Reads everything of a person, with what learning goals add to it. Synchronous. */
export class RightsReader {
  private readonly scripts: ScriptRunner;
  private readonly complete: CompleteResults;

  constructor(
    private readonly db: Database,
    indexes: GoalIndexes,
  ) {
    this.scripts = new ScriptRunner(db);
    this.complete = new CompleteResults(db, indexes);
  }

  /** As of one moment. */
  everythingOf(school: string, person: Person): PersonData {
    return this.db.transaction(() => {
      const { numbers, resultRows, ...rows } = this.scripts.run(personRows(school, person));
      const read = this.complete.reading();
      return {
        ...rows,
        results: resultRows.map((row) => keptResult(row, read)),
        signals: numbers.flatMap((learner) => this.scripts.run(signalsOfLearner(learner))),
        annotations: person.learner === undefined ? [] : this.scripts.run(annotationsOf(school, person.learner)),
      };
    })();
  }
}
