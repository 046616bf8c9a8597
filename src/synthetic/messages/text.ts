import type { SimpleType } from '../../uwlr/grammar/simple-type.js';
import type { Random } from './random.js';

/** Characters that readers stumble over: markup, white space of all kinds, other digits and capitals, two UTF-16 units. */
const CHARACTERS = [
  ...'0123456789aezAEZ',
  ...'+-.:/?#[]@%,;=_~!*()',
  ...'<>&\'"',
  ...' \t\n\r',
  ...'\u00a0\u0085\u2003\u2028\u3000\ufeff\u200d',
  ...'éßÄÉĲΩЖ',
  ...'٠٣０９߂',
  ...'𝄞😀𐐀𝟘',
  ']]>',
  '--',
];

const MARK = '\u0301';

/** A text with one to three random changes. It may have become invalid, or have stayed as it was. */
export function editText(random: Random, text: string): string {
  const characters = [...text];
  for (let changes = random.between(1, 3); changes > 0; changes -= 1) {
    const at = random.below(characters.length + 1);
    const other =
      characters.length > 0 && random.chance(0.3) ? random.pick(characters) : random.chance(0.03) ? MARK : random.pick(CHARACTERS);
    random.weighted<() => unknown>([
      [3, () => characters.splice(at, 0, other)],
      [3, () => characters.splice(at, 1, other)],
      [2, () => characters.splice(at, 1)],
      [1, () => characters.splice(at, random.below(4))],
      [1, () => characters.splice(at, 0, ...characters.slice(random.below(characters.length + 1)).slice(0, 40))],
    ])();
  }
  return characters.join('');
}

/** A text that the type accepts, as it stands after the type's own treatment of white space. */
export function textFor(random: Random, type: SimpleType): string {
  const sample = sampleOf(random, type);
  if (random.chance(0.25)) {
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const checked = type.check(editText(random, sample));
      if (typeof checked === 'string') return checked;
    }
  }
  return accepted(type, sample);
}

/** Samples at the limit of a length are long: they come up, but not in every message. */
function sampleOf(random: Random, type: SimpleType): string {
  const sample = random.pick(type.samples);
  return sample.length > 40 && random.chance(0.9) ? (type.samples[0] as string) : sample;
}

function accepted(type: SimpleType, text: string): string {
  const checked = type.check(text);
  if (typeof checked !== 'string') throw new Error(`grammar: a sample of ${type.name ?? type.xsd.base} is not valid`);
  return checked;
}
