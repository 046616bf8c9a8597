import { nameInWords } from '../../mask/shown-names.js';
import { namespaceOf } from '../../messages/write.js';
import { SOAP_11 } from '../../reader/soap-answer.js';
import { child } from '../../reader/xml-node.js';
import { skip } from '../../verdict.js';
import type { EaTest } from '../ea-test.js';
import { every, wrong } from '../every.js';
import type { Heard } from '../heard.js';
import { wrongCredentials } from '../steps/door.js';

const steps = ['pupils/first', 'results/first'] as const;
const STEPS = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens/';

/** Of each operation, by the first element of its Body. */
const ACTIONS: Readonly<Record<string, string>> = {
  leerlinggegevens_verzoek: 'HaalLeerlinggegevens',
  leerlinggegevensverzoek: 'HaalLeerlinggegevens',
  structuur_verzoek: `${STEPS}structuur_verzoek`,
  leerlingen_verzoek: `${STEPS}leerlingen_verzoek`,
  leerkrachten_verzoek: `${STEPS}leerkrachten_verzoek`,
  leerresultaten_verzoek: 'BrengLeerresultaten',
  leerresultatenverzoek: 'BrengLeerresultaten',
};

function actionOf({ request }: Heard): string | undefined {
  return request.headers['soapaction']?.trim();
}

function generationOf({ payload }: Heard): '1.0' | '2.2' {
  return payload?.namespace.includes('/leerresultaten/1/') === true ? '1.0' : '2.2';
}

