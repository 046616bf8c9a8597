/** Shorter keys occur by chance in almost any text. */
const SHORTEST = 3;

/** Whether a text holds a pupil's key, in any case, also as URLs write it; undefined when the key is too short to tell. */
export function hidesKey(text: string, key: string): boolean | undefined {
  const needle = key.trim().toLowerCase();
  if (needle.length < SHORTEST) return undefined;
  const once = decoded(text);
  return [text, text.replaceAll('+', ' '), once, once.replaceAll('+', ' '), decoded(once)].some((form) =>
    form.toLowerCase().includes(needle),
  );
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (sequence) => Buffer.from(sequence.replaceAll('%', ''), 'hex').toString('utf8'));
}
