import { shortestWay } from './automaton.js';
import type { Node } from './compile.js';

/** What is wrong with the children of an element, once they are put in the order of the schema. */
export interface ContentFault {
  /** Mandatory, and not there. */
  readonly missing: readonly Node[];
  /** There, but excluded by another that is there. */
  readonly conflicting: readonly Node[];
}

/** Walks the content model over the children that are there, in schema order. Nothing missing and no conflict: only the order was wrong. */
export function judgeContent(node: Node, isThere: (child: Node) => boolean): ContentFault {
  const missing: Node[] = [];
  const conflicting: Node[] = [];
  let state = node.start;
  for (const child of node.children) {
    if (!isThere(child)) continue;
    const next = state.next.get(child.key);
    // Nearly always the next one is there, and nothing has to be searched for.
    if (next !== undefined) {
      state = next.state;
      continue;
    }
    const way = shortestWay(state, (candidate) => candidate.next.has(child.key));
    const transition = way?.state.next.get(child.key);
    if (way === undefined || transition === undefined) {
      conflicting.push(child);
      continue;
    }
    missing.push(...way.nodes);
    state = transition.state;
  }
  if (!state.accepting) missing.push(...(shortestWay(state, (candidate) => candidate.accepting)?.nodes ?? []));
  return { missing, conflicting };
}
