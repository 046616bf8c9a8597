import { type Command, Option } from 'commander';
import { requirementOf } from '../../conformance/catalogue.js';
import type { CheckedRule } from '../../conformance/file/checks.js';
import type { CheckedFile } from '../../conformance/file/file-subject.js';
import type { GivenFile } from '../../conformance/file/run-files.js';
import { supplied } from '../../core/supplied.js';
import { PUPIL_PROFILES, type PupilProfile } from '../../uwlr/grammar/grammar.js';
import type { Session } from '../open/session.js';
import { CommandError } from '../terminal/command-error.js';
import { EXIT } from '../terminal/exit-code.js';
import { note, print } from '../terminal/print.js';
import { boundedFile } from '../terminal/text-of-file.js';
import { runAndReport } from './finish-run.js';
import { addRunFlags } from './run-flags.js';

/** Bytes of one file. The suite has the whole of it in memory as a tree: about 40 times as much. */
const MOST_BYTES = 32 * 1024 * 1024;

interface FileOptions {
  readonly profile?: PupilProfile;
}

export function registerConformFile(conform: Command, session: Session): void {
  const command = conform
    .command('file')
    .description('test files with messages: questions, answers, results, faults, EDEXML')
    .argument('<file...>', 'with or without SOAP envelope; - for standard input')
    .addOption(new Option('--profile <profile>', 'hold answers with pupil data to this profile too').choices(PUPIL_PROFILES));
  addRunFlags(command, 'file').action((files: readonly string[]) => conformFile(session, command, files));
}

async function conformFile(session: Session, command: Command, names: readonly string[]): Promise<void> {
  const { runFiles } = await import('../../conformance/file/run-files.js');
  const { FILE_TESTS } = await import('../../conformance/file/file-tests.js');
  const reading = new Reading(names);
  await runAndReport(session, { role: 'file', command }, async (plan) => {
    const { profile } = command.opts<FileOptions>();
    const run = await runFiles({
      ...plan,
      files: () => reading.files(),
      now: new Date(),
      ...supplied({ profile }),
      onFile: (file) => (plan.quiet ? undefined : print(lineOf(file))),
    });
    return { ...run, titles: FILE_TESTS, versions: run.learned.versions ?? [] };
  });
  if (reading.unread > 0) session.exitCode = EXIT.failed;
}

/** Reads the files one by one. One that cannot be read does not stop the others. */
class Reading {
  unread = 0;

  constructor(private readonly names: readonly string[]) {}

  async *files(): AsyncGenerator<GivenFile> {
    for (const name of new Set(this.names)) {
      const bytes = await boundedFile(name, MOST_BYTES).catch((error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
        this.unread += 1;
        note(`uwlr: ${error.message}`);
      });
      if (bytes !== undefined) yield { name: name === '-' ? 'standard input' : name, bytes };
    }
  }
}

const KINDS = {
  'no-xml': 'cannot be read as XML',
  unknown: 'no message of the standard',
  fault: 'a fault',
  header: 'an autorisatie header',
} as const;

/**
 * `pupils.xml: leerlinggegevens_antwoord of UWLR 2.2, schema valid; broken: UWLR-LG-003 in 2 places; to look at: UWLR-LG-023`. What is only
 * inferred or advised, or what a schema cannot know, is to look at.
 */
function lineOf({ file, kind, name, otherNamespace, version, schemaValid, rules }: CheckedFile): string {
  const known = kind in KINDS ? KINDS[kind as keyof typeof KINDS] : `${name} of UWLR ${version}`;
  const what = otherNamespace ? `${name} in no namespace of the standard` : known;
  const found = [...rules]
    .filter(([, checked]) => checked.broken > 0)
    .map(([id, checked]) => ({ id, ...checked, soft: isSoft(id, checked) }));
  const unsure = found.filter((one) => one.unsure > 0);
  const unsureOnly = unsure.length > 0 && found.every(({ id, broken, unsure }) => broken === unsure || !/-(?:SCH|ID)-/.test(id));
  const but = unsureOnly ? ` but for ${unsure.map(({ id }) => id).join(', ')}` : '';
  const schema = schemaValid === undefined || kind === 'no-xml' ? '' : `, schema ${schemaValid || unsureOnly ? `valid${but}` : 'INVALID'}`;
  const lists = (['broken', 'to look at'] as const).map((name) => {
    const ones = found.filter(({ soft }) => soft === (name === 'to look at'));
    return ones.length === 0
      ? ''
      : `; ${name}: ${ones.map(({ id, broken }) => (broken === 1 ? id : `${id} in ${broken} places`)).join(', ')}`;
  });
  return `${file}: ${what}${schema}${lists.join('') || '; nothing is broken'}`;
}

function isSoft(id: string, { broken, unsure }: CheckedRule): boolean {
  const requirement = requirementOf(id);
  return broken === unsure || requirement?.status !== 'confirmed' || requirement.strength === 'SHOULD';
}
