import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../../config/config.js';
import type { HandedDossier } from '../../model/handed-dossier.js';
import { openKeyring } from '../../secret/open-keyring.js';
import type { Store } from '../../store/store.js';
import { addLearnerOptions, type LearnerOptions, type MeantLearner, meantLearner, namedLearner } from '../learner/learner-options.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { CommandError, negativeAnswer } from '../terminal/command-error.js';
import { EXIT } from '../terminal/exit-code.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';
import { textOfFile } from '../terminal/text-of-file.js';

/** Some thousands of results take a few MB. */
const MOST_DOSSIER_BYTES = 32 * 1024 * 1024;

interface ImportOptions extends LearnerOptions {
  readonly as?: ReadonlyMap<string, string>;
  readonly dryRun?: true;
  readonly json?: true;
}

export function registerImport(dossier: Command, session: Session): void {
  addLearnerOptions(
    dossier
      .command('import')
      .description('read in the results that another school exported; without a learner, the one with the ECK iD of the file is meant')
      .argument('<file>', 'the file (- for standard input)'),
  )
    .addOption(new Option('--as <theirs=ours>', 'klantcode here of a vendor of the file; may be given more than once').argParser(partyPair))
    .option('--dry-run', 'show what would be stored, without storing it')
    .addOption(jsonOption())
    .action((file: string, options: ImportOptions) => importDossier(session, file, options));
}

function partyPair(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const at = text.indexOf('=');
  if (at <= 0 || at === text.length - 1) throw new InvalidArgumentError('Expected THEIRS=OURS.');
  return new Map([...before, [text.slice(0, at), text.slice(at + 1)]]);
}

async function importDossier(session: Session, file: string, { as = new Map(), dryRun, json, ...who }: ImportOptions): Promise<void> {
  const isNamed = [who.learner, who.leerlingidFile, who.eckidFile].some((one) => one !== undefined);
  const named = isNamed ? await namedLearner(who) : undefined;
  const dossier = await readDossier(file);
  const config = session.config();
  const taken = await withExistingStore(config, async (store) => {
    const meant =
      named === undefined ? await learnerOf(config, store, who.school, dossier) : await meantLearner(config, store, who.school, named);
    const keyring = await openKeyring(config, store);
    const { takeOverDossier } = await import('../../admin/rights/take-over-dossier.js');
    const options = { store, keyring, school: who.school, ...meant, dossier, parties: as, now: new Date() };
    return takeOverDossier({ ...options, dryRun: dryRun === true });
  });
  const { added, changed, unchanged, exchanges } = taken;
  if (json) {
    printJson({ dryRun: dryRun === true, school: who.school, from: dossier.school, added, changed, unchanged, exchanges });
    return;
  }
  const from = `${dossier.school.name} (${dossier.school.id})`;
  print(`${dryRun ? 'Would be read in' : 'Read in'} from ${from}: ${added} new results, ${changed} changed, ${unchanged} as they were.`);
}

/** Throws `CommandError` with every fault that a person could mend. */
async function readDossier(file: string): Promise<HandedDossier> {
  const text = await textOfFile(file, MOST_DOSSIER_BYTES);
  const { readHandedDossier } = await import('../../model/read-handed-dossier.js');
  const read = readHandedDossier(text);
  if (read.kind === 'read') return read.dossier;
  const lines = read.faults.map(({ pointer, what }) => `${pointer === '' ? 'the file' : pointer} ${what}`);
  throw new CommandError(EXIT.no, `${file === '-' ? 'standard input' : file}: ${lines.join('; ')}`);
}

/** Whom the file is about, by its ECK iDs. Throws `CommandError` when nobody here has one of them. */
async function learnerOf(config: Config, store: Store, school: string, { learner: { eckIds = [] } }: HandedDossier): Promise<MeantLearner> {
  for (const eckId of eckIds) {
    try {
      return await meantLearner(config, store, school, { by: 'eckid', eckId });
    } catch (error) {
      if (!(error instanceof CommandError) || error.exitCode !== EXIT.no) throw error;
    }
  }
  const why = eckIds.length === 0 ? 'the file has no ECK iD' : `school ${school} has no learner with an ECK iD of the file`;
  throw negativeAnswer(`${why}: say whose it is with --learner, --leerlingid-file or --eckid-file`);
}
