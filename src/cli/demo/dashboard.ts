import type { Signal } from '../../model/signal.js';
import type { StoredResult } from '../../store/store.js';

/** What the overview of a group says of one goal, as far as the demo tells it. */
export interface SeenGoal {
  readonly goal: { readonly code?: string; readonly title: string };
  readonly learners: readonly {
    readonly sources: readonly { readonly vendor: string; readonly counts: { readonly results: number } }[];
    readonly signals: readonly Pick<Signal, 'kind' | 'party'>[];
  }[];
  readonly nothingReceived: readonly string[];
}

/** A client of the REST side: all it knows is an address and a token. */
export class Dashboard {
  constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  /** All results that the token opens. */
  async results(): Promise<readonly StoredResult[]> {
    return (await this.#get<{ readonly items: readonly StoredResult[] }>('/results?limit=1000'))?.items ?? [];
  }

  /** The overview by learning goal of the group that the token opens with the most learners in it. */
  async goals(): Promise<readonly SeenGoal[]> {
    const groups = await this.#get<{ readonly items: readonly { readonly id: string }[] }>('/groups');
    const seen: (readonly SeenGoal[])[] = [];
    for (const { id } of groups?.items ?? [])
      seen.push((await this.#get<{ readonly items: readonly SeenGoal[] }>(`/groups/${id}/goals`))?.items ?? []);
    return seen.sort((one, other) => learnersIn(other) - learnersIn(one))[0] ?? [];
  }

  /** True: the gateway took the signals in. */
  async raise(signals: readonly unknown[]): Promise<boolean> {
    const headers = { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' };
    const response = await fetch(`${this.base}/signals`, { method: 'POST', headers, body: JSON.stringify({ signals }) });
    return response.status === 201;
  }

  async #get<T>(path: string): Promise<T | undefined> {
    const response = await fetch(`${this.base}${path}`, { headers: { Authorization: `Bearer ${this.token}` } });
    return response.ok ? ((await response.json()) as T) : undefined;
  }
}

function learnersIn(goals: readonly SeenGoal[]): number {
  return goals.reduce((sum, { learners }) => sum + learners.length, 0);
}
