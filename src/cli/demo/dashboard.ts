import type { StoredResult } from '../../store/store.js';

/** A client of the REST side: all it knows is an address and a token. */
export class Dashboard {
  constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  /** All results that the token opens. */
  async results(): Promise<readonly StoredResult[]> {
    const response = await fetch(`${this.base}/results?limit=1000`, { headers: { Authorization: `Bearer ${this.token}` } });
    if (!response.ok) return [];
    const { items } = (await response.json()) as { readonly items: readonly StoredResult[] };
    return items;
  }
}
