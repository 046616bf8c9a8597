import { supplied } from '../../core/supplied.js';
import { declaredResult } from '../../goals/declared-result.js';
import { GoalIndex, type IndexedSet } from '../../goals/goal-index.js';
import { readGoalSet } from '../../goals/import/read-goal-set.js';
import { mappingOfCsv } from '../../goals/mapping/formats/csv.js';
import { MappingIndex } from '../../goals/mapping/mapping-index.js';
import { ProfileIndex } from '../../goals/profile-index.js';
import { readProfile } from '../../goals/read-profile.js';
import { SourceDeclarer } from '../../goals/source-declarer.js';
import type { SourceProfile } from '../../goals/source-profile.js';
import { taggedActivity } from '../../goals/tagged-activity.js';
import { Tagger } from '../../goals/tagger.js';
import { resultId, signalId } from '../../model/ids.js';
import { uwlrMessage } from '../../model/incoming/uwlr-message.js';
import { isWithdrawn, type PostedSignals } from '../../model/posted/posted-signals.js';
import type { Result } from '../../model/result.js';
import { translateAssessments } from '../../model/results/translate-assessments.js';
import { ResultTranslator } from '../../model/results/translate-results.js';
import type { Signal } from '../../model/signal.js';
import type { SyntheticAdministration } from '../school/synthetic-school.js';
import { PALET_SCHOOL } from './palet-class.js';
import type { PaletMessage } from './palet-messages.js';
import { EXERCISES, METHOD } from './palet-vendors.js';

/** What of the palet makes results into what a gateway shows. */
export interface PaletSources {
  readonly goalSet: string;
  readonly profiles: readonly string[];
  /** CSV, by klantcode, in the order in which they are imported. */
  readonly mappings: ReadonlyMap<string, string>;
  /** Of the exercises, in the order in which they are posted. */
  readonly signals: readonly PostedSignals[];
}

/**
 * The results of the palet as the REST API of a gateway gives them once all of it is loaded: with the words of the vendors, goals, and
 * revisions. Ids and aliases of learners are the palet's own, since each gateway makes others.
 */
export function paletModel(
  school: SyntheticAdministration,
  messages: readonly PaletMessage[],
  sources: PaletSources,
): { readonly assessments: readonly object[]; readonly results: readonly Result[] } {
  const aliases = new Map(
    school.roster.learners.flatMap(({ key, eckId }, at) => [key, eckId].map((id) => [id, `palet-leerling-${at + 1}`] as const)),
  );
  const profiles = new ProfileIndex(sources.profiles.map(profileOf));
  const tagger = taggerOf(sources);
  const signals = signalsOf(sources.signals, aliases);
  const results = new Map<string, Result>();
  const assessments = new Map<string, object>();
  for (const { party, message } of messages) {
    const { klantcode, version } = party;
    const origin = { school: PALET_SCHOOL, party: klantcode, intake: 'soap', version } as const;
    for (const assessment of translateAssessments(message.toetsen.toets, origin)) assessments.set(assessment.id, assessment);
    const incoming = uwlrMessage(message);
    const translator = new ResultTranslator(incoming.assessments, { ...origin, schoolYear: incoming.schoolYear });
    const declarer = new SourceDeclarer(profiles, klantcode);
    for (const [at, { leerlingid, eckid }] of message.toetsafnames.toetsafname.entries()) {
      const learner = { alias: aliases.get(leerlingid ?? eckid) as string };
      const pupil = incoming.pupils[at] as (typeof incoming.pupils)[number];
      for (let nth = 0; nth < pupil.size; nth += 1) {
        const translated = declarer.declare(translator.translate(pupil.resultAt(nth), learner));
        const before = results.get(translated.id)?.revision;
        const goalLinks = tagger.tag(PALET_SCHOOL, klantcode, taggedActivity(translated));
        const revision = { revision: (before ?? 0) + 1, ...supplied({ supersedes: before }) };
        const told = { ...translated, goalLinks, signals: signals.get(translated.id) ?? [] };
        results.set(translated.id, { ...declaredResult(told, profiles, (profile) => profile.party === METHOD.klantcode), ...revision });
      }
    }
  }
  return { assessments: [...assessments.values()], results: [...results.values()] };
}

function profileOf(text: string): SourceProfile {
  const read = readProfile(text);
  if (!('profile' in read)) throw new RangeError('a profile of the palet is not sound');
  return { ...read.profile, party: read.profile.party as string, version: 1 } as SourceProfile;
}

/** What signals say of the results that they rest on, by id of the result, as long as they are neither withdrawn nor superseded. */
function signalsOf(
  posts: readonly PostedSignals[],
  aliases: ReadonlyMap<string | undefined, string>,
): ReadonlyMap<string, readonly Signal[]> {
  const posted = posts.flatMap(({ signals }) => signals);
  const over = new Set(posted.flatMap((one) => (isWithdrawn(one) ? one.key : (one.supersedes ?? []))));
  const found = new Map<string, Signal[]>();
  for (const one of posted) {
    if (isWithdrawn(one) || over.has(one.key) || one.basis?.results === undefined) continue;
    const { key, learner, basis, supersedes: _, raisedAt, ...said } = one;
    const results = (basis.results ?? []).map((result) => resultId(PALET_SCHOOL, EXERCISES.klantcode, result));
    const signal: Signal = {
      id: signalId(PALET_SCHOOL, EXERCISES.klantcode, key),
      revision: 1,
      party: EXERCISES.klantcode,
      learner: aliases.get(learner.eckId) as string,
      ...said,
      raisedAt: new Date(raisedAt).toISOString(),
      basis: { ...basis, results },
      status: 'raised',
    };
    for (const result of results) found.set(result, [...(found.get(result) ?? []), signal]);
  }
  return found;
}

function taggerOf({ goalSet, mappings }: PaletSources): Tagger {
  const { set, goals, relations } = readGoalSet([{ name: 'goals.json', bytes: Buffer.from(goalSet) }]);
  const indexed: IndexedSet = { ...set, seq: 1, importedAt: '2026-08-01T00:00:00.000Z' };
  const index = new GoalIndex({
    sets: [indexed],
    goals: goals.map((goal) => ({ ...goal, set: 1 })),
    relations: relations.map((relation) => ({ ...relation, set: 1 })),
    chosen: new Map(),
  });
  const rows = [...mappings].flatMap(([party, csv], at) =>
    mappingOfCsv(csv).rows.map(({ row }) => ({ party, school: '', row, assertedBy: 'supplier', version: at + 1 })),
  );
  return new Tagger(index, new MappingIndex(rows), { sets: 1, mappings: 1 });
}
