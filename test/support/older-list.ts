import { resultFieldChoice } from '../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../src/privacy/fields/field-list.js';

/** A list of fields of results as it was made before every list had the part of a test that a result is of: some are still in force. */
export function olderList(...names: readonly string[]): readonly string[] {
  return makeFieldList(names, [resultFieldChoice()]).fields.filter((path) => !path.includes('toetsonderde'));
}
