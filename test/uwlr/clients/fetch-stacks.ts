import { promisify } from 'node:util';
import { createClientAsync } from 'soap';
import strongSoap from 'strong-soap';
import { type Autorisatie, autorisatie } from '../../../src/uwlr/messages/autorisatie.js';
import { PHP, PYTHON, runClient } from './run-client.js';
import { faultCodeOf } from './stacks.js';

/** Groups in a question for pupils or staff; one without a key stands for those in none. */
interface AskedGroup {
  readonly groep?: { readonly key?: string };
  readonly samengestelde_groep?: { readonly key?: string };
}

export interface Question {
  readonly operation: 'HaalLeerlinggegevens' | 'HaalStructuur' | 'HaalLeerlingen' | 'HaalLeerkrachten';
  readonly autorisatie: Autorisatie;
  readonly verzoek: Readonly<Record<string, string>>;
  readonly groepen?: readonly AskedGroup[];
}

/** What the stack gives to its caller: the answer as an object, or the code of the fault. */
export type Fetched = { readonly answer: unknown } | { readonly fault: string };

/** A SOAP stack as its users have it: nothing patched, nothing but the WSDL. */
export interface FetchStack {
  readonly name: string;
  readonly installed: boolean;
  /** Whether its caller sees that an answer says `geengegevens` or `geenwijzigingen`, and which of the two. */
  readonly seesEmptyElements: boolean;
  /** Whether it can follow a choice of which a branch may be empty, as the exact WSDL has it. */
  readonly readsExact: boolean;
  fetch(wsdl: string, endpoint: string, questions: readonly Question[]): Promise<readonly Fetched[]>;
}

const READS_ALL = { seesEmptyElements: true, readsExact: true } as const;
const NAMESPACE = autorisatie.element.schema.namespace;

/** Groups by kind, as most stacks take them. `apart`: where the stack wants attributes. */
function byKind({ verzoek, groepen }: Question, apart?: string): object {
  if (groepen === undefined) return verzoek;
  const within = (kind: keyof AskedGroup) => {
    const list = groepen.flatMap((group) => group[kind] ?? []);
    return list.length === 0 ? {} : { [kind]: apart === undefined ? list : list.map((group) => ({ [apart]: group })) };
  };
  return { ...verzoek, groepen: { ...within('groep'), ...within('samengestelde_groep') } };
}

const nodeSoap: FetchStack = {
  name: 'node-soap',
  installed: true,
  ...READS_ALL,
  async fetch(wsdl, endpoint, questions) {
    const client = await createClientAsync(wsdl, {}, endpoint);
    const fetched: Fetched[] = [];
    for (const question of questions) {
      client.clearSoapHeaders();
      client.addSoapHeader({ autorisatie: question.autorisatie }, '', 'aut', NAMESPACE);
      try {
        const [answer] = await client[`${question.operation}Async`](byKind(question, 'attributes'));
        fetched.push({ answer: plain(answer, { attributes: 'attributes', nothing: 'empty' }) });
      } catch (error) {
        fetched.push({ fault: faultCodeOf(error) });
      }
    }
    return fetched;
  },
};

type StrongOperation = (request: object, callback: (error: unknown, answer: unknown) => void) => void;

const strong: FetchStack = {
  name: 'strong-soap',
  installed: true,
  ...READS_ALL,
  async fetch(wsdl, endpoint, questions) {
    const fetched: Fetched[] = [];
    for (const question of questions) {
      const client = await promisify(strongSoap.soap.createClient)(wsdl, {});
      client.setEndpoint(endpoint);
      client.addSoapHeader(question.autorisatie, { nsURI: NAMESPACE, name: 'autorisatie' });
      const operation = (client as unknown as Record<string, StrongOperation>)[question.operation] as StrongOperation;
      await new Promise<void>((done) => {
        operation({ [requestOf(question)]: byKind(question, '$attributes') }, (error, answer) => {
          fetched.push(error ? { fault: faultCodeOf(error) } : { answer: plain(answer, { attributes: '$attributes', nothing: 'empty' }) });
          done();
        });
      });
    }
    return fetched;
  },
};

function requestOf({ operation }: Question): string {
  return `${operation.slice('Haal'.length).toLowerCase()}_verzoek`;
}

const php: FetchStack = {
  name: 'PHP SoapClient',
  installed: PHP !== undefined,
  ...READS_ALL,
  async fetch(wsdl, endpoint, questions) {
    const asked = questions.map((question) => ({ ...question, verzoek: byKind(question) }));
    return (await runClient(PHP, 'fetch.php', [wsdl, endpoint], asked)) as Fetched[];
  },
};

/**
 * Gives what stands in a repeated choice as a list of its alternatives, and takes it so. An empty element without attributes is
 * nothing at all to its caller, whatever the WSDL says of it.
 */
const zeep: FetchStack = {
  name: 'zeep',
  installed: PYTHON !== undefined,
  seesEmptyElements: false,
  readsExact: false,
  async fetch(wsdl, endpoint, questions) {
    const asked = questions.map(({ groepen, verzoek, ...question }) => ({
      ...question,
      verzoek: groepen === undefined ? verzoek : { ...verzoek, groepen: { _value_1: groepen } },
    }));
    return plain(await runClient(PYTHON, 'fetch.py', [wsdl, endpoint], asked), { nothing: 'absent' }) as Fetched[];
  },
};

export const FETCH_STACKS: readonly FetchStack[] = [nodeSoap, strong, php, zeep];

interface Habits {
  /** Where the stack keeps attributes; absent: among the elements. */
  readonly attributes?: string;
  /** What null and undefined stand for. */
  readonly nothing: 'empty' | 'absent';
}

/** The same without what only the stack put there: attributes apart, a list of one as its item, alternatives in a list. */
function plain(value: unknown, habits: Habits, name = ''): unknown {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Array.isArray(value)) return value.map((item) => plain(item, habits, name));
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object') return value;
  const fields: Record<string, unknown> = {};
  for (const [child, field] of Object.entries(value)) {
    if ((habits.nothing === 'absent' && field === null) || (Array.isArray(field) && field.length === 0)) continue;
    const inner = plain(field, habits, child);
    if (child === habits.attributes) Object.assign(fields, inner);
    else if (child === '_value_1') for (const alternative of inner as object[]) collect(fields, alternative);
    else fields[child] = isListed(child, name) && !Array.isArray(inner) ? [inner] : inner;
  }
  return fields;
}

const LISTS = new Set(['samengestelde_groep', 'leerling', 'leerkracht', 'rol']);

/** node-soap gives a list of one in a repeated choice as that one: its users have to ask which it is. */
function isListed(name: string, parent: string): boolean {
  return LISTS.has(name) || (name === 'groep' && parent === 'groepen');
}

function collect(fields: Record<string, unknown>, alternative: object): void {
  for (const [name, item] of Object.entries(alternative)) fields[name] = [fields[name] ?? [], item].flat();
}
