import type { Shown } from './export.js';

/** Per field what is known of each person by it. */
type Facts = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** Every field in which an export says something of somebody; `personOf` knows whom an alias in it stands for. */
export function factsOf(shown: readonly Shown[], personOf: (alias: string) => string | undefined): Facts {
  const facts = new Map<string, Map<string, Set<string>>>();
  const note = (field: string, person: string, value: string) => {
    const ofField = facts.get(field) ?? new Map<string, Set<string>>();
    facts.set(field, ofField.set(person, (ofField.get(person) ?? new Set()).add(value)));
  };
  for (const { path, item, position, headers, next } of shown) {
    const leaves = [...leavesOf(item)];
    const people = new Set(leaves.flatMap(([, value]) => personOf(value) ?? []));
    for (const person of people) {
      for (const [name, value] of leaves) note(`${path} ${name}`, person, value);
      for (const [name, value] of Object.entries(headers)) note(`${path} header ${name}`, person, value);
      if (next !== undefined) note(`${path} next`, person, next);
      note(`${path} ${POSITION}`, person, String(position));
    }
  }
  return facts;
}

/** Place in a list: here two may agree by accident, as anybody stands somewhere. */
export const POSITION = 'position';

export interface Join {
  readonly fields: readonly [string, string];
  /** How many people it brings together rightly. */
  readonly right: number;
}

/**
 * Every pair of fields by which somebody can be found in both exports: a value that one person has in each, and that is the same
 * person.
 */
export function joinsOf(one: Facts, other: Facts): readonly Join[] {
  const [ones, others] = [ownersIn(one), ownersIn(other)];
  return ones.flatMap(([field, owners]) =>
    others.flatMap(([otherField, otherOwners]) => {
      const right = [...owners].filter(([value, person]) => otherOwners.get(value) === person).length;
      return right === 0 ? [] : [{ fields: [field, otherField] as const, right }];
    }),
  );
}

/** Per field the values that belong to one person only. */
function ownersIn(facts: Facts): readonly (readonly [string, ReadonlyMap<string, string>])[] {
  return [...facts].map(([field, people]) => {
    const owners = new Map<string, string | undefined>();
    for (const [person, values] of people) for (const value of values) owners.set(value, owners.has(value) ? undefined : person);
    return [field, new Map([...owners].flatMap(([value, person]) => (person === undefined ? [] : [[value, person] as const])))] as const;
  });
}

function* leavesOf(value: unknown, name = ''): Generator<readonly [string, string]> {
  if (Array.isArray(value)) for (const item of value) yield* leavesOf(item, `${name}[]`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* leavesOf(item, name === '' ? key : `${name}.${key}`);
  else yield [name, String(value)];
}
