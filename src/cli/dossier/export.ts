import { type Command, Option } from 'commander';
import type { HandedDossier } from '../../model/handed-dossier.js';
import { addLearnerOptions, type LearnerOptions, meantLearner, namedLearner } from '../learner/learner-options.js';
import { withExistingStore } from '../open/open-store.js';
import { osActor } from '../open/os-actor.js';
import type { Session } from '../open/session.js';
import { writeWhole } from '../roster/write-whole.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface ExportOptions extends LearnerOptions {
  readonly out: string;
  readonly json?: true;
}

export function registerExport(dossier: Command, session: Session): void {
  addLearnerOptions(
    dossier.command('export').description('write the results of a learner, with goals and sources, to a file for another school'),
  )
    .addOption(new Option('--out <file>', 'the file, readable for you only').makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: ExportOptions) => exportDossier(session, options));
}

async function exportDossier(session: Session, { out, json, ...who }: ExportOptions): Promise<void> {
  const named = await namedLearner(who);
  const config = session.config();
  const made = await withExistingStore(config, async (store) => {
    const meant = await meantLearner(config, store, who.school, named);
    const { handOverDossier } = await import('../../admin/rights/hand-over-dossier.js');
    return handOverDossier({ store, school: who.school, ...meant, now: new Date(), actor: osActor() });
  });
  await writeWhole(out, [`${JSON.stringify(made, undefined, 1)}\n`]);
  const { goals, leftOut, parties, results } = made;
  if (json) printJson({ out, school: who.school, results: results.length, goals: goals.length, parties, leftOut });
  else printExport(out, made);
}

function printExport(out: string, { goals, leftOut, parties, results }: HandedDossier): void {
  print(`Wrote ${out}: results ${results.length}, vendors ${parties.length}, goals ${goals.length}. It is personal data: keep it safe.`);
  for (const { what, why } of leftOut) print(`  left out: ${what} (${why})`);
}
