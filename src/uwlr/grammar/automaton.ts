import type { ElementParticle, Particle } from './grammar.js';

/** A place in a content model: what may come next, and whether the element may end here. */
export interface State<N> {
  readonly next: ReadonlyMap<string, Transition<N>>;
  readonly accepting: boolean;
}

export interface Transition<N> {
  readonly node: N;
  readonly state: State<N>;
}

interface Position<N> {
  readonly node: N;
  readonly key: string;
  readonly follow: Set<Position<N>>;
}

interface Fragment<N> {
  readonly first: readonly Position<N>[];
  readonly last: readonly Position<N>[];
  readonly nullable: boolean;
}

/**
 * The content model of a type as a deterministic automaton over the names of its children (Glushkov's construction; XSD's
 * "unique particle attribution" rule is what makes it deterministic). `make` gives the node of an element particle;
 * `isThere` says whether a particle exists in the version that is compiled,
 * `isOptional` whether it may be left out there.
 *
 * Throws when two particles of one name could both come next: a mistake in the grammar.
 */
export function automaton<N extends { readonly key: string }>(
  content: Particle,
  make: (particle: ElementParticle) => N,
  isThere: (particle: Particle) => boolean,
  isOptional: (particle: Particle) => boolean = ({ min }) => min === 0,
): { readonly start: State<N>; readonly nodes: readonly N[] } {
  const nodes: N[] = [];
  const whole = build(content);
  const states = new Map<Position<N>, { next: Map<string, Transition<N>>; accepting: boolean }>();
  const accepting = new Set(whole.last);
  const start = stateOf(whole.first, whole.nullable);
  return { start, nodes };

  function build(particle: Particle): Fragment<N> {
    if (!isThere(particle)) return { first: [], last: [], nullable: true };
    const inner =
      particle.kind === 'element'
        ? element(particle)
        : particle.kind === 'sequence'
          ? sequence(particle.particles)
          : choice(particle.particles);
    if (particle.kind !== 'element' && particle.max === 'unbounded') {
      for (const last of inner.last) for (const first of inner.first) last.follow.add(first);
    }
    return isOptional(particle) ? { ...inner, nullable: true } : inner;
  }

  function element(particle: ElementParticle): Fragment<N> {
    const node = make(particle);
    nodes.push(node);
    const position: Position<N> = { node, key: node.key, follow: new Set() };
    if (particle.max === 'unbounded') position.follow.add(position);
    return { first: [position], last: [position], nullable: false };
  }

  function sequence(particles: readonly Particle[]): Fragment<N> {
    let whole: Fragment<N> = { first: [], last: [], nullable: true };
    for (const particle of particles) {
      const part = build(particle);
      for (const last of whole.last) for (const first of part.first) last.follow.add(first);
      whole = {
        first: whole.nullable ? [...whole.first, ...part.first] : whole.first,
        last: part.nullable ? [...whole.last, ...part.last] : part.last,
        nullable: whole.nullable && part.nullable,
      };
    }
    return whole;
  }

  function choice(particles: readonly Particle[]): Fragment<N> {
    const parts = particles.filter(isThere).map(build);
    if (parts.length === 0) return { first: [], last: [], nullable: true };
    return {
      first: parts.flatMap((part) => part.first),
      last: parts.flatMap((part) => part.last),
      nullable: parts.some((part) => part.nullable),
    };
  }

  function stateOf(positions: Iterable<Position<N>>, accepts: boolean): State<N> {
    const state = { next: new Map<string, Transition<N>>(), accepting: accepts };
    fill(state.next, positions);
    return state;
  }

  function fill(next: Map<string, Transition<N>>, positions: Iterable<Position<N>>): void {
    for (const position of positions) {
      if (next.has(position.key)) throw new Error(`grammar: ${position.key} is ambiguous in its content model`);
      next.set(position.key, { node: position.node, state: after(position) });
    }
  }

  function after(position: Position<N>): State<N> {
    const known = states.get(position);
    if (known !== undefined) return known;
    const state = { next: new Map<string, Transition<N>>(), accepting: accepting.has(position) };
    states.set(position, state);
    fill(state.next, position.follow);
    return state;
  }
}

/** The names on the shortest way from a state to one that `isGoal`; undefined when there is none. */
export function shortestWay<N>(
  from: State<N>,
  isGoal: (state: State<N>) => boolean,
): { readonly nodes: readonly N[]; readonly state: State<N> } | undefined {
  const seen = new Set([from]);
  let edge: { nodes: N[]; state: State<N> }[] = [{ nodes: [], state: from }];
  while (edge.length > 0) {
    const further: typeof edge = [];
    for (const { nodes, state } of edge) {
      if (isGoal(state)) return { nodes, state };
      for (const transition of state.next.values()) {
        if (seen.has(transition.state)) continue;
        seen.add(transition.state);
        further.push({ nodes: [...nodes, transition.node], state: transition.state });
      }
    }
    edge = further;
  }
  return undefined;
}

/** Whether a content model can be followed to its end without an element of this name. */
export function canLack<N>(start: State<N>, key: string): boolean {
  const seen = new Set([start]);
  for (const state of seen) {
    if (state.accepting) return true;
    for (const [name, transition] of state.next) if (name !== key) seen.add(transition.state);
  }
  return false;
}
