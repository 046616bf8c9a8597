import type { Alert, TroubleKind } from '../../../src/store/outbox-store.js';

interface Trouble {
  readonly id: string;
  readonly target: string;
  readonly kind: TroubleKind;
  readonly since: string;
  endedAt?: string;
  toldStart?: string;
  toldEnd?: string;
}

/** Troubles as the store keeps them, by hand: the store keeps them in `src/store/tables/outbox/target-troubles.ts`. */
export class Troubles {
  private readonly list: Trouble[] = [];

  start(target: string, at: Date, kind: TroubleKind = 'failing'): void {
    if (this.open(target, kind) !== undefined) return;
    this.list.push({ id: String(this.list.length + 1), target, kind, since: at.toISOString() });
  }

  end(target: string, at: Date, kind: TroubleKind = 'failing'): void {
    const open = this.open(target, kind);
    if (open !== undefined) open.endedAt = at.toISOString();
  }

  isOpen(target: string): boolean {
    return this.open(target, 'failing') !== undefined;
  }

  async alerts(): Promise<readonly Alert[]> {
    return this.list.flatMap(({ id, target, kind, since, endedAt, toldStart, toldEnd }): Alert[] => {
      const starts = endedAt === undefined && toldStart === undefined;
      const ends = endedAt !== undefined && toldStart !== undefined && toldEnd === undefined;
      if (!starts && !ends) return [];
      const told = this.list
        .filter((other) => other.target === target && other.kind === kind)
        .flatMap((other) => [other.toldStart, other.toldEnd].filter((at) => at !== undefined))
        .sort();
      const lastTold = told.at(-1);
      return [
        {
          id,
          target,
          kind,
          phase: starts ? 'started' : 'ended',
          since,
          ...(endedAt === undefined ? {} : { endedAt }),
          ...(lastTold === undefined ? {} : { lastTold }),
          waiting: 3,
          dead: 1,
          tasks: 0,
          schools: ['99XX'],
        },
      ];
    });
  }

  async alertSent({ id, phase }: Pick<Alert, 'id' | 'phase'>, at: string): Promise<void> {
    const trouble = this.list.find((one) => one.id === id);
    if (trouble === undefined) throw new Error('no such trouble');
    if (phase === 'started') trouble.toldStart = at;
    else trouble.toldEnd = at;
  }

  private open(target: string, kind: TroubleKind): Trouble | undefined {
    return this.list.find((one) => one.target === target && one.kind === kind && one.endedAt === undefined);
  }
}
