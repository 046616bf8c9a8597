import type { Command } from 'commander';

/** What the command line gives when a command is about a gateway elsewhere. */
export interface RemoteOptions {
  readonly remote?: string;
  readonly tokenFile?: string;
  readonly insecure?: true;
}

/** Lets a command ask a gateway elsewhere, over REST, instead of the store here. There is no flag for the token itself: others would see it. */
export function addRemoteOptions(command: Command): Command {
  return command
    .option('--remote <url>', 'use the gateway at this address, over REST')
    .option('--token-file <file>', 'file with the token for it (or UWLR_TOKEN_FILE); - for standard input')
    .option('--insecure', 'allow plain HTTP to another machine');
}

/** What else the command was given. */
export function withoutRemote<T extends RemoteOptions>({
  remote: _,
  tokenFile: __,
  insecure: ___,
  ...others
}: T): Omit<T, keyof RemoteOptions> {
  return others;
}
