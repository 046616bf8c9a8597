import type { UwlrVersion } from '../../uwlr/finding.js';
import { type Compiled, compile } from '../../uwlr/grammar/compile.js';
import type { PrivacyClass, PupilProfile, Root } from '../../uwlr/grammar/grammar.js';
import { edex } from '../../uwlr/messages/edexml-file.js';
import {
  leerkrachtenAntwoord,
  leerlingenAntwoord,
  leerlinggegevens,
  leerlinggegevensAntwoord,
  leerlinggegevensLeerkrachten,
  leerlinggegevensLeerlingen,
  leerlinggegevensStructuur,
  structuurAntwoord,
} from '../../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevens1, leerlinggegevensAntwoord1 } from '../../uwlr/messages/v1/leerlinggegevens.js';

/** Every message and document that pupil data come and go in, of every version. */
export const ROSTER_ROOTS: readonly Root[] = [
  leerlinggegevens,
  leerlinggegevensStructuur,
  leerlinggegevensLeerlingen,
  leerlinggegevensLeerkrachten,
  leerlinggegevensAntwoord,
  structuurAntwoord,
  leerlingenAntwoord,
  leerkrachtenAntwoord,
  edex,
  leerlinggegevens1,
  leerlinggegevensAntwoord1,
];

/** Special data, and free text that may hold them: no profile lets us have these. */
const NEVER: readonly PrivacyClass[] = ['S', 'F'];

/** The version whose profiles are those of 1.0 too: that had none, and no later one is wider. */
export const WIDEST = '2.2';

/**
 * What a profile leaves of pupil data in a version: paths of the root `leerlinggegevens` of UWLR 2, attributes as `.../@key`. The
 * fields of 1.0 go under the names that they have there. Nothing of class S or F, even where the XSD of a profile has it.
 */
export function rosterFields(version: UwlrVersion, profile: PupilProfile): ReadonlySet<string> {
  const name = `${version} ${profile}`;
  const known = made.get(name);
  if (known !== undefined) return known;
  const fields = version === '1.0' ? fieldsOf1(profile) : allowedPaths(compile(leerlinggegevens, version, profile));
  made.set(name, fields);
  return fields;
}

const made = new Map<string, ReadonlySet<string>>();

function fieldsOf1(profile: PupilProfile): ReadonlySet<string> {
  const sayable = new Set(fieldPaths(compile(leerlinggegevens1, '1.0')).map(standardPath));
  return new Set([...rosterFields(WIDEST, profile)].filter((path) => sayable.has(path)));
}

function allowedPaths({ byPath }: Compiled): ReadonlySet<string> {
  const nodes = [...byPath.values()].filter(({ privacy }) => !NEVER.includes(privacy));
  return new Set(
    nodes.flatMap(({ path, attributes }) => [
      path,
      ...[...attributes].filter(([, { privacy }]) => !NEVER.includes(privacy)).map(([name]) => `${path}/@${name}`),
    ]),
  );
}

/** Paths of all elements and attributes of a message. */
export function fieldPaths({ byPath }: Compiled): string[] {
  return [...byPath.values()].flatMap(({ path, attributes }) => [path, ...[...attributes.keys()].map((name) => `${path}/@${name}`)]);
}

/** The path under which a field of any pupil-side root has its place in `leerlinggegevens` of UWLR 2; empty for the head of an answer. */
export function standardPath(path: string): string {
  const [first = '', ...rest] = path.split('/');
  if (ANSWERS.has(first)) return rest.length === 0 || NO_DATA.has(rest.join('/')) ? '' : standardPath(rest.join('/'));
  return NAMES_OF_1.reduce((renamed, [was, is]) => renamed.replace(was, is), ['leerlinggegevens', ...rest].join('/'));
}

const ANSWERS = new Set(ROSTER_ROOTS.map(({ element }) => element.name).filter((name) => name.endsWith('antwoord')));
const NO_DATA = new Set(['geenwijzigingen', 'geengegevens']);

/** What 1.0 calls otherwise (spec f). No two of these are names of one thing, and UWLR 2 has none of them. */
const NAMES_OF_1: readonly (readonly [RegExp, string])[] = [
  [/^(leerlinggegevens)\/subgroepen(?:\/subgroep|(?=\/|$))/, '$1/groepen/samengestelde_groep'],
  [/\/leerling\/subgroepen\/groep(?=\/|$)/, '/leerling/samengestelde_groepen/samengestelde_groep'],
  [/\/leerling\/subgroepen$/, '/leerling/samengestelde_groepen'],
  [/\/leerkracht\/subgroepen(?:\/groep|$)/, '/leerkracht/groepen/samengestelde_groep'],
  [/\/groepen\/groep\/kenmerken(?:\/kenmerk|$)/, '/groepen/groep/jaargroep'],
  [/\/leerkracht\/ictcoordinator$/, '/leerkracht/rol'],
  [/\/@vocabulaire(?:locatie)?$/, ''],
];

/** Which fields of pupil data may be said, and by which rules. Fields are standard paths, see `rosterFields`. */
export interface SayableFields {
  /** Equal names stand for equal fields. */
  readonly name: string;
  in(version: UwlrVersion): ReadonlySet<string>;
  /** In some version or other: what is in here and has no place in a version is lost there. */
  readonly ever: ReadonlySet<string>;
  /** The profile that what is said in a version keeps to, with all that it demands; undefined: the version itself is the only rule. */
  profileIn(version: UwlrVersion): PupilProfile | undefined;
}

/** All fields of a profile, as it is in whatever version is spoken. */
export function wholeProfile(profile: PupilProfile): SayableFields {
  return {
    name: profile,
    in: (version) => rosterFields(version, profile),
    ever: rosterFields(WIDEST, profile),
    profileIn: () => profile,
  };
}
