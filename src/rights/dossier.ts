import { supplied } from '../core/supplied.js';
import type { Directory } from '../directory/directory.js';
import { nameOf } from '../directory/party-name.js';
import type { Annotation } from '../goals/annotation.js';
import type { HandedGoal } from '../model/handed-dossier.js';
import type { Result } from '../model/result.js';
import type { Group, GroupKind, Learner } from '../model/roster/roster.js';
import type { SchoolKey } from '../privacy/keys/seal.js';
import type { StoredSignal } from '../store/goals/signal-store.js';
import type { DepartureKnown, KeptDisclosure, KeptResult, KeptSignal, Person, PersonData } from '../store/rights-store.js';
import type { Store, StripRecord } from '../store/store.js';
import type { UwlrVersion } from '../uwlr/finding.js';
import { namedGoals } from './named-goals.js';

/** Somebody who gives or is given data. */
export interface NamedParty {
  readonly klantcode: string;
  readonly name?: string;
}

/** A learner as the roster of a school year has it. */
export interface DossierYear {
  readonly schoolYear: string;
  /** Where that roster came from; without a party: from a file. */
  readonly source: { readonly party?: NamedParty; readonly version: UwlrVersion; readonly receivedAt: string };
  readonly since: string;
  readonly until?: string;
  readonly learner: Omit<Learner, 'id' | 'group' | 'combinedGroups'>;
  readonly groups: readonly DossierGroup[];
}

export interface DossierGroup {
  readonly name?: string;
  readonly kind?: GroupKind;
  readonly key?: string;
  readonly yearGroup?: string;
  readonly since: string;
  readonly until?: string;
}

/** A revision of a result, as it is stored. */
export type DossierRevision = Omit<KeptResult['result'], 'id' | 'school' | 'learner' | 'rosterLearner' | 'source'> & {
  /** Id of the exchange that it came by. */
  readonly exchange: string;
  /** The source's own key of the result. */
  readonly key?: string;
};

export interface DossierResult {
  readonly id: string;
  readonly source: Omit<Result['source'], 'party'> & { readonly party: NamedParty };
  /** Oldest first; the last one counts. */
  readonly revisions: readonly DossierRevision[];
}

/** A revision of a signal, as it is stored. */
export type DossierSignalRevision = Omit<StoredSignal, 'id' | 'party' | 'learner' | 'rosterLearner' | 'muted'> & {
  /** Id of the exchange that it came by. */
  readonly exchange: string;
};

export interface DossierSignal {
  readonly id: string;
  readonly party: NamedParty;
  /** The school does not show signals of this kind and vendor to teachers. */
  readonly muted: boolean;
  /** Oldest first; the last one counts. */
  readonly revisions: readonly DossierSignalRevision[];
}

/** What a teacher noted about the learner. `author`: id in the rosters. */
export type DossierAnnotation = Omit<Annotation, 'learner' | 'group' | 'note'> & { readonly note?: string };

/** A message that brought results or signals of the learner. `leftOut` is of the whole message, others in it included. */
export interface DossierMessage {
  readonly exchange: string;
  readonly receivedAt: string;
  readonly operation: string;
  readonly party?: NamedParty;
  readonly leftOut: readonly StripRecord[];
}

/** That data of the learner went to somebody. A message that had to be sent again is one, with how often it was sent. */
export interface DossierDisclosure {
  /** ISO instant of the first time. */
  readonly at: string;
  readonly times: number;
  /** Of the last time, when there were more. */
  readonly last?: string;
  /** Whether it is known that it left: see `DepartureKnown`. */
  readonly departure: DepartureKnown;
  readonly receiver: NamedParty;
  readonly operation: string;
  readonly exchange: string;
  readonly agreement?: string;
  readonly purpose?: string;
  readonly fields: readonly string[];
  readonly schoolYear?: string;
}

