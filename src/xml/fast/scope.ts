import { detached } from '../detach.js';
import { DEFAULT_XML_LIMITS } from '../limits.js';
import { decline } from './decline.js';

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
/** Stands for every namespace that the reader has no use for. No URI has a space in it. */
const OTHER = 'another namespace';
const LONGEST_PREFIX = 16;
/** Declarations in force at one element; an envelope of any known sender has less than ten. */
const MOST_DECLARED = 32;
/** Scopes that are remembered: a sender has two to five of them, and many senders have the same. */
const MOST_SCOPES = 512;
/** Scopes that one message may add. */
const MOST_OF_MESSAGE = 64;

/**
 * The namespaces in force at an element, and how names in them are written there. Scopes never change, and the same declarations after each other
 * lead to the same scope: what is worked out for one (`uwlr/fast/fast-nodes.ts`) holds for every message that is written so.
 */
export class Scope {
  readonly #further = new Map<string, Scope>();

  constructor(
    private readonly scopes: Scopes,
    private readonly uris: ReadonlyMap<string, string>,
    /** By namespace, the prefix that its names are expected to have. */
    private readonly prefixes: ReadonlyMap<string, string>,
  ) {}

  /** What a prefix stands for; empty for no namespace, undefined when it is not declared. */
  uriOf(prefix: string): string | undefined {
    return this.uris.get(prefix);
  }

  /** A name as it is expected to be written here; undefined when nothing stands for its namespace. */
  written(uri: string, local: string): string | undefined {
    const prefix = this.prefixes.get(uri);
    return prefix === undefined ? undefined : prefix === '' ? local : `${prefix}:${local}`;
  }

  /** The scope of an element with this declaration. */
  declaring(prefix: string, uri: string): Scope {
    if (prefix === 'xml' || prefix === 'xmlns' || uri === XML || uri === XMLNS || (uri === '' && prefix !== '')) decline();
    if (prefix.length > LONGEST_PREFIX || uri.length > DEFAULT_XML_LIMITS.name) decline();
    const meant = uri === '' ? '' : this.scopes.meaningOf(uri);
    if (this.uris.get(prefix) === meant) return this;
    return this.#further.get(`${prefix}=${meant}`) ?? this.#declare(detached(prefix), meant);
  }

  /** The scope in which names of the namespace that `prefix` stands for are expected to have this prefix. */
  preferring(prefix: string): Scope {
    const uri = this.uris.get(prefix);
    if (uri === undefined || this.prefixes.get(uri) === prefix) return this;
    return this.#further.get(prefix) ?? this.#prefer(detached(prefix), uri);
  }

  #prefer(prefix: string, uri: string): Scope {
    return this.#remember(prefix, this.uris, new Map(this.prefixes).set(uri, prefix));
  }

  #declare(prefix: string, uri: string): Scope {
    if (this.uris.size >= MOST_DECLARED) decline();
    const uris = new Map(this.uris).set(prefix, uri);
    const prefixes = new Map<string, string>();
    // A namespace that has a prefix already keeps it.
    for (const [known, before] of this.prefixes) if (before !== prefix) prefixes.set(known, before);
    for (const [other, means] of uris) if (!prefixes.has(means)) prefixes.set(means, other);
    return this.#remember(`${prefix}=${uri}`, uris, prefixes);
  }

  /** None of these texts may be cut from the message: they would keep all of it in memory for as long as the scope is known. */
  #remember(name: string, uris: ReadonlyMap<string, string>, prefixes: ReadonlyMap<string, string>): Scope {
    this.scopes.count();
    const made = new Scope(this.scopes, uris, prefixes);
    this.#further.set(name, made);
    return made;
  }
}

/** All scopes of one reader. Nothing of a message is in them but its prefixes. */
export class Scopes {
  #none = this.#make();
  #made = 0;
  #before = 0;

  readonly #known: ReadonlyMap<string, string>;

  /** `known`: the namespaces that matter. */
  constructor(known: ReadonlySet<string>) {
    this.#known = new Map([...known].map((uri) => [uri, uri]));
  }

  /** A namespace as it is known here, or what stands for all others. Never the text of the message. */
  meaningOf(uri: string): string {
    return this.#known.get(uri) ?? OTHER;
  }

  /** Where nothing is declared: a document begins. When there are too many scopes, all are forgotten. */
  begin(): Scope {
    if (this.#made > MOST_SCOPES - MOST_OF_MESSAGE) {
      this.#none = this.#make();
      this.#made = 0;
    }
    this.#before = this.#made;
    return this.#none;
  }

  /** Scopes that were made since a document began. */
  get added(): number {
    return this.#made - this.#before;
  }

  /** Counts one more scope; no message has many that no other had. */
  count(): void {
    this.#made += 1;
    if (this.added > MOST_OF_MESSAGE) decline();
  }

  #make(): Scope {
    return new Scope(this, new Map([['', '']]), new Map([['', '']]));
  }
}
