import fc from 'fast-check';

/**
 * How an input is made from the corpus: an entry, and edits of its bytes. A recipe is small and shrinks well; the same corpus and
 * recipe always give the same input.
 */
export function recipes(tokens) {
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const length = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 8 }) }, fc.integer({ min: 1, max: 4096 }));
  const edit = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('token'), place, token: fc.constantFrom(...tokens) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('set'), place, byte: fc.integer({ min: 0, max: 255 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('drop'), place, length }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('copy'), place, to: place, length, times: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut'), place }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('text'), place, text: fc.string({ unit: 'binary', maxLength: 12 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('splice'), place, other: fc.nat(), from: place, length }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat'), place, length, times: fc.integer({ min: 2, max: 400 }) }) },
  );
  return fc.record({ entry: fc.nat(), edits: fc.array(edit, { maxLength: 6 }), variant: fc.nat({ max: 1023 }) });
}

/** Larger inputs say little more and take longer. */
const MOST = 64 * 1024;

/** The bytes that a recipe stands for. */
export function cook({ entry, edits }, corpus) {
  let bytes = corpus[entry % corpus.length];
  for (const edit of edits) bytes = edited(bytes, edit, corpus).subarray(0, MOST);
  return bytes;
}

function edited(bytes, edit, corpus) {
  const at = Math.floor(edit.place * (bytes.length + 1));
  const end = Math.min(bytes.length, at + (edit.length ?? 0));
  const put = (...middle) => Buffer.concat([bytes.subarray(0, at), ...middle]);
  switch (edit.kind) {
    case 'token':
      return put(Buffer.from(edit.token), bytes.subarray(at));
    case 'text':
      return put(Buffer.from(edit.text), bytes.subarray(at));
    case 'set':
      return put(Buffer.of(edit.byte), bytes.subarray(at + 1));
    case 'drop':
      return put(bytes.subarray(end));
    case 'cut':
      return bytes.subarray(0, at);
    case 'repeat':
      return put(...Array(edit.times).fill(bytes.subarray(at, end)), bytes.subarray(end));
    case 'copy': {
      const to = Math.floor(edit.to * (bytes.length + 1));
      return Buffer.concat([bytes.subarray(0, to), ...Array(edit.times).fill(bytes.subarray(at, end)), bytes.subarray(to)]);
    }
    case 'splice': {
      const other = corpus[edit.other % corpus.length];
      const from = Math.floor(edit.from * (other.length + 1));
      return put(other.subarray(from, from + edit.length), bytes.subarray(at));
    }
  }
}
