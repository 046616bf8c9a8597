import { schoolId } from '../../../model/school-id.js';
import type { UwlrVersion } from '../../../uwlr/finding.js';
import { child, type XmlNode } from '../../reader/xml-node.js';
import type { EaConfig } from '../ea-config.js';
import type { Received } from '../received.js';
import { fault } from './replies.js';
import type { Reply } from './step.js';

/**
 * What an administration refuses whatever else it does: what cannot be read, strangers, other schools, versions that it does not speak.
 * Undefined when there is no such reason. Everything else is taken as it is meant, so that the run goes on; the tests say what was wrong.
 */
export function refusalOf(received: Received, config: EaConfig): Reply | undefined {
  const { payload, kind } = received;
  if (payload === undefined || kind === 'other') return fault('Client.OngeldigBericht', 500, 'unreadable');
  const wrong = wrongCredentials(received, config);
  if (wrong.length > 0) {
    const code = wrong.includes('klantcode') || wrong.includes('klantnaam') ? 'Client.OngeldigeKlantIdentificatie' : undefined;
    return fault(code ?? 'Client.AutorisatieOngeldig', 500, 'credentials');
  }
  if (versionSpoken(received, config) === undefined) return fault('Client.XsdVersieOngeldig', 500, 'version');
  if (!schoolsIn(payload).includes(schoolIdOf(config.school))) return fault('Client.AutorisatieOngeldig', 500, 'school');
  return undefined;
}

const CREDENTIALS = ['autorisatiesleutel', 'klantcode', 'klantnaam'] as const;

/** Names of the parts of the header that are not what was issued; all three when there is no header. */
export function wrongCredentials({ autorisatie }: Received, { caller }: EaConfig): readonly (typeof CREDENTIALS)[number][] {
  return CREDENTIALS.filter((name) => child(autorisatie, name)?.text.trim() !== caller[name]);
}

/** The version of a request; the main one when it does not say. Undefined: one that is not spoken. */
export function versionSpoken({ version, xsdversie = '' }: Received, { versions }: EaConfig): UwlrVersion | undefined {
  const spoken = version ?? (xsdversie === '' ? versions[0] : undefined);
  return spoken !== undefined && versions.includes(spoken) ? spoken : undefined;
}

/** Ids of the school that a message is about: one, unless it gives a BRIN and a key. */
export function schoolsIn(payload: XmlNode): readonly string[] {
  const school = child(payload, 'school') ?? payload;
  const text = (name: string) => child(school, name)?.text.trim() ?? '';
  const [brincode, dependancecode, schoolkey] = [text('brincode'), text('dependancecode'), text('schoolkey')];
  return [...(brincode === '' ? [] : [schoolId({ brincode, dependancecode })]), ...(schoolkey === '' ? [] : [schoolId({ schoolkey })])];
}

export function schoolIdOf(id: string): string {
  return id.endsWith('-00') ? id.slice(0, -3) : id;
}
