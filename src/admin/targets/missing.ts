import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { EduVSettings, FilesSettings, LasSettings } from '../../delivery/targets/target-settings.js';
import { agreementsOf, keysOf } from '../../directory/authorise.js';
import type { Connection, Directory, Target } from '../../directory/directory.js';
import { TargetRules } from '../../soap/client/target-rules.js';
import type { Settings } from './check-settings.js';

export interface Circumstances {
  readonly directory: Directory;
  readonly allowTargets: readonly string[];
  /** Of the party; absent when nothing is said about how to call it. */
  readonly connection?: Connection;
  /** ISO instant. */
  readonly at: string;
}

/** Schools whose results may go to a party at an ISO instant. */
export function schoolsOf(directory: Directory, party: string, at: string): readonly string[] {
  return [...new Set(agreementsOf(directory, { party }, 'leerresultaten', at).map(({ school }) => school))];
}

/** What keeps results from a target, or may do so, as sentences for whoever has to put it right; as far as that can be told from here. */
export async function missingFor(target: Target, settings: Settings, circumstances: Circumstances): Promise<readonly string[]> {
  const { directory, at } = circumstances;
  const { party } = target;
  const schools = schoolsOf(directory, party, at);
  return [
    ...(schools.length > 0
      ? []
      : [
          `${party} has no agreement for leerresultaten with any school, so it receives nothing: uwlr agreement add --party ${party} --exchange leerresultaten`,
        ]),
    ...(target.kind === 'las' ? missingForLas(target, settings as LasSettings, schools, circumstances) : []),
    ...(target.kind === 'edu-v' ? withoutOrganisation(target, settings as EduVSettings, schools) : []),
    ...(await unreachable(target, settings, circumstances)),
  ];
}

function missingForLas(
  { id, party }: Target,
  { endpoint }: LasSettings,
  schools: readonly string[],
  { directory, at }: Circumstances,
): readonly string[] {
  const keyless = schools.filter((school) => !keysOf(directory, party, at, school).some(({ sealed }) => sealed !== undefined));
  return [
    ...((endpoint ?? directory.parties.get(party)?.endpoint) === undefined
      ? [`the address at which ${party} receives results is not known: uwlr deliver target set ${id} --endpoint URL`]
      : []),
    ...(keyless.length === 0
      ? []
      : [
          `there is no autorisatiesleutel of ${party} for ${keyless.join(', ')}: uwlr key add --party ${party} --school ${keyless.join(',')} --key-file FILE`,
        ]),
  ];
}

function withoutOrganisation({ id }: Target, { organisations = {} }: EduVSettings, schools: readonly string[]): readonly string[] {
  const unnamed = schools.filter((school) => organisations[school] === undefined);
  if (unnamed.length === 0) return [];
  return [`there is no OnderwijsaanbiederId for ${unnamed.join(', ')}: uwlr deliver target set ${id} --organisation ${unnamed[0]}=ID`];
}

async function unreachable(target: Target, settings: Settings, circumstances: Circumstances): Promise<readonly string[]> {
  if (target.kind === 'files') {
    const { directory } = settings as FilesSettings;
    const writable = await access(directory, constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
    return writable ? [] : [`${directory} is not a directory in which this user can write`];
  }
  const rules = new TargetRules(circumstances.allowTargets);
  const hosts = new Set(urlsOf(target, settings, circumstances).map((url) => new URL(url).hostname));
  const refused = await Promise.all([...hosts].map(async (host) => ((await rules.allowsHost(host)) === false ? [host] : [])));
  return refused.flat().map((host) => `${host} is not at a public address: it will not be called unless UWLR_ALLOW_TARGETS names it`);
}

function urlsOf({ kind, party }: Target, settings: Settings, { directory, connection }: Circumstances): readonly string[] {
  if (kind === 'las') {
    // The proxy looks names up itself, and has rules of its own.
    const url = connection?.proxy ?? (settings as LasSettings).endpoint ?? directory.parties.get(party)?.endpoint;
    return url === undefined ? [] : [url];
  }
  const { url, tokenUrl } = settings as EduVSettings;
  return [url, ...(tokenUrl === undefined ? [] : [tokenUrl])];
}
