/** What was taken out of a message before anything was stored: which field, by which rule, how often; never a value. */
export interface Strip {
  /** Without indices: `leerresultaten_verzoek/school/auteur`. */
  readonly path: string;
  readonly rule: string;
  readonly count: number;
}

export class StripCounts {
  readonly #counts = new Map<string, { readonly path: string; readonly rule: string; count: number }>();

  add(path: string, rule: string, count = 1): void {
    const key = `${path} ${rule}`;
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { path, rule, count });
    else known.count += count;
  }

  /** By path, then by rule. */
  list(): Strip[] {
    return [...this.#counts.values()]
      .map((strip) => ({ ...strip }))
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.rule < b.rule ? -1 : 1));
  }
}
