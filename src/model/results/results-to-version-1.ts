import { compile } from '../../uwlr/grammar/compile.js';
import {
  type LeerresultatenVerzoek,
  leerresultatenVerzoek,
  type Resultaat,
  type Toets,
  type Toetsafname,
} from '../../uwlr/messages/leerresultaten.js';
import { type LeerresultatenVerzoek1, leerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';
import { type Conversion, ConversionLosses } from '../conversion.js';
import { type Normering1, normsTo1 } from './results-to-version-1-norms.js';

type Afname1 = LeerresultatenVerzoek1['toetsafnames']['toetsafname'][number];
type Resultaat1 = Afname1['resultaten']['resultaat'][number];
type Toets1 = LeerresultatenVerzoek1['toetsen']['toets'][number];
type Toetsonderdeel = NonNullable<Toets['toetsonderdelen']>['toetsonderdeel'][number];
type Toetsonderdeel1 = Toets1['toetsonderdelen']['toetsonderdeel'][number];

const ROOT = `/${leerresultatenVerzoek.element.name}`;

/**
 * Results in UWLR 1.0, and what that cannot say (spec f). Left out: ECK iDs, versions, hierarchies, norms of a whole test with
 * parts, categories, weights, colours and marks. Blocked: a result that is no score, that of a pupil without a key of the
 * administration, and that of a whole test with parts, since 1.0 has results of parts only. A test without parts is its own only
 * part: code, name and norms are those of the test.
 */
export function toVersion1({ school, toetsafnames, toetsen }: LeerresultatenVerzoek): Conversion<LeerresultatenVerzoek1> {
  const losses = new ConversionLosses();
  const whole = new Set(toetsen.toets.filter((toets) => toets.toetsonderdelen === undefined).map(({ toetscode }) => toetscode.value));
  const said = {
    school: schoolTo1(school, losses),
    toetsafnames: toetsafnames.toetsafname.flatMap((afname, at) =>
      afnameTo1(afname, whole, `${ROOT}/toetsafnames/toetsafname[${at + 1}]`, losses),
    ),
    toetsen: toetsen.toets.map((toets, at) => toetsTo1(toets, `${ROOT}/toetsen/toets[${at + 1}]`, losses)),
  };
  if (said.school === undefined) return { losses: losses.list() };
  if (said.toetsafnames.length === 0) {
    losses.add('blocked', ROOT, 'missing-toetsafnames');
    return { losses: losses.list() };
  }
  const message = { school: said.school, toetsafnames: { toetsafname: said.toetsafnames }, toetsen: { toets: said.toetsen } };
  return { message, losses: losses.list() };
}

/** A school whose key is too long cannot be named, so nothing can be sent of it. */
function schoolTo1(school: LeerresultatenVerzoek['school'], losses: ConversionLosses): LeerresultatenVerzoek1['school'] | undefined {
  const type = compile(leerresultatenVerzoek1, '1.0').byPath.get('leerresultatenverzoek/school/schoolkey')?.text;
  if (school.schoolkey === undefined || typeof type?.check(school.schoolkey) === 'string') return { ...school, xsdversie: '1.0' };
  losses.add('blocked', `${ROOT}/school/schoolkey`, 'value-not-allowed');
  return undefined;
}

function afnameTo1(afname: Toetsafname, whole: ReadonlySet<string>, path: string, losses: ConversionLosses): Afname1[] {
  const { leerlingid, eckid, resultaten, ...rest } = afname;
  if (leerlingid === undefined) {
    losses.add('blocked', path, 'missing-leerlingid', resultaten.resultaat.length);
    return [];
  }
  if (eckid !== undefined) losses.add('left-out', `${path}/eckid`, 'not-in-version');
  const resultaat = resultaten.resultaat.flatMap((result, at) =>
    resultTo1(result, whole, `${path}/resultaten/resultaat[${at + 1}]`, losses),
  );
  return resultaat.length === 0 ? [] : [{ leerlingid, ...rest, resultaten: { resultaat } }];
}

function resultTo1(result: Resultaat, whole: ReadonlySet<string>, path: string, losses: ConversionLosses): Resultaat1[] {
  const { versie, toetsonderdeelcode, score, osoresultaat, anderresultaat, ...rest } = result;
  const part = toetsonderdeelcode ?? (whole.has(result.toetscode) ? result.toetscode : undefined);
  if (score === undefined) {
    losses.add('left-out', `${path}/${osoresultaat === undefined ? 'anderresultaat' : 'osoresultaat'}`, 'not-in-version');
    losses.add('blocked', path, 'missing-score');
    return [];
  }
  if (part === undefined) {
    losses.add('blocked', path, 'missing-toetsonderdeelcode');
    return [];
  }
  if (versie !== undefined) losses.add('left-out', `${path}/versie`, 'not-in-version');
  return [{ ...rest, toetsonderdeelcode: part, score }];
}

function toetsTo1(toets: Toets, path: string, losses: ConversionLosses): Toets1 {
  const { versie, toetsnormering, toetshierarchie, toetsonderdelen, ...rest } = toets;
  const norms = toetsonderdelen === undefined ? undefined : toetsnormering;
  for (const [name, field] of Object.entries({ versie, toetsnormering: norms, toetshierarchie })) {
    if (field !== undefined) losses.add('left-out', `${path}/${name}`, 'not-in-version');
  }
  const toetsonderdeel =
    toetsonderdelen === undefined
      ? [ownPart(toets, toetsnormering && normsTo1(toetsnormering, `${path}/toetsnormering`, losses))]
      : toetsonderdelen.toetsonderdeel.map((part, at) => partTo1(part, `${path}/toetsonderdelen/toetsonderdeel[${at + 1}]`, losses));
  return { ...rest, toetsonderdelen: { toetsonderdeel } };
}

function ownPart({ toetscode, toetsnaam }: Toets, norms: Normering1 | undefined): Toetsonderdeel1 {
  return {
    toetsonderdeelvolgnummer: '1',
    toetsonderdeelcode: toetscode,
    ...(toetsnaam === undefined ? {} : { toetsonderdeelnaam: toetsnaam }),
    ...(norms === undefined ? {} : { toetsonderdeelnormering: norms }),
  };
}

function partTo1({ toetsonderdeelnormering, ...part }: Toetsonderdeel, path: string, losses: ConversionLosses): Toetsonderdeel1 {
  const norms = toetsonderdeelnormering && normsTo1(toetsonderdeelnormering, `${path}/toetsonderdeelnormering`, losses);
  return { ...part, ...(norms === undefined ? {} : { toetsonderdeelnormering: norms }) };
}
