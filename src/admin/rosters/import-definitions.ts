import { randomUUID } from 'node:crypto';
import { agreementOf } from '../../directory/authorise.js';
import type { Agreement, Directory, Party } from '../../directory/directory.js';
import { ExchangeLog } from '../../exchange/exchange-log.js';
import { translateAssessments } from '../../model/results/translate-assessments.js';
import { exchangeId } from '../../model/time-uuid.js';
import { planPruning, prune } from '../../privacy/minimise/prune.js';
import { StripCounts } from '../../privacy/minimise/strip-counts.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile } from '../../uwlr/grammar/compile.js';
import { type Toetsdefinities, toetsdefinities } from '../../uwlr/messages/toetsdefinities.js';
import type { Office } from '../office.js';
import { conflict, unfit, unknown } from '../refusal.js';
import { knownSchool } from '../schools/known-school.js';

/** A file with test definitions, read to its end. */
export interface ReadDefinitions {
  readonly version: UwlrVersion;
  /** `Toetsdefinities`. */
  readonly decoder: { readonly value: unknown };
}

export interface DefinitionsOptions {
  readonly school?: string;
  readonly party?: string;
  readonly dryRun?: boolean;
}

export interface ImportedDefinitions {
  readonly school: string;
  readonly party: string;
  readonly assessments: number;
  /** Id of its record; absent when nothing was stored. */
  readonly exchange?: string;
}

/**
 * Keeps the assessments of a file with test definitions, as if they had come with results of the party. One that is the same as what
 * is there makes no new revision. Throws `Refusal` when it is not known, or not agreed, whose they are.
 */
export async function importDefinitions(
  { store, keyring, at }: Office,
  { decoder, version }: ReadDefinitions,
  { school, party: klantcode, dryRun = false }: DefinitionsOptions,
): Promise<ImportedDefinitions> {
  if (school === undefined || klantcode === undefined) throw unfit('test definitions name neither: give --school and --party');
  const { party, agreement } = vendorOf(await store.directory(), school, klantcode, at);
  const counts = new StripCounts();
  const plan = planPruning(compile(toetsdefinities, version).root);
  const { toetsen } = prune(decoder.value as Toetsdefinities, plan, counts);
  const assessments = translateAssessments(toetsen.toets, { school, party: klantcode, version }).map((assessment) => ({
    id: assessment.id,
    code: assessment.code.value,
    ...(assessment.version === undefined ? {} : { version: assessment.version.value }),
    document: JSON.stringify(assessment),
  }));
  const now = new Date(at);
  const id = exchangeId(now.getTime());
  if (!dryRun) {
    const log = new ExchangeLog(id, 'ImportAssessments', now);
    Object.assign(log, { party, school, version, agreement });
    // Imports are never taken for one another, and say nothing about the order of messages with results.
    const digest = (await keyring()).digest().update(randomUUID()).digest('hex');
    const exchange = { ...log.record('accepted'), school, party: klantcode, digest, createdAtNs: 0n };
    await store.commit({ exchange, acceptStale: true, assessments, slices: [], strips: () => counts.list() });
  }
  return { school, party: klantcode, assessments: assessments.length, ...(dryRun ? {} : { exchange: id }) };
}

function vendorOf(
  directory: Directory,
  school: string,
  klantcode: string,
  at: string,
): { readonly party: Party; readonly agreement: Agreement } {
  knownSchool(directory, school);
  const party = directory.parties.get(klantcode);
  if (party?.role !== 'ea') throw unknown(`there is no vendor ${klantcode}: add it with uwlr party add --role ea`);
  const agreed = agreementOf(directory, school, klantcode, 'leerresultaten', at);
  if (agreed === undefined) throw conflict(`no agreement about results of school ${school} with ${klantcode} is in force`);
  return { party, agreement: agreed };
}
