import { agreedPupilFields, type FieldTerms } from '../privacy/agreed-pupil-fields.js';
import { resultFieldsOf } from '../privacy/agreed-result-fields.js';
import type { ExchangeKind } from '../store/directory.js';
import type { UwlrVersion } from '../uwlr/finding.js';

/** The fields that an agreement lets through in a version, by standard path: what the audit says could be in a message. */
export function agreedFields(terms: FieldTerms, version: UwlrVersion, exchange: ExchangeKind): readonly string[] {
  const allowed = exchange === 'leerlinggegevens' ? agreedPupilFields(terms)?.in(version) : resultFieldsOf(terms).allowed;
  if (allowed === undefined) return [];
  const known = listed.get(allowed);
  if (known !== undefined) return known;
  const list = [...allowed].sort();
  listed.set(allowed, list);
  return list;
}

/** The sets are made once for many messages; so are their lists. */
const listed = new WeakMap<ReadonlySet<string>, readonly string[]>();
