import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { XML_RULES } from '../../exchange/rule-of.js';
import { readXml } from '../../soap/envelope/read-envelope.js';
import { XmlError } from '../../xml/xml-error.js';
import { couldNotRun } from '../terminal/command-error.js';
import { explainSystem } from '../terminal/explain-error.js';
import { Progress } from '../terminal/progress.js';
import { checkMeaning } from './check-meaning.js';
import { type IntakeOptions, MessageIntake } from './message-intake.js';

export type ReadOptions = IntakeOptions;

export interface ReadMessage {
  readonly intake: MessageIntake;
  readonly schemaValid: boolean;
  /** Could be read to its end as XML. */
  readonly wellFormed: boolean;
  /** The message itself, whatever its envelope and header, is right in every way. */
  readonly sound: boolean;
}

/**
 * Reads a message from a file, `-` for standard input, and checks all that can be checked of a message by itself. What is
 * wrong with it is in the findings of the intake. Throws `CommandError` when the file cannot be read.
 */
export async function readMessage(file: string, options: ReadOptions): Promise<ReadMessage> {
  const intake = new MessageIntake(options);
  const progress = new Progress(file, await sizeOf(file));
  let wellFormed = true;
  try {
    await readXml(bytesOf(file), intake, { onBytes: ({ length }) => progress.add(length) });
  } catch (error) {
    if (!(error instanceof XmlError)) throw couldNotRun(explainSystem(error, file) ?? `${file}: cannot be read`);
    wellFormed = false;
    intake.findings.add(XML_RULES[error.code], { path: '', line: error.line, column: error.column }, error.reason);
  } finally {
    progress.end();
  }
  const schemaValid = wellFormed && intake.schemaValid;
  if (wellFormed && intake.complete && intake.message !== undefined) await checkMeaning(intake.message, intake.findings);
  const sound = wellFormed && intake.complete && intake.message !== undefined && intake.message.versionRule !== 'UWLR-EX-003';
  intake.finish();
  return { intake, schemaValid, wellFormed, sound };
}

/** The bytes of a file, or of standard input. */
export function bytesOf(file: string): AsyncIterable<Buffer> {
  return file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 65_536 });
}

async function sizeOf(file: string): Promise<number> {
  if (file === '-') return 0;
  const found = await stat(file).catch((error: unknown) => {
    throw couldNotRun(explainSystem(error, file) ?? `${file}: cannot be read`);
  });
  return found.size;
}
