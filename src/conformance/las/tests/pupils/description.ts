import type { ConformanceTest } from '../../../conformance-test.js';
import { namespaceOf } from '../../../messages/write.js';
import { allOf, attributeOf, child, childrenOf, NotXml, readXml, type XmlNode } from '../../../reader/xml-node.js';
import type { Exchange } from '../../../traffic/exchange.js';
import { type Evidence, notApplicable, type Outcome } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { type Described, holds, onceAnswered } from '../looking.js';

const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
const SOAP_BINDING = 'http://schemas.xmlsoap.org/wsdl/soap/';
/** Most imported schemas that are asked for. */
const MOST_IMPORTS = 20;
const STEPS = ['HaalStructuur', 'HaalLeerlingen', 'HaalLeerkrachten'];
const ACTION_OF_STEP = /\/leerresultaten\/2\/leerlinggegevens\/(?:structuur|leerlingen|leerkrachten)_verzoek$/;

/** The WSDL that the service gives of itself. */
export const DESCRIPTION_TESTS: readonly ConformanceTest<LasSubject>[] = [
  onceAnswered(
    { id: 'las/wsdl/offered', requirement: 'LAS-WSDL-01', en: 'The service gives its WSDL', nl: 'De dienst geeft zijn WSDL' },
    async (las) => {
      const { exchange, wsdl } = await descriptionOf(las);
      const status = exchange.answer === undefined ? 'no answer' : `no WSDL, under HTTP ${exchange.answer.status}`;
      return holds(wsdl !== undefined, 'a WSDL at ?wsdl', status, { kind: 'answer', text: 'a WSDL', exchange: exchange.number });
    },
  ),
  ofWsdl(
    {
      id: 'las/wsdl/namespace',
      requirement: 'LAS-WSDL-02',
      en: 'The WSDL has the namespace of leerlinggegevens',
      nl: 'Het WSDL heeft de namespace van leerlinggegevens',
    },
    (wsdl, told) => {
      const namespace = attributeOf(wsdl, 'targetNamespace');
      const known = (['1.0', '2.2'] as const).map((version) => namespaceOf('leerlinggegevens', version));
      return holds(known.includes(namespace ?? ''), known.join(' or '), 'another targetNamespace', told(`targetNamespace ${namespace}`));
    },
  ),
  ofWsdl(
    {
      id: 'las/wsdl/operation',
      requirement: 'LAS-WSDL-03',
      en: 'The WSDL has HaalLeerlinggegevens with its SOAPAction',
      nl: 'Het WSDL heeft HaalLeerlinggegevens met de SOAPAction',
    },
    (wsdl, told) => {
      const action = actionsOf(wsdl).get('HaalLeerlinggegevens');
      const actual = action === undefined ? 'no such operation' : 'another SOAPAction';
      return holds(
        action === 'HaalLeerlinggegevens',
        'HaalLeerlinggegevens with that SOAPAction',
        actual,
        told('operation HaalLeerlinggegevens with its SOAPAction'),
      );
    },
  ),
  ofWsdl(
    {
      id: 'las/wsdl/document-literal',
      requirement: 'LAS-WSDL-04',
      en: 'The binding is document/literal over SOAP 1.1',
      nl: 'De binding is document/literal over SOAP 1.1',
    },
    (wsdl, told) => {
      const soap = [...allOf(wsdl)].filter(({ namespace }) => namespace === SOAP_BINDING);
      const styles = soap
        .filter(({ local }) => local === 'binding' || local === 'operation')
        .flatMap((one) => attributeOf(one, 'style') ?? []);
      const uses = soap.filter(({ local }) => local === 'body').map((one) => attributeOf(one, 'use'));
      const isRight = uses.length > 0 && uses.every((use) => use === 'literal') && styles.every((style) => style === 'document');
      return holds(
        isRight,
        'style document, use literal',
        'another style or use, or no binding of SOAP 1.1',
        told(`${uses.length} bodies, all of them document/literal`),
      );
    },
  ),
  ofWsdl(
    {
      id: 'las/wsdl/steps',
      requirement: 'LAS-WSDL-05',
      versions: ['2.1', '2.2', '2.3'],
      en: 'Operations in steps have their SOAPAction',
      nl: 'Operaties in stappen hebben hun SOAPAction',
    },
    (wsdl, told) => {
      const actions = actionsOf(wsdl);
      const there = STEPS.filter((name) => actions.has(name));
      if (there.length === 0) return notApplicable('the WSDL has no operations in steps');
      const wrong = there.filter((name) => !ACTION_OF_STEP.test(actions.get(name) ?? ''));
      return holds(
        wrong.length === 0,
        'the SOAPAction of the standard',
        `another one for ${wrong.join(', ')}`,
        told(`${there.join(', ')} with their SOAPAction`),
      );
    },
  ),
  onceAnswered(
    {
      id: 'las/wsdl/imports',
      requirement: 'LAS-WSDL-06',
      level: 'full',
      en: 'Imported schemas can be had',
      nl: 'Geïmporteerde schema’s zijn op te halen',
    },
    async (las) => {
      const { exchange, wsdl } = await descriptionOf(las);
      if (wsdl === undefined) return notApplicable('the service gives no WSDL');
      const places = [...allOf(wsdl)].flatMap((node) =>
        ['import', 'include'].includes(node.local) ? (attributeOf(node, 'schemaLocation') ?? attributeOf(node, 'location') ?? []) : [],
      );
      const schemas = [...allOf(wsdl)].filter(({ local }) => local === 'schema').length;
      const told: Evidence = {
        kind: 'answer',
        text: `${schemas} schemas within the WSDL, ${places.length} imported by location`,
        exchange: exchange.number,
      };
      let missing = 0;
      for (const place of places.slice(0, MOST_IMPORTS)) if (!(await isSchemaAt(las, place))) missing += 1;
      return holds(missing === 0 && schemas + places.length > 0, 'every schema', `${missing} of ${places.length} cannot be had`, told);
    },
  ),
  ofWsdl(
    {
      id: 'las/wsdl/address',
      requirement: 'LAS-WSDL-07',
      en: 'The address in the WSDL is that of the machine that gave it',
      nl: 'Het adres in het WSDL is dat van de machine die het gaf',
    },
    (wsdl, told, { config }) => {
      const addresses = [...allOf(wsdl)]
        .filter(({ namespace, local }) => namespace === SOAP_BINDING && local === 'address')
        .flatMap((one) => attributeOf(one, 'location') ?? []);
      const hosts = addresses.map(hostOf);
      const isRight = hosts.length > 0 && hosts.every((host) => host === hostOf(config.url));
      return holds(
        isRight,
        'the host that was asked',
        hosts.length === 0 ? 'no address' : 'another host',
        told(`${hosts.length} addresses, all of the host that was asked`),
      );
    },
  ),
  ofWsdl(
    {
      id: 'las/wsdl/names',
      requirement: 'LAS-WSDL-08',
      en: 'Service and port have the names of the standard',
      nl: 'Service en port hebben de namen van de standaard',
    },
    (wsdl, told) => {
      const services = childrenOf(wsdl, 'service');
      const isRight = services.some(
        (service) =>
          attributeOf(service, 'name') === 'LeerlinggegevensService' &&
          childrenOf(service, 'port').some((port) => attributeOf(port, 'name') === 'prtLeerlinggegevensService'),
      );
      return holds(
        isRight,
        'LeerlinggegevensService with prtLeerlinggegevensService',
        'other names',
        told('LeerlinggegevensService with prtLeerlinggegevensService'),
      );
    },
  ),
];