/** Everything that is kept of one learner of a school, in the open (AVG 15 and 20). */
export interface Dossier {
  readonly school: { readonly id: string; readonly name: string };
  readonly madeAt: string;
  readonly pseudonyms: { readonly learner?: string; readonly others: readonly string[] };
  /** ISO instant since when nothing of the learner goes out. */
  readonly restrictedSince?: string;
  /** As messages with results named the learner. */
  readonly namedInResults: { readonly leerlingids: readonly string[]; readonly eckIds: readonly string[] };
  /** Newest first. */
  readonly years: readonly DossierYear[];
  readonly results: readonly DossierResult[];
  readonly signals: readonly DossierSignal[];
  /** Oldest first. */
  readonly annotations: readonly DossierAnnotation[];
  /** What the goals of results and annotations are called, as far as their sets are loaded. */
  readonly goals: readonly HandedGoal[];
  /** Oldest first. */
  readonly received: readonly DossierMessage[];
  readonly given: readonly DossierDisclosure[];
}

export interface DossierOptions {
  readonly store: Store;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  readonly person: Person;
  readonly now: Date;
  /** Who asks, as the audit says it. */
  readonly actor: string;
}

/** Puts together all there is of a learner. That somebody did so is in the audit before this resolves. */
export async function makeDossier({ store, school, schoolKey, person, now, actor }: DossierOptions): Promise<Dossier> {
  const directory = await store.directory();
  const data = await store.rights.everythingOf(school, person);
  const results = resultsOf(data.results, directory, schoolKey);
  const signals = signalsOf(data.signals, directory);
  const received = await messagesOf([...data.results, ...data.signals], directory, store);
  await store.appendAudit([
    {
      at: now.toISOString(),
      actor,
      operation: 'learner.dossier',
      outcome: 'done',
      school,
      counts: {
        learners: 1,
        results: results.length,
        ...(signals.length === 0 ? {} : { signals: signals.length }),
        ...(data.annotations.length === 0 ? {} : { annotations: data.annotations.length }),
      },
    },
  ]);
  const { learner, names } = person;
  return {
    school: { id: school, name: directory.schools.get(school)?.name ?? school },
    madeAt: now.toISOString(),
    pseudonyms: { ...supplied({ learner }), others: names.filter((name) => name !== learner) },
    ...supplied({ restrictedSince: data.restrictedSince }),
    namedInResults: {
      leerlingids: unique(data.learners.flatMap(({ sealedId }) => (sealedId === undefined ? [] : [schoolKey.open(sealedId)]))),
      eckIds: unique(data.learners.flatMap(({ eckId }) => (eckId === undefined ? [] : [eckId]))),
    },
    years: yearsOf(data, directory, schoolKey),
    results,
    signals,
    annotations: data.annotations.map((one) => annotationOf(one, schoolKey)),
    goals: namedGoals(goalsIn(data), await store.goals.sets.goalIndex(), school),
    received,
    given: givenOf(data.disclosures, directory),
  };
}

function yearsOf({ rosterRows, memberships }: PersonData, directory: Directory, schoolKey: SchoolKey): readonly DossierYear[] {
  return rosterRows.map(({ head, document, since, until }) => {
    const { id: _, group: _group, combinedGroups: _combined, ...learner } = JSON.parse(schoolKey.open(document)) as Learner;
    return {
      schoolYear: head.schoolYear,
      source: {
        ...(head.party === undefined ? {} : { party: named(head.party, directory) }),
        version: head.version,
        receivedAt: head.receivedAt,
      },
      since,
      ...supplied({ until }),
      learner,
      groups: memberships
        .filter(({ schoolYear }) => schoolYear === head.schoolYear)
        .map((membership) => groupOf(membership, schoolKey))
        .toSorted(bySinceAndName),
    };
  });
}

/** As a reader expects it, and the same each time: ids are of chance. */
function bySinceAndName(one: DossierGroup, other: DossierGroup): number {
  const [first, second] = [one, other].map(({ since, name = '' }) => `${since} ${name}`) as [string, string];
  return first < second ? -1 : 1;
}

function groupOf({ since, until, document }: PersonData['memberships'][number], schoolKey: SchoolKey): DossierGroup {
  const { id: _, ...group }: Partial<Group> = document === undefined ? {} : (JSON.parse(schoolKey.open(document)) as Group);
  return { ...group, since, ...supplied({ until }) };
}

