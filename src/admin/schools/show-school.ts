import { supplied } from '../../core/supplied.js';
import { agreementsBetween, inForce } from '../../directory/authorise.js';
import type { ExchangeKind, School } from '../../directory/directory.js';
import { nameOf } from '../../directory/party-name.js';
import type { RosterCounts } from '../../store/roster-store.js';
import type { Office } from '../office.js';
import { knownSchool } from './known-school.js';

/** A school with what hangs from it now. Numbers only, of nobody in particular. */
export interface SchoolDetail extends School {
  /** In force now, or later on. */
  readonly agreements: readonly {
    readonly id: string;
    readonly party: string;
    readonly partyName: string;
    readonly exchanges: readonly ExchangeKind[];
    readonly purpose: string;
    readonly from: string;
    readonly until?: string;
  }[];
  /** By school year, newest first. */
  readonly rosters: readonly (RosterCounts & { readonly schoolYear: string; readonly receivedAt: string; readonly party?: string })[];
}

/** Throws `Refusal` when there is no such school. */
export async function showSchool({ store, at }: Pick<Office, 'store' | 'at'>, id: string): Promise<SchoolDetail> {
  const directory = await store.directory();
  const school = knownSchool(directory, id);
  const lasting = agreementsBetween(directory, { school: id }).filter((one) => inForce(one, at < one.from ? one.from : at));
  const agreements = lasting.map(({ id: agreement, party, exchanges, purpose, from, until }) => {
    const known = directory.parties.get(party);
    const partyName = known === undefined ? party : nameOf(known);
    return { id: agreement, party, partyName, exchanges, purpose, from, ...supplied({ until }) };
  });
  const rosters: SchoolDetail['rosters'][number][] = [];
  for (const { schoolYear, receivedAt, party } of await store.rosters(id)) {
    const counts = await store.rosterCounts(id, schoolYear);
    rosters.push({ schoolYear, receivedAt, ...supplied({ party }), ...counts });
  }
  return { ...school, agreements, rosters };
}
