import type { Random } from './random.js';

/** How one document is written. Shares are from 0 to 1. */
export interface WritingStyle {
  readonly random: Random;
  readonly lineEnd: string;
  /** White space between elements. */
  readonly spaced: boolean;
  /** Share of places that get a comment or a processing instruction. */
  readonly remarks: number;
  /** Share of texts that are written with CDATA sections and references where plain text would do. */
  readonly dressed: number;
  /** CDATA sections may be used. */
  readonly sections: boolean;
}

const REMARKS = ['<!---->', '<!-- toets -->', '<!-- <geen>element</geen> & - -->', '<?bewaar niets?>', '<?p?>'];

/** White space and remarks, for between elements. */
export function markup(style: WritingStyle): string {
  const { random } = style;
  const blank = () => (style.spaced ? style.lineEnd + random.pick(['', '  ', '\t']) : '');
  return blank() + (random.chance(style.remarks) ? random.pick(REMARKS) + blank() : '');
}

/** A text as content, cut up and dressed at random. */
export function textPieces(text: string, style: WritingStyle): string {
  const { random } = style;
  if (!random.chance(style.dressed)) return plain(text, style) + remark(style);
  if (text === '') return remark(style) + (style.sections ? '<![CDATA[]]>' : '');
  const characters = [...text];
  let written = '';
  for (let from = 0; from < characters.length; ) {
    const to = from + random.between(1, characters.length);
    const piece = characters.slice(from, to).join('');
    written += random.pick(style.sections ? [plain, references, section] : [plain, references])(piece, style) + remark(style);
    from = to;
  }
  return written;
}

export function attributeText(value: string, { random }: WritingStyle): string {
  const quote = random.pick(['"', "'"]);
  return (
    quote +
    value.replace(/[&<\t\n\r]/g, (character) => reference(character, random)).replaceAll(quote, () => reference(quote, random)) +
    quote
  );
}

function plain(text: string, style: WritingStyle): string {
  const { random, lineEnd } = style;
  return text.replace(/[&<>\r\n]/g, (character) => (character === '\n' && random.chance(0.7) ? lineEnd : reference(character, random)));
}

function references(text: string, { random }: WritingStyle): string {
  return [...text].map((character) => reference(character, random)).join('');
}

/** In a CDATA section, unless its end or a CR stands in the way. */
function section(text: string, style: WritingStyle): string {
  return text.includes(']]>') || text.includes('\r') ? plain(text, style) : `<![CDATA[${text}]]>`;
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function reference(character: string, random: Random): string {
  const named = NAMED[character];
  if (named !== undefined && random.chance(0.7)) return named;
  const code = character.codePointAt(0) as number;
  return random.chance(0.5) ? `&#${code};` : `&#x${random.chance(0.5) ? code.toString(16) : code.toString(16).toUpperCase()};`;
}

function remark(style: WritingStyle): string {
  return style.random.chance(style.remarks) ? style.random.pick(REMARKS) : '';
}
