import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import type { School } from '../../directory/directory.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { type RemoteGateway, remoteGateway } from '../remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { school } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface PauseOptions extends RemoteOptions {
  readonly school: string;
  readonly json?: true;
}

export function registerPause(program: Command, session: Session): void {
  addRemoteOptions(program.command('pause'))
    .description('stop all exchanges of a school at once, regardless of agreements')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: PauseOptions) => pause(session, options));
  addRemoteOptions(program.command('resume'))
    .description('resume a paused school')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: PauseOptions) => resume(session, options));
}

/** Whoever pauses in a hurry may do so twice: the first time stands. */
async function pause(session: Session, { school: id, json, ...options }: PauseOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const pausedAt = remote === undefined ? await pauseHere(session, id) : (await remote.post<School>(`${pathOf(id)}/pause`)).pausedAt;
  if (json) printJson({ school: id, pausedAt });
  else print(`School ${id} is paused since ${pausedAt} and exchanges nothing. To resume: uwlr school resume --school ${id}`);
}

function pauseHere(session: Session, id: string): Promise<string> {
  return withExistingStore(session.config(), async (store) => {
    const directory = await store.directory();
    knownSchool(directory, id);
    const since = directory.schools.get(id)?.pausedAt;
    if (since !== undefined) return since;
    const now = new Date().toISOString();
    await store.pauseSchool(id, now);
    return now;
  });
}

async function resume(session: Session, { school: id, json, ...options }: PauseOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const pausedAt = remote === undefined ? await resumeHere(session, id) : await resumeThere(remote, id);
  if (json) printJson({ school: id, resumed: pausedAt !== undefined });
  else print(pausedAt === undefined ? `School ${id} was not paused.` : `Resumed school ${id}; it was paused since ${pausedAt}.`);
}

/** Since when it was paused. */
async function resumeThere(remote: RemoteGateway, id: string): Promise<string | undefined> {
  const { items } = await remote.get<{ readonly items: readonly School[] }>('/schools', { school: id });
  await remote.post(`${pathOf(id)}/resume`);
  return items[0]?.pausedAt;
}

function pathOf(id: string): string {
  return `/schools/${encodeURIComponent(id)}`;
}

function resumeHere(session: Session, id: string): Promise<string | undefined> {
  return withExistingStore(session.config(), async (store) => {
    const directory = await store.directory();
    knownSchool(directory, id);
    const since = directory.schools.get(id)?.pausedAt;
    if (since !== undefined) await store.pauseSchool(id, undefined);
    return since;
  });
}
