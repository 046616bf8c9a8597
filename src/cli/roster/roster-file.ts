import type { SchoolIdentification } from '../../model/school-id.js';
import { rosterData } from '../../uwlr/checks/roster-data.js';
import type { Policy } from '../../uwlr/finding.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { edex } from '../../uwlr/messages/edexml-file.js';
import { leerlinggegevens, leerlinggegevensAntwoord } from '../../uwlr/messages/leerlinggegevens.js';
import { toetsdefinities } from '../../uwlr/messages/toetsdefinities.js';
import { leerlinggegevens1, leerlinggegevensAntwoord1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import { readMessage } from '../message/read-message.js';
import type { MessageVerdict } from '../message/verdict.js';
import { negativeAnswer } from '../terminal/command-error.js';

/** What holds all pupils of a school. The parts of a stepwise fetch do not: by them, everybody else would have left. */
const ROSTERS: readonly Root[] = [edex, leerlinggegevens, leerlinggegevensAntwoord, leerlinggegevens1, leerlinggegevensAntwoord1];

type Message = NonNullable<Awaited<ReturnType<typeof readMessage>>['intake']['message']>;

export interface FileContent {
  readonly kind: 'roster' | 'definitions';
  readonly message: Message;
  /** How it names its school. */
  readonly school: SchoolIdentification;
}

/** What a file turned out to be. */
export interface RosterFile {
  readonly file: string;
  readonly verdict: MessageVerdict;
  /** Absent when the file is not sound. */
  readonly content?: FileContent;
}

/**
 * Reads a file with pupil data or test definitions, while a bar shows how far it is. What is wrong with it is in the verdict. Throws
 * `CommandError` when it cannot be read, or is something else.
 */
export async function readRosterFile(
  file: string,
  options: { readonly policy: Policy; readonly extensions: Extensions },
): Promise<RosterFile> {
  const { intake, schemaValid, wellFormed, sound } = await readMessage(file, options);
  const { message, name, findings, wrongEnvelope } = intake;
  const kind = message === undefined ? undefined : kindOf(message.root);
  if (wellFormed && kind === undefined && !wrongEnvelope) {
    throw negativeAnswer(
      `${file}: ${WANTED} is expected, ${name === null ? 'and this is no message that is known here' : `not a ${name}`}`,
    );
  }
  const verdict: MessageVerdict = {
    file,
    valid: findings.valid,
    schemaValid,
    message: name,
    version: message === undefined ? null : message.version,
    findings: [...findings.list],
  };
  if (!sound || !findings.valid || message === undefined || kind === undefined) return { file, verdict: { ...verdict, valid: false } };
  if (kind === 'definitions') return { file, verdict, content: { kind, message, school: {} } };
  const data = rosterData(message.root, message.decoder.value)?.data;
  if (data === undefined) throw negativeAnswer(`${file}: is an answer without pupil data`);
  return { file, verdict, content: { kind, message, school: data.school as SchoolIdentification } };
}

const WANTED = 'an EDEXML file, an answer with all pupil data of a school, or Toetsdefinities';

function kindOf(root: Root): 'roster' | 'definitions' | undefined {
  if (root === toetsdefinities) return 'definitions';
  return ROSTERS.includes(root) ? 'roster' : undefined;
}