interface Description {
  readonly exchange: Exchange;
  readonly wsdl: XmlNode | undefined;
}

const known = new WeakMap<LasSubject, Promise<Description>>();

/** What the service gives at `?wsdl`, asked once for each subject. */
function descriptionOf(las: LasSubject): Promise<Description> {
  const asked = known.get(las) ?? describe(las);
  known.set(las, asked);
  return asked;
}

async function describe(las: LasSubject): Promise<Description> {
  const { url } = las.config;
  const { exchange } = await las.send({ method: 'GET', url: `${url}${url.includes('?') ? '&' : '?'}wsdl` });
  const root = exchange.answer?.status === 200 ? rootOf(exchange.answer.body) : undefined;
  return { exchange, wsdl: root?.local === 'definitions' && root.namespace === WSDL ? root : undefined };
}

function rootOf(body: Buffer): XmlNode | undefined {
  try {
    return readXml(body);
  } catch (error) {
    if (error instanceof NotXml) return undefined;
    throw error;
  }
}

type Tell = (text: string) => Evidence;

/** A test of the WSDL; not applicable without one. */
function ofWsdl(test: Described, judge: (wsdl: XmlNode, told: Tell, las: LasSubject) => Outcome): ConformanceTest<LasSubject> {
  return onceAnswered({ level: 'full', ...test }, async (las) => {
    const { exchange, wsdl } = await descriptionOf(las);
    if (wsdl === undefined) return notApplicable('the service gives no WSDL');
    return judge(wsdl, (text) => ({ kind: 'element', text, path: wsdl.path, exchange: exchange.number }), las);
  });
}

/** soapAction by name of operation, of the bindings of SOAP 1.1. */
function actionsOf(wsdl: XmlNode): ReadonlyMap<string, string> {
  const operations = childrenOf(wsdl, 'binding').flatMap((binding) => childrenOf(binding, 'operation'));
  return new Map(
    operations.flatMap((operation) => {
      const soap = operation.children.find(({ namespace, local }) => namespace === SOAP_BINDING && local === 'operation');
      return soap === undefined ? [] : [[attributeOf(operation, 'name') ?? '', attributeOf(soap, 'soapAction') ?? ''] as const];
    }),
  );
}

async function isSchemaAt(las: LasSubject, place: string): Promise<boolean> {
  const { url } = las.config;
  if (!URL.canParse(place, url) || !new URL(place, url).protocol.startsWith('http')) return false;
  const address = new URL(place, url);
  // Nothing outside of the system under test is asked for anything.
  if (address.host !== new URL(url).host) return true;
  const { exchange } = await las.send({ method: 'GET', url: address.href });
  return exchange.answer?.status === 200 && child(rootOf(exchange.answer.body), 'element') !== undefined;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}
