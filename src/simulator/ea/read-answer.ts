import { XMLParser } from 'fast-xml-parser';

/** A pupil as a client knows one. */
export interface KnownPupil {
  readonly key?: string;
  readonly eckId?: string;
  /** Names of the fields that came with it. */
  readonly fields: ReadonlySet<string>;
}

/** What came of a request, as a client sees it. */
export type EaAnswer =
  | {
      readonly kind: 'data';
      readonly madeAt?: string;
      readonly pupils: readonly KnownPupil[];
      readonly staff: readonly string[];
      readonly groups: readonly { readonly name: string; readonly key: string }[];
    }
  | { readonly kind: 'unchanged' | 'none' | 'confirmed' }
  | { readonly kind: 'fault'; readonly code: string }
  /** No answer of UWLR: `http-503`, `page`, `broken`, `empty-body`, `timeout`, `no-connection`. */
  | { readonly kind: 'failure'; readonly what: string };

type Tree = { readonly [name: string]: Tree | readonly Tree[] | string | undefined };

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => name === 'leerling' || name === 'leerkracht' || name === 'groep' || name === 'samengestelde_groep',
});

/** Reads an answer by local names, as many clients do. */
export function readAnswer(status: number, type: string, body: string): EaAnswer {
  if (status === 503) return { kind: 'failure', what: 'http-503' };
  if (!/xml/i.test(type)) return { kind: 'failure', what: 'page' };
  const tree = treeOf(body);
  const inBody = at(at(tree, 'Envelope'), 'Body');
  if (inBody === undefined) return { kind: 'failure', what: 'broken' };
  const fault = at(inBody, 'Fault');
  if (fault !== undefined) return { kind: 'fault', code: text(fault['faultcode']).replace(/^.*:/, '') };
  const [name = '', content] = Object.entries(inBody).find(([key]) => !key.startsWith('@') && key !== '#text') ?? [];
  if (/bevestiging$/.test(name)) return { kind: 'confirmed' };
  if (!/antwoord$/.test(name)) return { kind: 'failure', what: 'empty-body' };
  const answer = content as Tree;
  if (answer['geenwijzigingen'] !== undefined) return { kind: 'unchanged' };
  if (answer['geengegevens'] !== undefined) return { kind: 'none' };
  const container = Object.entries(answer).find(([key]) => key.startsWith('leerlinggegevens'))?.[1];
  return dataIn(container as Tree);
}

function dataIn(container: Tree): EaAnswer {
  const madeAt = at(container, 'school')?.['aanmaakdatum'];
  const groups = at(container, 'groepen');
  return {
    kind: 'data',
    ...(typeof madeAt === 'string' ? { madeAt } : {}),
    pupils: list(at(container, 'leerlingen')?.['leerling']).map(pupil),
    staff: list(at(container, 'leerkrachten')?.['leerkracht']).flatMap((one) => text(one['@key']) || []),
    groups: ['groep', 'samengestelde_groep'].flatMap((name) => list(groups?.[name]).map((group) => ({ name, key: text(group['@key']) }))),
  };
}

function pupil(node: Tree): KnownPupil {
  const [key, eckId] = [text(node['@key']), text(node['@eckid'])];
  return {
    ...(key === '' ? {} : { key }),
    ...(eckId === '' ? {} : { eckId }),
    fields: new Set(Object.keys(node)),
  };
}

function treeOf(body: string): Tree | undefined {
  try {
    return parser.parse(body, true) as Tree;
  } catch {
    return undefined;
  }
}

function at(tree: Tree | undefined, name: string): Tree | undefined {
  const found = tree?.[name];
  return typeof found === 'object' && !Array.isArray(found) ? (found as Tree) : found === '' ? {} : undefined;
}

function list(found: Tree[string]): readonly Tree[] {
  return Array.isArray(found) ? (found as readonly Tree[]) : [];
}

function text(found: Tree[string]): string {
  return typeof found === 'string' ? found.trim() : '';
}
