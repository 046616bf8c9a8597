/** A step in the shape of the database. Never changed once released: a new step comes after it. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}
