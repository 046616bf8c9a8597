import type { Command } from 'commander';
import { registerExport } from './dossier/export.js';
import { registerImport } from './dossier/import.js';
import { addLearnerOptions, type LearnerOptions, meantLearner, namedLearner } from './learner/learner-options.js';
import { withExistingStore } from './open/open-store.js';
import { osActor } from './open/os-actor.js';
import type { Session } from './open/session.js';
import { writeWhole } from './roster/write-whole.js';
import { wrongUsage } from './terminal/command-error.js';
import { jsonOption } from './terminal/json-option.js';
import { print, printJson } from './terminal/print.js';

interface DossierOptions extends LearnerOptions {
  readonly html?: string;
  readonly json?: true;
}

export function registerDossier(program: Command, session: Session): void {
  const dossier = program
    .command('dossier')
    .description('write all stored data of a learner, and who received them; hand results to another school, or read in those of one');
  addLearnerOptions(
    dossier
      .command('show', { isDefault: true })
      .description('write all stored data of a learner, and who received them; it contains names, so keep it safe'),
  )
    .option('--html <file>', 'write a page in Dutch to this file')
    .addOption(jsonOption())
    .action((options: DossierOptions) => show(session, options));
  registerExport(dossier, session);
  registerImport(dossier, session);
}

async function show(session: Session, { html, json, ...who }: DossierOptions): Promise<void> {
  if ((html === undefined) === (json === undefined)) throw wrongUsage('give --json or --html');
  const named = await namedLearner(who);
  const config = session.config();
  const made = await withExistingStore(config, async (store) => {
    const meant = await meantLearner(config, store, who.school, named);
    const { makeDossier } = await import('../rights/dossier.js');
    return makeDossier({ store, school: who.school, ...meant, now: new Date(), actor: osActor() });
  });
  if (html === undefined) {
    printJson(made);
    return;
  }
  const { dossierPage } = await import('../pages/dossier/dossier-page.js');
  await writeWhole(html, [dossierPage(made)]);
  print(`Wrote ${html}: school years ${made.years.length}, results ${made.results.length}, times given ${made.given.length}.`);
}
