/** What was taken out of a message before anything was stored: which field, by which rule, how often; never a value. */
export interface Strip {
  /** Without indices: `leerresultaten_verzoek/school/auteur`. */
  readonly path: string;
  readonly rule: string;
  readonly count: number;
}

export class StripCounts {
  /** By path, then by rule. */
  readonly #counts = new Map<string, Map<string, number>>();

  add(path: string, rule: string, count = 1): void {
    let ofPath = this.#counts.get(path);
    if (ofPath === undefined) {
      ofPath = new Map();
      this.#counts.set(path, ofPath);
    }
    ofPath.set(rule, (ofPath.get(rule) ?? 0) + count);
  }

  /** By path, then by rule. */
  list(): Strip[] {
    const strips: Strip[] = [];
    for (const [path, ofPath] of this.#counts) for (const [rule, count] of ofPath) strips.push({ path, rule, count });
    return strips.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.rule < b.rule ? -1 : 1));
  }
}
