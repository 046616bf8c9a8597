import { loadExtensions } from '../../config/load-extensions.js';
import { isSyntheticSchool } from '../../synthetic/school/is-synthetic-school.js';
import { schoolOfJson, UnfitSchool } from '../../synthetic/school/school-json.js';
import { schoolOfMessage } from '../../synthetic/school/school-of-message.js';
import type { SyntheticAdministration } from '../../synthetic/school/synthetic-school.js';
import type { Session } from '../open/session.js';
import { readRosterFile } from '../roster/roster-file.js';
import { inventedSchool, isSchoolId, type SchoolOptions, syntheticSchoolId } from '../synthetic/school-options.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { note } from '../terminal/print.js';
import { textOfFile } from '../terminal/text-of-file.js';

const MOST_BYTES = 256 * 1024 * 1024;

/** The school that a simulated administration has: invented, or what a file holds. Throws `CommandError`. */
export async function lasSchool(session: Session, { school, ...options }: SchoolOptions): Promise<SyntheticAdministration> {
  if (school === undefined) return inventedSchool(options);
  if (isSchoolId(school)) return inventedSchool({ ...options, school: idOf(school) });
  if (Object.values(options).some((value) => value !== undefined))
    throw wrongUsage('--school with a file says all of the school: not with --pupils, --seed, --shape or --school-year');
  const read = school.endsWith('.json') ? await schoolOfJsonFile(school) : await schoolOfXmlFile(session, school);
  if (!isSyntheticSchool(read.id))
    note('uwlr: the school of this file is not a synthetic one: whoever has the key gets what is in the file');
  return read;
}

function idOf(given: string): string {
  try {
    return syntheticSchoolId(given);
  } catch (error) {
    throw wrongUsage(`--school: ${(error as Error).message}`);
  }
}

async function schoolOfJsonFile(file: string): Promise<SyntheticAdministration> {
  const text = await textOfFile(file, MOST_BYTES);
  try {
    return schoolOfJson(JSON.parse(text));
  } catch (error) {
    if (error instanceof UnfitSchool) throw negativeAnswer(`${file}: ${error.message}`);
    if (error instanceof SyntaxError) throw negativeAnswer(`${file}: is not JSON`);
    throw error;
  }
}

async function schoolOfXmlFile(session: Session, file: string): Promise<SyntheticAdministration> {
  const extensions = await loadExtensions(session.config().extensions);
  const { content, verdict } = await readRosterFile(file, { policy: 'tolerant', extensions });
  if (content?.kind !== 'roster') throw negativeAnswer(`${file}: holds no pupils without errors: ${errorsOf(verdict.findings)}`);
  const read = schoolOfMessage(content.message.root, content.message.decoder.value);
  if (read === undefined) throw negativeAnswer(`${file}: is an answer without pupil data`);
  return read;
}

function errorsOf(findings: readonly { readonly rule: string; readonly severity: string }[]): string {
  const rules = new Set(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule));
  return rules.size === 0
    ? 'give an EDEXML file, an answer with all pupils, or JSON'
    : `${[...rules].slice(0, 5).join(', ')}; \`uwlr validate\` says where`;
}
