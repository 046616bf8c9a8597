import type { AliasVault, ReceiverAlias, VaultedAlias } from '../../alias-vault.js';
import type { RosterKind } from '../../roster-store.js';
import { StoreError } from '../../store-error.js';
import { sealed } from '../cells.js';
import { MessageTables } from '../exchanges/message-tables.js';
import { aliasReceivers, gonePeople, knownAliases, peopleAliases, receiverAlias } from './receiver-alias-reads.js';

/** The part of the store that remembers which aliases went out. */
export class AliasTables extends MessageTables implements AliasVault {
  async knownReceiverAliases(school: string, receiver: string, aliases: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.access.askMany('receiver aliases', aliases, (some) => knownAliases(school, receiver, some))).keys());
  }

  async keepReceiverAliases(school: string, receiver: string, aliases: readonly ReceiverAlias[]): Promise<void> {
    if (aliases.length === 0) return;
    const cells = aliases.flatMap((one) => [one.kind, one.alias, String(one.generation), sealed(one.sealedId)]);
    await this.access.write({ kind: 'keep-aliases', school, receiver, aliases: cells }, cells.length * 30);
  }

  async receiverAlias(school: string, receiver: string, kind: RosterKind, alias: string): Promise<ReceiverAlias | undefined> {
    return this.access.ask('receiver aliases', receiverAlias(school, receiver, kind, alias));
  }

  async aliasReceivers(school: string): Promise<readonly { readonly receiver: string; readonly generation: number }[]> {
    return this.access.ask('receiver aliases', aliasReceivers(school));
  }

  async peopleAliases(
    school: string,
    after: Pick<VaultedAlias, 'receiver' | 'alias'> = { receiver: '', alias: '' },
  ): Promise<readonly VaultedAlias[]> {
    return this.access.ask('receiver aliases', peopleAliases(school, after));
  }

  async gonePeople(school: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.access.ask('receiver aliases', gonePeople(school, ids));
  }

  async forgetGone(school: string, aliases: readonly string[]): Promise<number> {
    if (aliases.length === 0) return 0;
    return (await this.access.write({ kind: 'forget-gone', school, aliases })) as number;
  }

  async removeReceiverAliases(school: string, aliases: readonly string[]): Promise<number> {
    const removed = (await this.access.write({ kind: 'remove-aliases', school, aliases })) as number;
    if (removed > 0) await this.access.emptyLog();
    return removed;
  }

  async rotateAliases(school: string, at: string, until: string): Promise<number> {
    if (Number.isNaN(Date.parse(until))) throw new StoreError('unknown', 'aliases: their end is not an instant');
    return (await this.access.write({ kind: 'rotate-aliases', school, at, until })) as number;
  }

  async destroySchoolKey(school: string, at: string): Promise<boolean> {
    await this.access.write({ kind: 'destroy-key', school, at });
    return this.access.emptyLog();
  }

  async purgeReceiverAliases(at: string): Promise<number> {
    if (Number.isNaN(Date.parse(at))) throw new StoreError('unknown', 'aliases: what to remove is not bounded by an instant');
    const removed = (await this.access.write({ kind: 'purge-aliases', at })) as number;
    if (removed > 0) await this.access.emptyLog();
    return removed;
  }
}
