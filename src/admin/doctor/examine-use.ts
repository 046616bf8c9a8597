import type { Config } from '../../config/config.js';
import type { Store } from '../../store/store.js';
import type { Check } from './check.js';

/** BRINs that begin so are given to no school: tests and demos use them. */
const INVENTED = /^99/;

/** Whether the settings are fit for pupils who exist: `development` is for trying things. */
export async function examineMode({ mode }: Pick<Config, 'mode'>, store: Pick<Store, 'directory' | 'results' | 'rosters'>): Promise<Check> {
  if (mode === 'production') return { check: 'mode', ok: true, detail: 'production' };
  const school = await schoolWithPupils(store);
  if (school === undefined) return { check: 'mode', ok: true, detail: 'development, and no school that may have real pupils' };
  const detail = `development, though school ${school} has data of pupils: set UWLR_MODE=production`;
  return { check: 'mode', ok: true, warning: true, detail };
}

/** Without one, the WSDL names the address by which somebody happened to ask for it, and access tokens are for this machine only. */
export function examinePublicUrl({ publicUrl }: Pick<Config, 'publicUrl'>): Check {
  if (publicUrl !== undefined) return { check: 'public URL', ok: true, detail: publicUrl };
  const detail = 'none: set UWLR_PUBLIC_URL to the address that vendors use, so that the WSDL names it';
  return { check: 'public URL', ok: true, warning: true, detail };
}

async function schoolWithPupils(store: Pick<Store, 'directory' | 'results' | 'rosters'>): Promise<string | undefined> {
  const { schools } = await store.directory();
  for (const school of [...schools.keys()].filter((id) => !INVENTED.test(id))) {
    const [rosters, { items }] = [await store.rosters(school), await store.results({ school, limit: 1 })];
    if (rosters.length > 0 || items.length > 0) return school;
  }
  return undefined;
}