function resultsOf(kept: readonly KeptResult[], directory: Directory, schoolKey: SchoolKey): readonly DossierResult[] {
  const results = new Map<
    string,
    { readonly id: string; readonly source: DossierResult['source']; readonly revisions: DossierRevision[] }
  >();
  for (const { result, exchange, key, sealedKey } of kept) {
    const { id, source, school: _school, learner: _learner, rosterLearner: _roster, ...revision } = result;
    const known = results.get(id) ?? { id, source: { ...source, party: named(source.party, directory) }, revisions: [] };
    results.set(id, known);
    const opened = sealedKey === undefined ? key : schoolKey.open(sealedKey);
    // Signals have a part of their own.
    known.revisions.push({ ...revision, signals: [], exchange, ...supplied({ key: opened }) });
  }
  return [...results.values()];
}

function goalsIn({ results, annotations }: PersonData): readonly string[] {
  const linked = results.flatMap(({ result }) => result.goalLinks.flatMap(({ goal }) => goal ?? []));
  return [...linked, ...annotations.map(({ goal }) => goal)];
}

function signalsOf(kept: readonly KeptSignal[], directory: Directory): readonly DossierSignal[] {
  const signals = new Map<string, DossierSignal & { readonly revisions: DossierSignalRevision[] }>();
  for (const { signal, exchange } of kept) {
    const { id, party, muted, learner: _learner, rosterLearner: _roster, ...revision } = signal;
    const known = signals.get(id) ?? { id, party: named(party, directory), muted, revisions: [] };
    signals.set(id, known);
    known.revisions.push({ ...revision, exchange });
  }
  return [...signals.values()];
}

function annotationOf({ learner: _, group: __, note, ...annotation }: Annotation, schoolKey: SchoolKey): DossierAnnotation {
  return { ...annotation, ...(note === undefined ? {} : { note: schoolKey.open(note) }) };
}

async function messagesOf(
  kept: readonly { readonly exchange: string }[],
  directory: Directory,
  store: Store,
): Promise<readonly DossierMessage[]> {
  const messages: DossierMessage[] = [];
  for (const id of unique(kept.map(({ exchange }) => exchange))) {
    const exchange = await store.exchange(id);
    if (exchange === undefined) continue;
    const { receivedAt, operation, party, strips } = exchange;
    const from = party === undefined ? {} : { party: named(party, directory) };
    messages.push({ exchange: id, receivedAt, operation, ...from, leftOut: strips });
  }
  return messages;
}

function givenOf(disclosures: readonly KeptDisclosure[], directory: Directory): readonly DossierDisclosure[] {
  const messages = new Map<string, KeptDisclosure[]>();
  for (const one of disclosures) {
    const same = [one.exchange, one.receiver, one.operation, one.agreement ?? '', ...one.fields].join(' ');
    messages.set(same, [...(messages.get(same) ?? []), one]);
  }
  return [...messages.values()].map((sent) => {
    const { receiver, roster, school: _, ...first } = sent[0] as KeptDisclosure;
    const purpose = first.agreement === undefined ? undefined : directory.agreements.get(first.agreement)?.purpose;
    return {
      ...first,
      times: sent.length,
      ...(sent.length === 1 ? {} : { last: (sent.at(-1) as KeptDisclosure).at }),
      departure: best(sent),
      receiver: named(receiver, directory),
      ...supplied({ purpose }),
      ...(roster === undefined ? {} : { schoolYear: roster.schoolYear }),
    };
  });
}

/** What left once, left. */
function best(sent: readonly KeptDisclosure[]): DepartureKnown {
  const known = sent.map(({ departure }) => departure);
  return (['left', 'unknown'] as const).find((one) => known.includes(one)) ?? 'not-recorded';
}

function named(klantcode: string, { parties }: Directory): NamedParty {
  const party = parties.get(klantcode);
  return { klantcode, ...(party === undefined ? {} : { name: nameOf(party) }) };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
