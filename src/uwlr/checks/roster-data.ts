import type { Root } from '../grammar/grammar.js';

/** What the checks look at in pupil data. Files, answers of all versions and their parts have it in common; each has some of it. */
export interface RosterData {
  readonly school: RosterSchool;
  readonly vestigingen?: { readonly vestiging: readonly Keyed[] };
  readonly groepen?: {
    readonly groep?: readonly (Keyed & { readonly jaargroep?: string })[];
    readonly samengestelde_groep?: readonly Keyed[];
  };
  /** 1.0 */
  readonly subgroepen?: { readonly subgroep: readonly Keyed[] };
  readonly leerlingen?: { readonly leerling: readonly RosterPupil[] };
  readonly leerkrachten?: { readonly leerkracht: readonly RosterTeacher[] };
}

export interface RosterSchool {
  readonly schooljaar: string;
  readonly instellingsnummer?: string;
  readonly aanmaakdatum?: string;
}

/** An object, or a reference to one. In 1.0 a reference may have no key. */
export interface Keyed {
  readonly key?: string;
}

export interface RosterName {
  readonly achternaam?: string;
  readonly voorvoegsel?: string;
  readonly voornamen?: string;
  readonly 'voorletters-1'?: string;
  readonly roepnaam?: string;
}

export interface RosterPerson extends Keyed, RosterName {
  readonly eckid?: string;
  /** 1.0 */
  readonly subgroepen?: { readonly groep: readonly Keyed[] };
}

export interface RosterPupil extends RosterPerson {
  readonly geboortedatum?: string;
  readonly jaargroep?: unknown;
  readonly groep?: Keyed;
  readonly samengestelde_groepen?: { readonly samengestelde_groep: readonly Keyed[] };
  readonly vestiging?: Keyed;
}

export interface RosterTeacher extends RosterPerson {
  readonly groepen?: { readonly groep?: readonly Keyed[]; readonly samengestelde_groep?: readonly Keyed[] };
}

/** The data in a decoded message, and the located path of what holds them; undefined when the answer is that there are none. */
export function rosterData({ element }: Root, value: unknown): { readonly path: string; readonly data: RosterData } | undefined {
  const message = value as Readonly<Record<string, unknown>>;
  if (hasSchool(message)) return { path: element.name, data: message };
  for (const [name, data] of Object.entries(message)) if (hasSchool(data)) return { path: `${element.name}/${name}`, data };
  return undefined;
}

function hasSchool(value: unknown): value is RosterData {
  return typeof value === 'object' && value !== null && 'school' in value;
}
