import type { UwlrVersion } from '../../uwlr/finding.js';
import { type Root, versionsOf } from '../../uwlr/grammar/grammar.js';
import { edex } from '../../uwlr/messages/edexml-file.js';
import { leerlinggegevensAntwoord } from '../../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevensAntwoord1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import { type Change, messageFile } from '../messages/message-file.js';
import { schoolContent } from './school-content.js';
import { profileOf, type SchoolSet } from './school-set.js';
import type { SyntheticAdministration } from './synthetic-school.js';

export interface SchoolFileOptions {
  /** The answer of a LAS to the usual question, or an EDEXML file, which has versions of its own: 2.0 goes with 2.1, and 2.1 with 2.2. */
  readonly format: 'uwlr' | 'edexml';
  readonly version: UwlrVersion;
  readonly set: SchoolSet;
  /** aanmaakdatum, an `xs:dateTime`. */
  readonly madeAt: string;
  /** Change it in this way (see `MUTATIONS`), by this seed. */
  readonly mutation?: Change | undefined;
}

export const EDEXML_VERSIONS: Readonly<Partial<Record<UwlrVersion, string>>> = { '2.1': '2.0', '2.2': '2.1' };

/** An invented school as a file, in pieces. Throws `RangeError` for EDEXML in another version, and `NothingToChange`. */
export function schoolFile(school: SyntheticAdministration, options: SchoolFileOptions): Generator<string> {
  const { format, version, set, madeAt, mutation } = options;
  const xsdversie = format === 'edexml' ? EDEXML_VERSIONS[version] : version;
  if (xsdversie === undefined) throw new RangeError('EDEXML goes with version 2.1 or 2.2');
  const content = schoolContent(school, { version, set, madeAt, xsdversie });
  if (content === undefined) throw new RangeError('a school without pupils has no file');
  const root: Root = format === 'edexml' ? edex : answerOf(version);
  const value = format === 'edexml' ? content : { leerlinggegevens: content };
  // 1.0 had no profiles.
  const profile = version === '1.0' ? undefined : profileOf(set);
  return messageFile(root, value, { version, profile, mutation });
}

function answerOf(version: UwlrVersion): Root {
  return versionsOf(leerlinggegevensAntwoord).includes(version) ? leerlinggegevensAntwoord : leerlinggegevensAntwoord1;
}
