import type { Masks } from './masks.js';

/** Of a field; anything else may be a value that something is filed under. */
const NAME = /^[a-z][A-Za-z]{0,30}$/;

/**
 * JSON with its shape and names, and without its values. `isName`: whether a field of this name may be seen. Throws `SyntaxError` when it is
 * none.
 */
export function maskJson(text: string, masks: Masks, isName: (name: string) => boolean): string {
  const masked = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => masked(one, name));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) =>
          NAME.test(key) && isName(key) ? [key, masked(one, key)] : [masks.mark('name', key), masked(one, 'value')],
        ),
      );
    }
    return typeof value === 'boolean' || value === null ? value : masks.mark(name, String(value));
  };
  return JSON.stringify(masked(JSON.parse(text), 'value'));
}
