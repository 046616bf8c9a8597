import { supplied } from '../../../core/supplied.js';
import type { UwlrFaultCode } from '../../../uwlr/fault-code.js';
import { SOAP_11 } from '../../reader/soap-answer.js';
import { child } from '../../reader/xml-node.js';
import type { Done } from '../heard.js';
import { millisecondsOf } from '../instants.js';
import { confirmation, withoutData } from '../school/scripted-school.js';
import type { Reply, StepContext } from './step.js';

const XML = 'text/xml; charset=utf-8';
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

/** An answer in the shape that every known client reads: envelope prefix `s`, payload in a default namespace. */
export function soap(payload: string, done: Done, status = 200): Reply {
  return { done, status, type: XML, body: `${DECLARATION}<s:Envelope xmlns:s="${SOAP_11}"><s:Body>${payload}</s:Body></s:Envelope>` };
}

const TEXTS: Readonly<Record<UwlrFaultCode, string>> = {
  'Client.OngeldigBericht': 'Het bericht voldoet niet aan het schema',
  'Client.OngeldigeKlantIdentificatie': 'De combinatie van klantcode en klantnaam is niet bekend',
  'Client.AutorisatieOngeldig': 'De autorisatiesleutel geeft geen toegang tot deze school',
  'Client.VocabulaireTermOngeldig': 'Een term staat niet in zijn vocabulaire',
  'Client.XsdVersieOngeldig': 'De versie in xsdversie wordt niet ondersteund',
  'Client.LeerlingOngeldig': 'Een leerling is bij deze school niet bekend',
  'Client.ToetsNormeringOngeldig': 'De normering van een toets klopt niet',
  'Client.ScoreOngeldig': 'Een score ligt buiten de normering',
  'Client.EldResultaatOngeldig': 'Een OSO-resultaat is niet bruikbaar',
  'Server.InterneFout': 'Er ging iets mis',
  'Server.TijdelijkNietBeschikbaar': 'De administratie is tijdelijk niet beschikbaar',
};

export function fault(code: UwlrFaultCode, status = 500, refusal?: Done['refusal']): Reply {
  const content = `<s:Fault><faultcode>s:${code}</faultcode><faultstring>${TEXTS[code]}</faultstring></s:Fault>`;
  return soap(content, { what: 'fault', code, ...supplied({ refusal }) }, status);
}

/** The whole set; `geengegevens` when there is nothing. */
export function data({ received, school }: StepContext): Reply {
  const given = school.data(received);
  if (given === undefined) return soap(withoutData(received, 'geengegevens'), { what: 'none' });
  return soap(given.payload, { what: 'data', madeAt: given.madeAt, state: given.state });
}

/** `geenwijzigingen`, where the client asked for that and nothing changed; else the whole set. */
export function unchanged(context: StepContext): Reply {
  const { received, school } = context;
  const since = millisecondsOf(child(received.payload, 'laatstontvangengegevens')?.text);
  // Some clients keep whole seconds.
  const changed = since === undefined || since < Math.floor(school.now.since.getTime() / 1000) * 1000;
  return changed ? data(context) : soap(withoutData(received, 'geenwijzigingen'), { what: 'unchanged' });
}

export function none({ received }: StepContext): Reply {
  return soap(withoutData(received, 'geengegevens'), { what: 'none' });
}

export function confirmed({ received }: StepContext): Reply {
  return soap(confirmation(received), { what: 'confirmed' });
}

/** Seconds that `busy` asks for. */
export const BUSY_SECONDS = 1;

export function busy(): Reply {
  const headers = { 'Retry-After': String(BUSY_SECONDS) };
  return { done: { what: 'nothing' }, status: 503, type: 'text/plain; charset=utf-8', body: 'Te druk\n', headers };
}

const PAGE = '<!doctype html><html lang=nl><head><title>Onderhoud</title></head><body><p>Even geduld<br>a.u.b.</body></html>';

/** An error page under HTTP 200, as proxies and portals give. */
export function page(): Reply {
  return { done: { what: 'nothing' }, status: 200, type: 'text/html; charset=utf-8', body: PAGE };
}

export function emptyBody(): Reply {
  return soap('', { what: 'nothing' });
}

export function broken(): Reply {
  return { done: { what: 'broken' }, status: 200, type: XML, body: '', breakAt: 0 };
}
