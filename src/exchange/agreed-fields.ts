import { agreedPupilFields, type FieldTerms } from '../privacy/fields/agreed-pupil-fields.js';
import { resultFieldsOf } from '../privacy/fields/agreed-result-fields.js';
import type { UwlrVersion } from '../uwlr/finding.js';

/** The fields of pupil data that an agreement lets through in a version, by standard path: what the audit says could be in a message. */
export function agreedFields(terms: FieldTerms, version: UwlrVersion): readonly string[] {
  const allowed = agreedPupilFields(terms)?.in(version);
  return allowed === undefined ? [] : listOf(allowed);
}

/** The same of results, in whatever format they come. */
export function agreedResultFields(terms: Pick<FieldTerms, 'fields'>): readonly string[] {
  return listOf(resultFieldsOf(terms).allowed);
}

function listOf(allowed: ReadonlySet<string>): readonly string[] {
  const known = listed.get(allowed);
  if (known !== undefined) return known;
  const list = [...allowed].sort();
  listed.set(allowed, list);
  return list;
}

/** The sets are made once for many messages; so are their lists. */
const listed = new WeakMap<ReadonlySet<string>, readonly string[]>();
