import type { Membership } from '../model/roster.js';
import { scopeMissing } from './authenticate.js';
import type { Answer, Call } from './endpoint.js';
import { keysetPage } from './keyset-page.js';
import { rosterPage } from './roster-answers.js';
import { atOneMoment, type RosterCall } from './roster-moment.js';
import type { Scope } from './scopes.js';

type MemberKind = Membership['memberKind'];

const SCOPE_OF: Readonly<Record<MemberKind, Scope>> = { learner: 'learners:read', teacher: 'teachers:read' };
const KINDS = Object.keys(SCOPE_OF) as MemberKind[];

type MembershipCall = RosterCall &
  Pick<Call<Record<string, never>>, 'scopes'> & {
    readonly query: {
      readonly group?: string;
      readonly member?: string;
      readonly memberKind?: MemberKind;
      readonly cursor?: string;
      readonly limit: number;
    };
  };

/** A page of memberships, of the kinds of members that the token may read. Throws `scope-missing` when another kind is asked for. */
export async function listMemberships(call: MembershipCall): Promise<Answer> {
  const { store, school, scopes, query } = call;
  const { group, member, memberKind } = query;
  if (memberKind !== undefined && !scopes.includes(SCOPE_OF[memberKind])) throw scopeMissing(SCOPE_OF[memberKind]);
  const kinds = new Set(memberKind === undefined ? KINDS.filter((kind) => scopes.includes(SCOPE_OF[kind])) : [memberKind]);
  const { schoolYear, head, found } = await atOneMoment(call, (year) => store.memberships(school, year));
  const wanted = found.filter(
    (one) => kinds.has(one.memberKind) && (group === undefined || one.group === group) && (member === undefined || one.member === member),
  );
  const { state: _, ...answer } = rosterPage(schoolYear, head, keysetPage('memberships', wanted, keyOf, query));
  // What retention removes is gone from the list without a new revision.
  return answer;
}

function keyOf({ group, memberKind, member, since }: Membership): string {
  return `${group} ${memberKind} ${member} ${since}`;
}
