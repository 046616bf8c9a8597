import type { Command } from 'commander';
import { addLearnerOptions, type LearnerOptions, meantLearner, namedLearner } from './learner/learner-options.js';
import { withExistingStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { jsonOption } from './terminal/json-option.js';
import { print, printJson } from './terminal/print.js';

interface RestrictOptions extends LearnerOptions {
  readonly lift?: true;
  readonly json?: true;
}

export function registerRestrict(program: Command, session: Session): void {
  addLearnerOptions(program.command('restrict').description('restrict processing: keep the data of a learner without disclosing them'))
    .option('--lift', 'end the restriction')
    .addOption(jsonOption())
    .action((options: RestrictOptions) => restrict(session, options));
}

async function restrict(session: Session, { lift, json, ...who }: RestrictOptions): Promise<void> {
  const named = await namedLearner(who);
  const config = session.config();
  const on = lift === undefined;
  const changed = await withExistingStore(config, async (store) => {
    const meant = await meantLearner(config, store, who.school, named);
    const { restrictLearner } = await import('../admin/rights/restrict-learner.js');
    return restrictLearner({ store, school: who.school, ...meant, now: new Date(), on });
  });
  if (json) printJson({ school: who.school, restricted: on, changed });
  else if (!changed) print(on ? 'Already restricted.' : 'Not restricted.');
  else print(on ? 'Restricted: data of the learner are no longer disclosed.' : 'No longer restricted.');
}
