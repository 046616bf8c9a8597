import { agreementsOf } from '../../directory/authorise.js';
import type { Agreement, Connection, Directory, Party } from '../../directory/directory.js';
import { pupilFieldsOf } from '../../privacy/fields/agreed-pupil-fields.js';
import type { Profile } from '../../privacy/fields/profile.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
import type { ExchangeLog } from '../exchange-log.js';
import { accessTo } from '../partner/party-access.js';
import { SyncStop } from './sync-stop.js';

/** Whom to ask, under which agreement, and what to present. */
export interface SyncTarget {
  readonly agreement: Agreement;
  /** What may be kept of the answers. */
  readonly fields: Profile;
  readonly party: Party;
  readonly endpoint: string;
  readonly version: UwlrVersion;
  readonly connection: Connection;
  readonly header: Autorisatie;
}

export interface TargetQuery {
  readonly school: string;
  /** Klantcode, for a school with several administrations. */
  readonly party?: string | undefined;
  /** ISO instant. */
  readonly at: string;
}

const USUAL_VERSION: UwlrVersion = '2.2';

/** The administration to ask for a school's pupils. Throws `SyncStop` when there is none, or it cannot be told which; `ConnectionError`. */
export function findTarget(directory: Directory, keyring: Keyring, query: TargetQuery, log: ExchangeLog): SyncTarget {
  const { agreement, fields, party } = agreementFor(directory, query, log);
  log.party = party;
  log.agreement = agreement;
  const { endpoint, version = USUAL_VERSION } = party;
  if (endpoint === undefined) throw badConfiguration(log, 'the administration has no endpoint');
  const { connection, header } = accessTo(directory, keyring, party, query.school, query.at);
  return { agreement, fields, party, endpoint, version, connection, header };
}

export function badConfiguration(log: ExchangeLog, hint: string): SyncStop {
  log.add('UWLR-SY-010', undefined, hint);
  return new SyncStop('bad-configuration');
}

function agreementFor(directory: Directory, { school, party: wanted, at }: TargetQuery, log: ExchangeLog) {
  const found = agreementsOf(directory, { school, party: wanted }, 'leerlinggegevens', at).flatMap((agreement) => {
    const party = directory.parties.get(agreement.party);
    const fields = pupilFieldsOf(agreement, party?.version ?? USUAL_VERSION);
    return party?.role === 'las' && fields !== undefined ? [{ agreement, fields, party }] : [];
  });
  const [first] = found;
  if (first === undefined) {
    log.add('UWLR-SY-020');
    throw new SyncStop('no-agreement');
  }
  if (found.some(({ party }) => party !== first.party)) throw badConfiguration(log, 'the school has several administrations: say which');
  return first;
}

/** 1.0 has all in one only. */
export function inSteps({ connection, version }: SyncTarget): boolean {
  return connection.inSteps === true && version !== '1.0';
}
