import type { PrivacyClass } from '../../uwlr/grammar/grammar.js';
import type { FieldChoice } from './field-choice.js';
import { FieldListError } from './field-list-error.js';
import { endsIn, shortName, written } from './nameable-fields.js';

/** Words that stand for no field. */
const EVERYTHING = ['*', 'all', 'alle', 'alles'];
/** Results: what becomes of it is said elsewhere in an agreement, or nowhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  infourl: '--infourl says what is kept of it',
  leerlingid: 'a pseudonym is kept instead',
};

interface Found {
  readonly path: string;
  readonly choice: FieldChoice;
}

/** The path of the field that a name stands for in one of the choices. Throws `FieldListError`. */
export function nameField(given: string, choices: readonly FieldChoice[]): string {
  const name = written(given.trim());
  if (EVERYTHING.includes(name.toLowerCase())) throw new FieldListError(`a list names fields, and ${name} is none`);
  const found = choices.flatMap((choice) =>
    [...choice.tree.fields.keys()].filter((path) => endsIn(written(path), name)).map((path): Found => ({ path, choice })),
  );
  const [first] = found;
  if (first === undefined) throw notNamed(name, choices);
  if (found.length > 1) throw new FieldListError(`${name} may be ${shownList(found.map(shown), 'or')}: say which`);
  const { path, choice } = first;
  if (!choice.candidates.has(path)) throw new FieldListError(`${shown(first)} cannot go: ${reasonFor(path, choice)}`);
  return path;
}

function notNamed(name: string, choices: readonly FieldChoice[]): FieldListError {
  for (const choice of choices) {
    const holder = [...choice.tree.holders.keys()].find((path) => endsIn(path, name));
    const inside = holder === undefined ? [] : sayable(choice).filter(({ path }) => path.startsWith(`${holder}/`));
    if (inside.length > 0) return new FieldListError(`${name} is no field, but holds some; name those: ${shownList(inside.map(shown))}`);
    if (holder !== undefined) return new FieldListError(`${name} cannot go: ${reasonFor(holder, choice)}`);
  }
  const all = choices.flatMap(sayable).map(shown);
  const near = all.filter((other) => isNear(name, other));
  return new FieldListError(
    `there is no such field; ${near.length > 0 ? `meant may be ${shownList(near, 'or')}` : `there are ${shownList(all)}`}`,
  );
}

function reasonFor(path: string, { tree, profile }: FieldChoice): string {
  const privacy = tree.fields.get(path)?.privacy ?? tree.holders.get(path);
  const elsewhere = ELSEWHERE[path.split('/').at(-1) as string];
  return elsewhere ?? REASONS[privacy as PrivacyClass] ?? `it is not in ${profile}`;
}

const REASONS: Readonly<Partial<Record<PrivacyClass, string>>> = {
  S: 'it is special personal data, which no agreement lets through',
  F: 'it is free text, which may hold anything, and no agreement lets it through',
};

/** What a list may name. */
function sayable(choice: FieldChoice): Found[] {
  const school = `${choice.root.element.name}/school/`;
  return [...choice.tree.fields.keys()]
    .filter((path) => choice.candidates.has(path) && !path.startsWith(school))
    .map((path) => ({ path, choice }));
}

function shown({ path, choice }: Found): string {
  return shortName(path, choice.tree);
}

/** Names that begin alike. */
function isNear(name: string, other: string): boolean {
  const [one, last] = [name, other].map((text) => (text.split('/').at(-1) as string).toLowerCase()) as [string, string];
  return one.length >= 3 && (last.startsWith(one.slice(0, 3)) || last.includes(one));
}

/** `a, b or c` */
function shownList(names: readonly string[], word = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
