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
