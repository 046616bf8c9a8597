import type { Value } from '../../model/result.js';
import { RESULTAAT } from '../../model/results/result-paths.js';
import { compile, compileExtension, type Node } from '../../uwlr/grammar/compile.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { type KeptText, keptTextOf } from '../minimise/free-text.js';
import type { Profile } from './profile.js';

const ANDERRESULTAAT = `${RESULTAAT}/anderresultaat`;

/** By name, those that may be kept, and which of them are free text. */
type KeptFields = ReadonlyMap<string, KeptText | undefined>;

/** Of figures in formats that two parties agreed on, what may be kept: of a registered format by the classes of its fields. */
export class ExtensionFields {
  readonly #byFormat = new Map<string, KeptFields>();

  constructor(
    private readonly profile: Profile,
    private readonly extensions: Extensions,
  ) {}

  /** `path`: what the record of what was taken out calls the field. */
  fieldOf({ scale, sourcePath }: Value): { readonly path: string; readonly allowed: boolean; readonly kind: KeptText | undefined } {
    const name = sourcePath.slice(sourcePath.lastIndexOf('/') + 1);
    const kept = this.#fieldsOf(scale ?? '');
    return { path: `${ANDERRESULTAAT}/${name}`, allowed: kept.has(name), kind: kept.get(name) };
  }

  #fieldsOf(format: string): KeptFields {
    const known = this.#byFormat.get(format);
    if (known !== undefined) return known;
    const fields = this.#keptIn(format);
    this.#byFormat.set(format, fields);
    return fields;
  }

  /** Of a format that is not registered here, what the standard itself has. */
  #keptIn(format: string): KeptFields {
    const { profile, extensions } = this;
    const base = compile(leerresultatenVerzoek, '2.3').byPath.get(ANDERRESULTAAT) as Node;
    const extension = extensions.get(format);
    const own =
      extension === undefined ? [] : compileExtension(base, extension, '2.3').children.filter(({ key }) => !base.childByKey.has(key));
    const kept = [
      ...base.children.filter(({ path }) => profile.allowed.has(path)),
      ...own.filter(({ privacy }) => profile.extensionClasses.includes(privacy)),
    ];
    return new Map(
      kept.map(({ name, text, privacy }) => [name, text === undefined ? undefined : keptTextOf(name, text, privacy)] as const),
    );
  }
}
