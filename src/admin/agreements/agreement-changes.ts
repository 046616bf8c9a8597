import type { Agreement, ExchangeKind } from '../../directory/directory.js';
import { pupilRegisterFields, resultRegisterFields } from '../../register/register-fields.js';

/** What is different in an agreement that takes the place of another. Only what differs is there. */
export interface AgreementChanges {
  readonly exchangesAdded?: readonly string[];
  readonly exchangesDropped?: readonly string[];
  readonly profile?: Change;
  /** As people write them: `leerling/achternaam`. */
  readonly fieldsAdded?: readonly string[];
  readonly fieldsDropped?: readonly string[];
  readonly scopesAdded?: readonly string[];
  readonly scopesDropped?: readonly string[];
  readonly purpose?: Change;
  /** `never` when there is no end. */
  readonly until?: Change;
  readonly infourl?: Change;
}

interface Change {
  readonly from: string;
  readonly to: string;
}

export function agreementChanges(before: Agreement, after: Agreement): AgreementChanges {
  return {
    ...difference('exchanges', before.exchanges, after.exchanges),
    ...change('profile', before.profile, after.profile),
    ...difference('fields', fieldsOf(before), fieldsOf(after)),
    ...difference('scopes', before.scopes ?? [], after.scopes ?? []),
    ...change('purpose', before.purpose, after.purpose),
    ...change('until', before.until ?? 'never', after.until ?? 'never'),
    ...change('infourl', infourlText(before), infourlText(after)),
  };
}

/** The fields that may go under it, over all its exchanges. */
export function fieldsOf(agreement: Agreement): readonly string[] {
  return [...new Set(agreement.exchanges.flatMap((kind) => FIELDS[kind](agreement)))];
}

const FIELDS: Readonly<Record<ExchangeKind, (agreement: Agreement) => readonly string[]>> = {
  leerlinggegevens: (agreement) => pupilRegisterFields(agreement).map(({ name }) => name),
  leerresultaten: (agreement) => resultRegisterFields(agreement).map(({ name }) => name),
  rest: () => [],
};

/** In a sentence each, for people. */
export function changesInWords(changes: AgreementChanges): readonly string[] {
  const { profile, purpose, until, infourl } = changes;
  return [
    ...listed('exchange added', changes.exchangesAdded),
    ...listed('exchange dropped', changes.exchangesDropped),
    ...changed('profile', profile),
    ...listed('fields added', changes.fieldsAdded),
    ...listed('fields dropped', changes.fieldsDropped),
    ...listed('scopes added', changes.scopesAdded),
    ...listed('scopes dropped', changes.scopesDropped),
    ...changed('purpose', purpose && { from: `'${purpose.from}'`, to: `'${purpose.to}'` }),
    ...changed('until', until),
    ...changed('links (infourl)', infourl),
  ];
}

function listed(what: string, names: readonly string[] | undefined): readonly string[] {
  return names === undefined ? [] : [`${what}: ${names.join(', ')}`];
}

function changed(what: string, change: Change | undefined): readonly string[] {
  return change === undefined ? [] : [`${what}: ${change.to} instead of ${change.from}`];
}

function difference(name: 'exchanges' | 'fields' | 'scopes', before: readonly string[], after: readonly string[]): object {
  const [added, dropped] = [without(after, before), without(before, after)];
  return { ...(added.length > 0 ? { [`${name}Added`]: added } : {}), ...(dropped.length > 0 ? { [`${name}Dropped`]: dropped } : {}) };
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return names.filter((name) => !known.has(name));
}

function change(name: string, from: string, to: string): object {
  return from === to ? {} : { [name]: { from, to } };
}

function infourlText({ infourl }: Agreement): string {
  return infourl.keep === 'hosts' ? `hosts:${infourl.hosts.join(',')}` : infourl.keep;
}
