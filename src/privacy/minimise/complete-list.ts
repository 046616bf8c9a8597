import { UWLR_2_VERSIONS } from '../../uwlr/finding.js';
import type { State } from '../../uwlr/grammar/automaton.js';
import { compile, type Node } from '../../uwlr/grammar/compile.js';
import { judgeContent } from '../../uwlr/grammar/content-repair.js';
import type { FieldChoice } from '../fields/field-choice.js';
import { FieldListError } from '../fields/field-list-error.js';
import { withAncestors } from '../fields/field-paths.js';

/**
 * The fields that were named, with those that no message can do without: the school, keys, what a reference refers to, what the
 * standard demands in any of its versions, and without which the others would say something else. Where the standard leaves a choice
 * the list has to choose: `FieldListError` otherwise.
 */
export function completeList(named: ReadonlySet<string>, choice: FieldChoice): string[] {
  const { root, tree, candidates, assumed, always } = choice;
  const school = `${root.element.name}/school`;
  let paths = withAncestors([...named, ...[...candidates].filter((path) => path.startsWith(`${school}/`)), ...assumed, ...always]);
  for (;;) {
    const referred = [...paths].flatMap((path) => tree.references.get(path) ?? []);
    const needed = demandsOf(choice, paths).flatMap(({ certain }) => certain);
    const more = withAncestors([...paths, ...referred, ...needed]);
    if (more.size === paths.size) break;
    paths = more;
  }
  const lack = demandsOf(choice, paths).find(({ oneOf }) => oneOf.length > 0);
  if (lack !== undefined) {
    const { element, oneOf } = lack;
    throw new FieldListError(`a ${element} needs ${oneOf.join(' or ')} too: name ${oneOf.length > 1 ? 'at least one of them' : 'it'}`);
  }
  return [...tree.fields.keys(), ...keysOfReferences(paths, tree.references)].filter((path) => paths.has(path) && !assumed.has(path));
}

interface Demand {
  readonly element: string;
  /** Paths without which there is no such element. */
  readonly certain: readonly string[];
  /** Names of which one has to be there. */
  readonly oneOf: readonly string[];
}

/** What the elements that are there ask for, and is not there. */
function demandsOf({ root, candidates }: FieldChoice, paths: ReadonlySet<string>): Demand[] {
  return UWLR_2_VERSIONS.flatMap((version) => [...compile(root, version).byPath.values()])
    .filter((node) => paths.has(node.path) && !node.abstract)
    .map((node) => demandOf(node, paths, candidates));
}

function demandOf(node: Node, paths: ReadonlySet<string>, candidates: ReadonlySet<string>): Demand {
  const attributes = node.requiredAttributes.map((name) => `${node.path}/@${name}`).filter((path) => !paths.has(path));
  const has = (child: Node) => paths.has(child.path);
  // Of the school everything goes that may, so that whatever names it is there.
  const { missing } = node.text === undefined && node.name !== 'school' ? judgeContent(node, has) : { missing: [] };
  const certain = missing.filter(({ key }) => !canDoWithout(node.start, key));
  const open = certain.length === 0 && missing.length > 0;
  const oneOf = open ? node.children.filter((child) => candidates.has(child.path) && !has(child) && completes(node, child, has)) : [];
  return { element: node.name, certain: [...attributes, ...certain.map(({ path }) => path)], oneOf: oneOf.map(({ name }) => name) };
}

/** Whether an element can end without ever having had a child of this name. */
function canDoWithout(start: State<Node>, key: string): boolean {
  const seen = new Set([start]);
  for (const state of seen) {
    if (state.accepting) return true;
    for (const [name, transition] of state.next) if (name !== key) seen.add(transition.state);
  }
  return false;
}

function completes(node: Node, child: Node, has: (child: Node) => boolean): boolean {
  const { missing, conflicting } = judgeContent(node, (one) => one === child || has(one));
  return missing.length === 0 && conflicting.length === 0;
}

function keysOfReferences(paths: ReadonlySet<string>, references: ReadonlyMap<string, string>): string[] {
  return [...references.keys()].filter((path) => paths.has(path)).map((path) => `${path}/@key`);
}
