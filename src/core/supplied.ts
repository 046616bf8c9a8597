type Supplied<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

/**
 * The fields that are there: those that are undefined are left out. To be spread into a record in which absent means "not supplied":
 * `{ id, ...supplied({ until, note }) }`.
 */
export function supplied<T extends object>(fields: T): Supplied<T> {
  const present: Supplied<T> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) present[name] = value as Exclude<T[typeof name], undefined>;
  }
  return present;
}

/**
 * A record while its fields are filled in one after the other. On the path of a message that takes a fraction of the time that spreading takes: of an
 * object with a dozen fields, the engine makes a table of names each time that it is spread.
 */
export type InMaking<T> = { -readonly [Name in keyof T]: T[Name] };
