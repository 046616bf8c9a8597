/** Shorter ids occur by chance in almost any text. */
const SHORTEST = 3;

/** What to look for in texts that travel with a learner: the id without the white space around it, in lower case; undefined when it is too short to tell. */
export function needleOf(leerlingid: string): string | undefined {
  const id = leerlingid.trim().toLowerCase();
  return id.length < SHORTEST ? undefined : id;
}

/** Whether a text holds the id, in any case, also URL-encoded. */
export function hidesId(text: string, needle: string): boolean {
  const lower = text.toLowerCase();
  if (lower.includes(needle)) return true;
  if (lower.includes('+') && lower.replaceAll('+', ' ').includes(needle)) return true;
  if (!lower.includes('%')) return false;
  const decoded = percentDecoded(lower);
  return decoded.includes(needle) || decoded.replaceAll('+', ' ').includes(needle) || percentDecoded(decoded).includes(needle);
}

/** Decodes what can be decoded, in lower case; the rest stays as it is. */
export function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, decodedOr).toLowerCase();
}

function decodedOr(sequence: string): string {
  try {
    return decodeURIComponent(sequence);
  } catch {
    return sequence.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}
