import type { Directory, Party } from '../../directory/directory.js';
import { nameOf } from '../../directory/party-name.js';
import { ExchangeLog } from '../../exchange/exchange-log.js';
import { taggedActivity } from '../../goals/tagged-activity.js';
import type { GoalLink } from '../../model/goal-link.js';
import type { HandedDossier, HandedResult } from '../../model/handed-dossier.js';
import { assessmentId, resultId } from '../../model/ids.js';
import type { HandedOver, Result } from '../../model/result.js';
import { exchangeId } from '../../model/time-uuid.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import { IMPORT_DOSSIER } from '../../register/moved.js';
import { idsOf } from '../../rights/mentions.js';
import type { StripRecord } from '../../store/exchange-record.js';
import { allNames, type Person } from '../../store/rights-store.js';
import type { ResultRow, Slice, Store, StoredResult } from '../../store/store.js';
import { StoreError } from '../../store/store-error.js';
import { conflict, unknown } from '../refusal.js';
import { DossierCleaner } from './dossier-cleaner.js';

/** Results in a slice: some milliseconds of work. */
const SLICE = 500;
/** Each time is one more pupil who is erased meanwhile. */
const ATTEMPTS = 5;

export interface TakeOverOptions {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  /** Whose they are in this school. */
  readonly person: Person;
  readonly dossier: HandedDossier;
  /** Klantcodes of this gateway for those of the dossier, where they are not the same. */
  readonly parties: ReadonlyMap<string, string>;
  readonly now: Date;
  readonly dryRun: boolean;
}

/** What was stored, or would be. */
export interface TakenOver {
  /** Results that are new here, that say something else than before, and that are as they were. */
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Ids of the exchanges: one for each vendor. */
  readonly exchanges: readonly string[];
}

interface Judged {
  readonly party: string;
  readonly result: Result;
  readonly links: readonly GoalLink[];
  readonly standing: 'added' | 'changed' | 'unchanged';
  readonly key: string;
}

/**
 * Stores what another school handed over of a learner: results with their goals and sources, each marked with the school that it comes from.
 * The same again changes nothing. They stay in this school: they wait for no target. Throws `Refusal` when it is another learner, when a
 * vendor is not known here, or when the learner has these results by another name.
 */
export async function takeOverDossier(options: TakeOverOptions): Promise<TakenOver> {
  const { store, school, dossier, dryRun } = options;
  const directory = await store.directory();
  if (dossier.school.id === school) throw conflict('the dossier is of this very school');
  const { pausedAt } = directory.schools.get(school) ?? {};
  if (pausedAt !== undefined) throw conflict(`school ${school} is paused`);
  const parties = partiesHere(dossier, options.parties, directory);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const mark = await store.rights.erasureMark(school);
    const { alias, eckIds, ids } = await learnerHere(options);
    checkWhose(dossier, eckIds);
    const cleaner = new DossierCleaner(ids, options.schoolKey);
    const judged: Judged[] = [];
    for (const one of dossier.results) {
      const party = parties.get(one.source.party) as string;
      judged.push(await judge(options, cleaner.clean(one), { party, alias }));
    }
    const count = (standing: Judged['standing']) => judged.filter((one) => one.standing === standing).length;
    const counts = { added: count('added'), changed: count('changed'), unchanged: count('unchanged') };
    if (dryRun) return { ...counts, exchanges: [] };
    const exchanges = await commit(options, judged, { mark, alias, strips: cleaner.strips() });
    if (exchanges !== undefined) return { ...counts, exchanges };
  }
  throw new StoreError('busy', 'pupils are being erased all the time');
}

/** The klantcode here of each vendor: the one that was said, or the same when it goes by the same name. Nobody is guessed. */
function partiesHere(dossier: HandedDossier, said: ReadonlyMap<string, string>, { parties }: Directory): ReadonlyMap<string, string> {
  const here = new Map<string, string>();
  const missing: string[] = [];
  for (const { klantcode, name } of dossier.parties) {
    const chosen = said.get(klantcode);
    const party: Party | undefined = parties.get(chosen ?? klantcode);
    if (chosen !== undefined && party === undefined) throw unknown(`there is no party ${chosen}`);
    if (party === undefined || (chosen === undefined && nameOf(party) !== name)) missing.push(klantcode);
    else here.set(klantcode, party.klantcode);
  }
  if (missing.length > 0) {
    const pairs = missing.map((klantcode) => `--as ${klantcode}=KLANTCODE`).join(' ');
    throw unknown(`say which parties of this gateway these vendors are: ${pairs}; add one with uwlr party add if it is not here yet`);
  }
  return here;
}

async function learnerHere({ store, school, schoolKey, person }: TakeOverOptions) {
  const { learners, rosterRows } = await store.rights.everythingOf(school, person);
  const alias = learners[0]?.alias ?? person.names[0];
  if (alias === undefined) throw conflict('the learner has no key and no ECK iD here, by which results could be kept');
  const inRosters = rosterRows.map(({ document }) => (JSON.parse(schoolKey.open(document)) as { readonly eckId?: string }).eckId);
  const eckIds = [...learners.map(({ eckId }) => eckId), ...inRosters].filter((one) => one !== undefined);
  return { alias, eckIds, ids: await idsOf(store.rights, school, schoolKey, person) };
}

