import { SIGNALS } from './model-fields.js';

/** Whether an agreement lets signals through. They are on its list by name: without a list, nobody agreed on them. */
export function letsSignalsThrough({ fields }: { readonly fields?: readonly string[] | undefined }): boolean {
  return fields?.includes(SIGNALS) === true;
}
