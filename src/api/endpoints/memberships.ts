import type { Scope } from '../../directory/access/scopes.js';
import type { ReceiverNames } from '../../exchange/sight/receiver-names.js';
import type { Membership } from '../../model/roster/roster.js';
import { toTheMinute } from '../../model/to-the-minute.js';
import type { RosterHead, RosterKind } from '../../store/roster-store.js';
import type { Page } from '../../store/store.js';
import { scopeMissing } from '../access/authenticate.js';
import type { Answer, Call } from '../http/endpoint.js';
import { type Keyed, keysetPage } from '../reads/keyset-page.js';
import { rosterPage } from './roster-answers.js';
import { atOneMoment, type RosterCall } from './roster-moment.js';

type MemberKind = Membership['memberKind'];

const SCOPE_OF: Readonly<Record<MemberKind, Scope>> = { learner: 'learners:read', teacher: 'teachers:read' };
const KINDS = Object.keys(SCOPE_OF) as MemberKind[];

type MembershipCall = RosterCall &
  Pick<Call<Record<string, never>>, 'scopes' | 'names'> & {
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
  const { reads, school, scopes, query } = call;
  const { group, member, memberKind } = query;
  if (memberKind !== undefined && !scopes.includes(SCOPE_OF[memberKind])) throw scopeMissing(SCOPE_OF[memberKind]);
  const kinds = new Set(memberKind === undefined ? KINDS.filter((kind) => scopes.includes(SCOPE_OF[kind])) : [memberKind]);
  const { schoolYear, head, found } = await atOneMoment(call, (year) => reads.memberships(school, year));
  if (found.length === 0) return answerOf(schoolYear, head, { items: [] });
  const names = await call.names();
  const groups = group === undefined ? undefined : await calledSo(names, ['group'], group);
  const members = member === undefined ? undefined : await calledSo(names, KINDS, member);
  const wanted = found.filter(
    (one) =>
      kinds.has(one.memberKind) && (groups?.has(`group ${one.group}`) ?? true) && (members?.has(`${one.memberKind} ${one.member}`) ?? true),
  );
  const page = keysetPage(
    wanted.map((one) => keyed(one, names)),
    query,
  );
  return answerOf(schoolYear, head, { ...page, items: page.items.map((one) => shown(one, names)) });
}

/** What retention removes is gone from the list without a new revision: the answer has no state. */
function answerOf(schoolYear: string, head: RosterHead | undefined, page: Page<unknown>): Answer {
  const { state: _, ...answer } = rosterPage(schoolYear, head, page);
  return answer;
}

/** Whom the client may mean, by kind: an alias says nothing of what it is of. */
async function calledSo(names: ReceiverNames, kinds: readonly RosterKind[], alias: string): Promise<ReadonlySet<string>> {
  const found = await Promise.all(kinds.map(async (kind) => ({ kind, id: await names.find(kind, alias) })));
  return new Set(found.flatMap(({ kind, id }) => (id === undefined ? [] : [`${kind} ${id}`])));
}

/** In the order of what the client calls them. */
function keyed(one: Membership, names: ReceiverNames): Keyed<Membership> {
  const { group, memberKind, member, since } = one;
  return { key: `${names.aliasOf('group', group)} ${memberKind} ${names.aliasOf(memberKind, member)} ${since}`, item: one };
}

function shown({ group, memberKind, member, since, until }: Membership, names: ReceiverNames): Membership {
  return {
    group: names.tell('group', group),
    memberKind,
    member: names.tell(memberKind, member),
    since: toTheMinute(since),
    ...(until === undefined ? {} : { until: toTheMinute(until) }),
  };
}