/** How the messages of a client look, whatever they ask or bring. */
export const MESSAGE_FORM_TESTS: readonly EaTest[] = [
  {
    id: 'ea/message/envelope',
    requirement: 'EA-ASK-01',
    revision: 1,
    level: 'connect',
    steps,
    en: 'Messages are envelopes of SOAP 1.1 with one element in the Body',
    nl: 'Berichten zijn enveloppen van SOAP 1.1 met één element in de Body',
    advice: {
      en: 'Send SOAP 1.1 (namespace http://schemas.xmlsoap.org/soap/envelope/), document/literal: the message itself is the only child of Body.',
      nl: 'Stuur SOAP 1.1 (namespace http://schemas.xmlsoap.org/soap/envelope/), document/literal: het bericht zelf is het enige kind van Body.',
    },
    run: async (ea) =>
      every(ea, ea.heard, {
        what: 'message',
        expected: 'an envelope of SOAP 1.1 and one element of UWLR in its Body',
        wrong: ({ unreadable, envelope, bodies, kind, payload }) => {
          if (unreadable !== undefined) return wrong(unreadable);
          if (envelope?.namespace !== SOAP_11) return wrong('an Envelope in another namespace than that of SOAP 1.1');
          if (bodies !== 1) return wrong(`${bodies} elements in the Body`);
          if (kind === 'other') return wrong('a Body with an element that is no message of UWLR');
          const part = kind === 'results' ? 'leerresultaten' : 'leerlinggegevens';
          const known = [namespaceOf(part, '1.0'), namespaceOf(part, '2.2')].includes(payload?.namespace ?? '');
          return known ? undefined : wrong('a message in a namespace that is not that of UWLR');
        },
      }),
  },
  {
    id: 'ea/message/content-type',
    requirement: 'EA-ASK-02',
    revision: 1,
    level: 'connect',
    steps,
    en: 'Messages are sent with POST as text/xml',
    nl: 'Berichten worden met POST verstuurd als text/xml',
    advice: { en: 'Use POST and Content-Type: text/xml; charset=utf-8.', nl: 'Gebruik POST en Content-Type: text/xml; charset=utf-8.' },
    run: async (ea) =>
      every(ea, ea.heard, {
        what: 'message',
        expected: 'POST and Content-Type text/xml',
        wrong: ({ request: { method, headers } }) => {
          if (method !== 'POST') return wrong('another method than POST');
          const type = headers['content-type'] ?? '';
          return /^text\/xml\s*(?:;|$)/i.test(type) ? undefined : wrong(type === '' ? 'no Content-Type' : 'another Content-Type');
        },
      }),
  },
  {
    id: 'ea/message/charset',
    requirement: 'EA-ASK-03',
    revision: 1,
    level: 'standard',
    steps,
    en: 'The Content-Type names the charset',
    nl: 'Het Content-Type noemt de tekenset',
    run: async (ea) =>
      every(ea, ea.heard, {
        what: 'message',
        expected: 'a charset in the Content-Type',
        wrong: ({ request: { headers } }) => (/;\s*charset\s*=/i.test(headers['content-type'] ?? '') ? undefined : wrong('no charset')),
      }),
  },
  {
    id: 'ea/message/soapaction',
    requirement: 'EA-ASK-04',
    revision: 1,
    level: 'standard',
    steps,
    en: 'The SOAPAction is that of the operation',
    nl: 'De SOAPAction is die van de operatie',
    run: async (ea) => {
      const messages = ea.heard.filter(({ kind }) => kind !== 'other');
      return every(ea, messages, {
        what: 'message',
        expected: 'the SOAPAction of its operation',
        wrong: (one) => {
          const action = actionOf(one)?.replace(/^"([^"]*)"$/, '$1');
          if (action === undefined) return wrong('no SOAPAction');
          return action === ACTIONS[one.payload?.local ?? ''] ? undefined : wrong('another SOAPAction');
        },
      });
    },
  },
  {
    id: 'ea/message/soapaction-quoted',
    requirement: 'EA-ASK-05',
    revision: 1,
    level: 'standard',
    steps,
    en: 'The SOAPAction stands between quotes',
    nl: 'De SOAPAction staat tussen aanhalingstekens',
    run: async (ea) => {
      const messages = ea.heard.filter((one) => actionOf(one) !== undefined);
      return every(ea, messages, {
        what: 'message with a SOAPAction',
        expected: 'quotes around it',
        wrong: (one) => (/^"[^"]*"$/.test(actionOf(one) ?? '') ? undefined : wrong('a bare SOAPAction')),
      });
    },
  },
  {
    id: 'ea/message/header',
    requirement: 'EA-ASK-06',
    revision: 1,
    level: 'connect',
    steps,
    en: 'Messages carry the header autorisatie',
    nl: 'Berichten hebben de header autorisatie',
    advice: {
      en: 'Put autorisatie (namespace http://www.edustandaard.nl/leerresultaten/2/autorisatie) in the SOAP Header of every message.',
      nl: 'Zet autorisatie (namespace http://www.edustandaard.nl/leerresultaten/2/autorisatie) in de SOAP Header van elk bericht.',
    },
    run: async (ea) => {
      const messages = ea.heard.filter(({ kind }) => kind !== 'other');
      return every(ea, messages, {
        what: 'message',
        expected: 'autorisatie in the namespace of its generation',
        wrong: (one) => {
          if (one.autorisatie === undefined) return wrong('no autorisatie in the Header');
          return one.autorisatie.namespace === namespaceOf('autorisatie', generationOf(one))
            ? undefined
            : wrong('autorisatie in another namespace', one.autorisatie.path);
        },
      });
    },
  },
  {
    id: 'ea/message/header-parts',
    requirement: 'EA-ASK-07',
    revision: 1,
    level: 'standard',
    steps,
    en: 'The header has its three parts in order, in its namespace',
    nl: 'De header heeft zijn drie delen op volgorde, in zijn namespace',
    run: async (ea) => {
      const messages = ea.heard.filter(({ autorisatie }) => autorisatie !== undefined);
      return every(ea, messages, {
        what: 'header',
        expected: 'autorisatiesleutel, klantcode, klantnaam in this order, in the namespace of autorisatie',
        wrong: ({ autorisatie }) => {
          const children = autorisatie?.children ?? [];
          const names = children.map(({ local }) => local).join(' ');
          if (names !== 'autorisatiesleutel klantcode klantnaam')
            return wrong(children.length === 3 ? 'another order, or other parts' : `${children.length} parts`, autorisatie?.path);
          const astray = children.find(({ namespace }) => namespace !== autorisatie?.namespace);
          return astray === undefined ? undefined : wrong(`${nameInWords(astray.local)} in another namespace`, astray.path);
        },
      });
    },
  },
  {
    id: 'ea/message/header-lengths',
    requirement: 'EA-ASK-08',
    revision: 1,
    level: 'standard',
    steps,
    en: 'Each part of the header has 1 to 64 characters',
    nl: 'Elk deel van de header heeft 1 tot 64 tekens',
    run: async (ea) => {
      const messages = ea.heard.filter(({ autorisatie }) => (autorisatie?.children.length ?? 0) > 0);
      return every(ea, messages, {
        what: 'header',
        expected: '1 to 64 characters in each part',
        wrong: ({ autorisatie }) => {
          const odd = autorisatie?.children.find(({ text }) => text.length < 1 || [...text].length > 64);
          return odd === undefined ? undefined : wrong(`${odd.text.length} characters in ${nameInWords(odd.local)}`, odd.path);
        },
      });
    },
  },
  {
    id: 'ea/message/credentials',
    requirement: 'EA-ASK-09',
    revision: 1,
    level: 'connect',
    steps,
    en: 'The credentials are those that were issued',
    nl: 'De gegevens van de klant zijn die welke zijn uitgegeven',
    advice: {
      en: 'Set klantcode, klantnaam and autorisatiesleutel in the client to those that this suite printed at its start.',
      nl: 'Stel klantcode, klantnaam en autorisatiesleutel in de EA in op wat deze suite bij de start liet zien.',
    },
    run: async (ea) => {
      const messages = ea.heard.filter(({ autorisatie }) => child(autorisatie, 'klantcode') !== undefined);
      if (messages.length === 0 && ea.heard.length > 0) return skip('no message had a header with a klantcode');
      return every(ea, messages, {
        what: 'header',
        expected: 'the klantcode, klantnaam and autorisatiesleutel that were issued',
        wrong: (one) => {
          const names = wrongCredentials(one, ea.config);
          return names.length === 0 ? undefined : wrong(`another ${names.join(', ')}`, one.autorisatie?.path);
        },
      });
    },
  },
  {
    id: 'ea/message/xsdversie',
    requirement: 'EA-ASK-13',
    revision: 1,
    level: 'connect',
    steps,
    en: 'The xsdversie is a version of the standard that fits its namespace',
    nl: 'De xsdversie is een versie van de standaard die bij de namespace past',
    advice: {
      en: 'Fill xsdversie with 2.1, 2.2 or 2.3 in the namespaces with /2/.',
      nl: 'Vul xsdversie met 2.1, 2.2 of 2.3 in de namespaces met /2/.',
    },
    run: async (ea) => {
      const messages = ea.heard.filter(({ kind }) => kind !== 'other');
      return every(ea, messages, {
        what: 'message',
        expected: 'a version of UWLR in xsdversie',
        wrong: (one) => {
          if ((one.xsdversie ?? '') === '') return wrong('no xsdversie, or an empty one');
          const known = generationOf(one) === '1.0' ? one.xsdversie?.startsWith('1') : one.version !== undefined;
          return known ? undefined : wrong('an xsdversie that is no version of this namespace');
        },
      });
    },
  },
];
