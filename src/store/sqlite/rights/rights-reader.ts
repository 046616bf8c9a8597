import type { Database, Statement } from 'better-sqlite3';
import type { Person, PersonData } from '../../rights-store.js';
import { keptResult, personRows } from '../../tables/rights/person-data.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { CompleteResults } from '../goals/complete-results.js';
import type { GoalIndexes } from '../goals/goal-indexes.js';
import { SignalReader } from '../goals/signals/signal-reader.js';
import { type AnnotationRow, annotationOf, SELECT_ANNOTATIONS } from '../goals/sqlite-annotation-store.js';

/** Reads everything of a person, with what learning goals add to it. Synchronous. */
export class RightsReader {
  private readonly scripts: ScriptRunner;
  private readonly complete: CompleteResults;
  private readonly signals: SignalReader;
  private readonly annotations: Statement<[string, string | null], AnnotationRow>;

  constructor(
    private readonly db: Database,
    indexes: GoalIndexes,
  ) {
    this.scripts = new ScriptRunner(db);
    this.complete = new CompleteResults(db, indexes);
    this.signals = new SignalReader(db);
    this.annotations = db.prepare(`${SELECT_ANNOTATIONS} AND learner = ? ORDER BY seq`);
  }

  /** As of one moment. */
  everythingOf(school: string, person: Person): PersonData {
    return this.db.transaction(() => {
      const { numbers, resultRows, ...rows } = this.scripts.run(personRows(school, person));
      const read = this.complete.reading();
      return {
        ...rows,
        results: resultRows.map((row) => keptResult(row, read)),
        signals: numbers.flatMap((learner) => this.signals.ofLearner(learner)),
        annotations: this.annotations.all(school, person.learner ?? null).map(annotationOf),
      };
    })();
  }
}
