import { agreementOf, inForce, keysOf } from '../../directory/authorise.js';
import type { Agreement, ExchangeKind } from '../../directory/directory.js';
import { nameOf } from '../../directory/party-name.js';
import type { Office } from '../office.js';
import { fieldsOf } from './agreement-changes.js';
import { knownAgreement } from './known-agreement.js';

export type AgreementState = 'in-force' | 'not-yet' | 'over';

/** An agreement with what it means now. */
export interface AgreementDetail {
  readonly agreement: Agreement;
  readonly state: AgreementState;
  readonly partyName: string;
  readonly schoolName: string;
  /** Every field that may go under it, as people write it: `leerling/achternaam`. */
  readonly fields: readonly string[];
  /** Exchanges for which another one of this school and party goes before it now. */
  readonly overruledFor: readonly ExchangeKind[];
  /** Ids of the keys of the party over the school that hold now. */
  readonly keys: readonly string[];
}

/** Throws `Refusal` when there is none with this id; with `of`, none of that school. */
export async function showAgreement({ store, at }: Showing, id: string, of?: string): Promise<AgreementDetail> {
  const directory = await store.directory();
  const agreement = knownAgreement(directory, id, of);
  const { school, party, exchanges, from, endedAt } = agreement;
  const known = directory.parties.get(party);
  const holds = inForce(agreement, at);
  const overUwlr = exchanges.filter((kind) => kind !== 'rest');
  return {
    agreement,
    state: holds ? 'in-force' : endedAt === undefined && at < from ? 'not-yet' : 'over',
    partyName: known === undefined ? party : nameOf(known),
    schoolName: directory.schools.get(school)?.name ?? school,
    fields: fieldsOf(agreement),
    overruledFor: holds ? overUwlr.filter((kind) => agreementOf(directory, school, party, kind, at)?.id !== id) : [],
    keys: keysOf(directory, party, at, school).map((key) => key.id),
  };
}

interface Showing {
  readonly store: Pick<Office['store'], 'directory'>;
  readonly at: string;
}
