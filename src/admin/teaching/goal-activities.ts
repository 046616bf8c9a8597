import { supplied } from '../../core/supplied.js';
import { agreementsOf } from '../../directory/authorise.js';
import { nameOf } from '../../directory/party-name.js';
import type { TaggedActivity } from '../../goals/tagged-activity.js';
import type { TouchedLink } from '../../store/goals/goal-view-store.js';
import { compare, distinctLinks, type Source, type SourceLink, sourceKey, sourceLink } from './goal-sources.js';
import type { TeachingReads } from './teaching-reads.js';

/** Something of a vendor that works on a goal. */
export interface GoalActivity extends Source {
  /** What people call the vendor. */
  readonly vendor: string;
  readonly code?: string;
  /** What results of it call it. Absent: the vendor gave no name, or the school has no results of it. */
  readonly name?: string;
  readonly version?: string;
  readonly part?: string;
  readonly partName?: string;
  /** An entry of the vendor's own tree, where that is all that is linked. */
  readonly entry?: string;
  /** The goals that it is linked to: the one that was asked for, or those under it. Canonical URIs. */
  readonly goals: readonly string[];
  readonly links: readonly SourceLink[];
  /** True: the school has results of it. */
  readonly received: boolean;
}

interface Found extends Omit<GoalActivity, 'goals' | 'links' | 'vendor'> {
  readonly goals: Set<string>;
  readonly links: SourceLink[];
}

/**
 * What the vendors of a school have for a goal, or for a goal under it: by name, never by how good it is. Of the registry as far as the vendor
 * has an agreement with the school now, and everything that the school has results of.
 */
export async function goalActivities(reads: TeachingReads, school: string, goal: string, now: Date): Promise<readonly GoalActivity[]> {
  const [index, mappings, directory] = [await reads.goalIndex(), await reads.mappingIndex(), await reads.directory()];
  const wanted = new Set([goal, ...index.below(goal, { school }).map(({ uri }) => uri)]);
  const found = new Map<string, Found>();
  for (const { party, activity, links, name, partName } of (await reads.activitiesOfGoals(school, [...wanted])).values()) {
    add(
      found,
      { party, ...told(activity), ...given({ name, partName }), received: true },
      links.filter((link) => link.goal !== undefined && wanted.has(link.goal)),
    );
  }
  // What results say exactly, the registry need not say again for any version.
  const received = new Set([...found.values()].map(testKey));
  const resolved = new Map<string, string | undefined>();
  const resolve = (written: string, set?: string) => {
    const key = JSON.stringify([written, set]);
    if (!resolved.has(key)) resolved.set(key, index.resolve(written, { school, ...supplied({ set }) })?.goal);
    return resolved.get(key);
  };
  const vendors = agreementsOf(directory, { school, party: undefined }, 'leerresultaten', now.toISOString()).map(({ party }) => party);
  const clients = agreementsOf(directory, { school, party: undefined }, 'rest', now.toISOString()).map(({ party }) => party);
  for (const party of new Set([...vendors, ...clients])) {
    for (const { activity, links } of mappings.activitiesOf(school, party)) {
      const { product, code, version, part, hierarchy } = activity;
      if (code !== undefined && received.has(testKey({ party, code, ...given({ part }) }))) continue;
      const here = links.flatMap((link): TouchedLink[] => {
        const uri = link.goal === undefined ? undefined : resolve(link.goal, link.goalSet);
        const { goal: _, mappingVersion: __, goalSet: ___, ...rest } = link;
        return uri !== undefined && wanted.has(uri) ? [{ ...rest, goal: uri }] : [];
      });
      add(found, { party, ...given({ product, code, version, part, entry: hierarchy }), received: false }, here);
    }
  }
  return [...found.values()]
    .map(({ goals, links, ...rest }) => {
      const known = directory.parties.get(rest.party);
      return {
        ...rest,
        vendor: known === undefined ? rest.party : nameOf(known),
        goals: [...goals].sort(compare),
        links: distinctLinks(links),
      };
    })
    .sort((one, other) => compare(textOf(one), textOf(other)));
}

/** An activity that the registry names less exactly than results do is another line: what it says may be of more. */
function add(found: Map<string, Found>, activity: Omit<Found, 'goals' | 'links'>, links: readonly TouchedLink[]): void {
  if (links.length === 0) return;
  const { party, product, code, version, part, entry, received } = activity;
  const key = JSON.stringify([sourceKey({ party, ...given({ product }) }), code, version, part, entry]);
  const known = found.get(key) ?? { ...activity, goals: new Set<string>(), links: [] };
  found.set(key, received ? { ...known, received } : known);
  for (const link of links) known.goals.add(link.goal as string);
  known.links.push(...links.map(sourceLink));
}

function testKey({ party, code, part }: Pick<Found, 'party' | 'code' | 'part'>): string {
  return JSON.stringify([party, code, part]);
}

function told({ product, code, version, part }: TaggedActivity): Omit<Found, 'goals' | 'links' | 'party' | 'received'> {
  return given({ product, code: code.value, version, part: part?.value });
}

function given<T extends Record<string, string | undefined>>(fields: T): { readonly [Name in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { readonly [Name in keyof T]?: string };
}

function textOf({
  vendor,
  product = '',
  code = '',
  version = '',
  part = '',
  entry = '',
  ...names
}: Omit<GoalActivity, 'goals' | 'links'>): string {
  const { name = code, partName = part } = names;
  return [vendor, product, entry, name, partName, code, part, version].join('\u0000').toLowerCase();
}
