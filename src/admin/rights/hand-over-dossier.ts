import { supplied } from '../../core/supplied.js';
import type { Directory } from '../../directory/directory.js';
import { nameOf } from '../../directory/party-name.js';
import {
  DOSSIER_FORMAT,
  DOSSIER_FORMAT_VERSION,
  type HandedDossier,
  type HandedResult,
  sealedDossier,
} from '../../model/handed-dossier.js';
import { exchangeId } from '../../model/time-uuid.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import { EXPORT_DOSSIER } from '../../register/moved.js';
import { namedGoals } from '../../rights/named-goals.js';
import { allNames, type KeptResult, type Person } from '../../store/rights-store.js';
import type { Store } from '../../store/store.js';
import { conflict } from '../refusal.js';

export interface HandOverOptions {
  readonly store: Store;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  readonly person: Person;
  readonly now: Date;
  /** Who asks, as the audit says it. */
  readonly actor: string;
}

/** What is told of each result, as the record of disclosures names it. */
const FIELDS = ['eckId', 'schoolYear', 'source', 'sourceProfile', 'activity', 'date', 'values', 'norm', 'context', 'goalLinks'];

const SIGNALS = 'only the vendor that raises a signal may deliver it';
const ANNOTATIONS = 'annotations of teachers stay at the school';
const LINKS = 'links to vendors open for people of this school only';
const WITHDRAWN = 'the vendor withdrew these results';

/**
 * What goes along with a learner who moves to another school: the current results with their goals and sources. That it was made is on record,
 * as a disclosure, before this resolves. Throws `Refusal` for a learner who is restricted: of them nothing goes out.
 */
export async function handOverDossier({ store, school, schoolKey, person, now, actor }: HandOverOptions): Promise<HandedDossier> {
  const directory = await store.directory();
  const erasures = await store.rights.erasureMark(school);
  const data = await store.rights.everythingOf(school, person);
  if (data.restrictedSince !== undefined) throw conflict('the learner is restricted: lift the restriction before a dossier is handed over');
  const current = currentOf(data.results);
  const results = current.filter(({ result }) => result.status === 'final').map(({ result }) => handed(result));
  const eckIds = eckIdsOf(data, schoolKey);
  const uris = results.flatMap(({ goalLinks }) => goalLinks.flatMap(({ goal }) => goal ?? []));
  const goals = namedGoals(uris, await store.goals.sets.goalIndex(), school);
  const leftOut = [
    ...(results.length < current.length ? [{ what: 'withdrawn results', why: WITHDRAWN }] : []),
    ...(current.some(({ result }) => result.detailUrl !== undefined) ? [{ what: 'links to details', why: LINKS }] : []),
    ...(data.signals.length > 0 ? [{ what: 'signals', why: SIGNALS }] : []),
    ...(data.annotations.length > 0 ? [{ what: 'annotations', why: ANNOTATIONS }] : []),
  ];
  const at = now.toISOString();
  const learners = allNames(person);
  const disclosure = {
    school,
    exchange: exchangeId(now.getTime()),
    at,
    receiver: actor,
    operation: EXPORT_DOSSIER,
    fields: FIELDS,
    learners,
    erasures,
  };
  await store.rights.disclose([disclosure]);
  const counts = { learners: 1, results: results.length };
  await store.appendAudit([{ at, actor, operation: 'learner.dossier-export', outcome: 'done', school, counts }]);
  return sealedDossier({
    format: DOSSIER_FORMAT,
    formatVersion: DOSSIER_FORMAT_VERSION,
    madeAt: at,
    school: { id: school, name: directory.schools.get(school)?.name ?? school },
    learner: eckIds.length === 0 ? {} : { eckIds },
    parties: partiesOf(results, directory),
    goals,
    results,
    leftOut,
  });
}

/** The newest revision of each result, in order of the day. */
function currentOf(kept: readonly KeptResult[]): readonly KeptResult[] {
  const newest = new Map(kept.map((one) => [one.result.id, one]));
  return [...newest.values()].sort((one, other) => (one.result.date < other.result.date ? -1 : 1));
}

function handed({
  id,
  revision,
  schoolYear,
  source,
  sourceProfile,
  activity,
  date,
  values,
  norm,
  context,
  goalLinks,
  losses,
}: KeptResult['result']): HandedResult {
  const { profile: _, ...from } = source;
  return {
    id,
    revision,
    schoolYear,
    source: from,
    ...supplied({ sourceProfile }),
    activity,
    date,
    values,
    ...supplied({ norm }),
    context,
    goalLinks,
    losses,
  };
}

function eckIdsOf({ learners, rosterRows }: Awaited<ReturnType<Store['rights']['everythingOf']>>, schoolKey: SchoolKey): readonly string[] {
  const inRosters = rosterRows.map(({ document }) => (JSON.parse(schoolKey.open(document)) as { readonly eckId?: string }).eckId);
  return [...new Set([...learners.map(({ eckId }) => eckId), ...inRosters].filter((one) => one !== undefined))];
}

function partiesOf(results: readonly HandedResult[], { parties }: Directory): HandedDossier['parties'] {
  return [...new Set(results.map(({ source }) => source.party))].map((klantcode) => {
    const party = parties.get(klantcode);
    return { klantcode, name: party === undefined ? klantcode : nameOf(party) };
  });
}
