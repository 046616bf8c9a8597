import { completeList } from '../minimise/complete-list.js';
import type { FieldChoice } from './field-choice.js';
import { FieldListError } from './field-list-error.js';
import { nameField } from './name-field.js';
import { shortName } from './nameable-fields.js';

export interface FieldList {
  /** Everything that was named or added, as `Agreement.fields` has it. */
  readonly fields: readonly string[];
  /** Short names of what nobody named and no message can do without. The school and the message itself are not among them: they always go along. */
  readonly added: readonly string[];
}

/**
 * The list that these names stand for: each a field of one of the choices, by its name where that is the only one, or by the end of its
 * path. Throws `FieldListError` for a name that is none, that may be several, or whose field may not go; and when a message could not
 * be made of the fields alone.
 */
export function makeFieldList(names: readonly string[], choices: readonly FieldChoice[]): FieldList {
  const paths = names.map((name) => nameField(name, choices));
  const lists = choices.map((choice) => {
    const named = new Set(paths.filter((path) => choice.tree.fields.has(path)));
    if (named.size === 0)
      throw new FieldListError(`nothing of ${choice.exchange} is named: name its fields too, or make an agreement for each exchange`);
    const fields = completeList(named, choice);
    const school = `${choice.root.element.name}/school/`;
    const added = fields.filter((path) => !named.has(path) && choice.tree.fields.has(path) && !path.startsWith(school));
    return { fields, added: added.map((path) => shortName(path, choice.tree)) };
  });
  return { fields: lists.flatMap(({ fields }) => fields), added: lists.flatMap(({ added }) => added) };
}
