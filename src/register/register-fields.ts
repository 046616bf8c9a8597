import type { Agreement } from '../directory/directory.js';
import { agreedPupilFields } from '../privacy/fields/agreed-pupil-fields.js';
import { resultFieldsOf } from '../privacy/fields/agreed-result-fields.js';
import { type FieldTree, fieldTree, resultTree, shortName } from '../privacy/fields/nameable-fields.js';
import type { PrivacyClass } from '../uwlr/grammar/grammar.js';
import { leerlinggegevens } from '../uwlr/messages/leerlinggegevens.js';

/** A field of the standard, or of the model, that may go. */
export interface RegisterField {
  /** As people write it: `leerling/achternaam`. */
  readonly name: string;
  /** Standard path. */
  readonly path: string;
  /** Class of personal data. */
  readonly privacy: PrivacyClass;
}

/** The key that a result comes with: it is made into a pseudonym, and kept sealed. */
const LEERLINGID = 'leerresultaten_verzoek/toetsafnames/toetsafname/leerlingid';
const INFOURL = 'leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat/infourl';

/** The fields of pupil data that an agreement lets through in some version. */
export function pupilRegisterFields(agreement: Agreement): readonly RegisterField[] {
  return fieldsIn(fieldTree(leerlinggegevens), agreedPupilFields(agreement)?.ever ?? new Set());
}

/** The fields of results that may be kept, and the key of the pupil. */
export function resultRegisterFields(agreement: Agreement): readonly RegisterField[] {
  const { allowed } = resultFieldsOf(agreement);
  return fieldsIn(resultTree(), new Set([...allowed, LEERLINGID, ...(agreement.infourl.keep === 'none' ? [] : [INFOURL])]));
}

/** In the order of the standard. */
function fieldsIn(tree: FieldTree, allowed: ReadonlySet<string>): readonly RegisterField[] {
  return [...tree.fields.values()]
    .filter(({ path }) => allowed.has(path))
    .map(({ path, privacy }) => ({ name: shortName(path, tree), path, privacy }));
}