/** An ECK iD stays with a learner: two that differ are of two learners. */
function checkWhose({ learner: { eckIds = [] } }: HandedDossier, here: readonly string[]): void {
  if (eckIds.length === 0 || here.length === 0) return;
  const same = new Set(here.map((one) => one.toLowerCase()));
  if (!eckIds.some((one) => same.has(one.toLowerCase())))
    throw conflict('the dossier is of another learner: no ECK iD of it is one of this learner');
}

async function judge(
  { store, school, person, dossier }: TakeOverOptions,
  handed: HandedResult,
  { party, alias }: { readonly party: string; readonly alias: string },
): Promise<Judged> {
  const { id: theirs, revision: _, goalLinks, ...rest } = handed;
  const key = `${dossier.school.id}/${theirs}`;
  const id = resultId(school, party, key);
  const handedOver: HandedOver = { school: dossier.school.id, name: dossier.school.name, madeAt: dossier.madeAt };
  // One that was handed over before keeps where it first came from, and the moment of now.
  const source = { ...rest.source, party, intake: 'file' as const, handedOver: rest.source.handedOver ?? handedOver };
  const result: Result = { id, school, learner: alias, ...rest, source, goalLinks: [], signals: [], status: 'final' };
  const links = goalLinks.map((link) => linkFrom(link, dossier.school.id));
  const before = (await store.revisions(school, id)).at(-1);
  if (before !== undefined && !isOf(before, person)) throw conflict('results of the dossier are here already, of another learner');
  const standing = before === undefined ? 'added' : isLater(before, source) || sameContent(before, result, links) ? 'unchanged' : 'changed';
  return { party, result, links, standing, key };
}

/** Whether what is here is of a dossier that was made after this one: an older file that turns up changes nothing back. */
function isLater({ source }: StoredResult, { handedOver }: Result['source']): boolean {
  return handedOver !== undefined && Date.parse(source.handedOver?.madeAt ?? '') > Date.parse(handedOver.madeAt);
}

function isOf({ learner, rosterLearner }: StoredResult, person: Person): boolean {
  const names = allNames(person);
  return names.includes(learner) || (rosterLearner !== undefined && names.includes(rosterLearner));
}

/** What the school itself asserted there is not asserted by this one. */
function linkFrom({ mappingVersion: _, assertedBy, ...link }: GoalLink, school: string): GoalLink {
  return { ...link, via: 'dossier', assertedBy: assertedBy === 'school' ? `school ${school}` : assertedBy };
}

/** Whether what was stored of it says the same: the moment at which a dossier was made makes no difference. */
function sameContent(before: StoredResult, after: Result, links: readonly GoalLink[]): boolean {
  const content = ({ schoolYear, source, sourceProfile, activity, date, values, norm, context, losses }: Result) => {
    const { handedOver: _, ...from } = source;
    const declared = sourceProfile?.declared === true ? sourceProfile : undefined;
    return JSON.stringify([schoolYear, from, declared, activity, date, values, norm?.term, norm?.description, context, losses]);
  };
  const said = (some: readonly GoalLink[]) =>
    some
      .filter(({ via }) => via === 'dossier')
      .map(({ original, goal, supplierGoal, coverage, assertedBy }) =>
        JSON.stringify([goal ?? original, supplierGoal?.id, supplierGoal?.title, coverage, assertedBy]),
      )
      .sort()
      .join('\n');
  return content(before) === content(after) && said(before.goalLinks) === said(links);
}

async function commit(
  { store, keyring, school, schoolKey, dossier, now }: TakeOverOptions,
  judged: readonly Judged[],
  { mark, alias, strips }: { readonly mark: number; readonly alias: string; readonly strips: readonly StripRecord[] },
): Promise<readonly string[] | undefined> {
  const tagger = store.goals.links.tagger();
  const exchanges: string[] = [];
  for (const party of new Set(judged.map((one) => one.party))) {
    const results = judged.filter((one) => one.party === party && one.standing !== 'unchanged');
    if (results.length === 0) continue;
    const rows = results.map(({ result, links, key }): ResultRow => {
      const activity = { ...taggedActivity(result), ...(links.length === 0 ? {} : { handedOver: links }) };
      const { code, version } = result.activity;
      return {
        result,
        assessment: assessmentId(school, party, code, version),
        ...{ sealedKey: schoolKey.seal(key), identity: key },
        activity: tagger.rowOf(school, party, activity),
      };
    });
    const log = new ExchangeLog(exchangeId(now.getTime()), IMPORT_DOSSIER, now);
    log.school = school;
    log.results = rows.length;
    log.learners = 1;
    const content = [dossier.digest, party, ...results.map(({ result, links }) => JSON.stringify([result, links]))].join('\n');
    const digest = keyring.digest().update(`dossier\0${content}`).digest('hex');
    const exchange = { ...log.record('accepted'), school, party, digest, createdAtNs: BigInt(now.getTime()) * 1_000_000n };
    const committed = await store.commit({
      exchange,
      ...{ acceptStale: true, unordered: true, aside: true, erasures: mark, assessments: [], strips: () => strips },
      slices: slicesOf(rows, alias),
    });
    if (committed.kind === 'outdated') return undefined;
    if (committed.kind === 'stored') exchanges.push(log.id);
  }
  return exchanges;
}

function* slicesOf(rows: readonly ResultRow[], alias: string): Generator<Slice> {
  for (let at = 0; at < rows.length; at += SLICE) yield { learners: at === 0 ? [{ alias }] : [], results: rows.slice(at, at + SLICE) };
}
