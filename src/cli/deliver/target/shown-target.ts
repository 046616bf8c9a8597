import type { Settings } from '../../../admin/targets/check-settings.js';
import { type ShownTarget, shownTarget } from '../../../api/shapes/target-view.js';
import { supplied } from '../../../core/supplied.js';
import type { EduVSettings, FilesSettings, LasSettings, WebhookSettings } from '../../../delivery/targets/target-settings.js';
import type { Directory, Target } from '../../../directory/directory.js';

/** A target as whoever runs the gateway sees it: with its settings, but for what is secret in them. */
export interface TargetHere extends ShownTarget {
  readonly settings: object;
  /** What keeps anything from going there, or may do so. */
  readonly missing: readonly string[];
}

export function targetHere(target: Target, settings: Settings, missing: readonly string[]): TargetHere {
  return { ...shownTarget(target), settings: shownSettings(settings), missing };
}

/** Where it is, in a few words. */
export function placeOf(target: Pick<Target, 'kind' | 'party'>, settings: Settings, { parties }: Directory): string {
  if (target.kind === 'files') return (settings as FilesSettings).directory;
  if (target.kind === 'las') return (settings as LasSettings).endpoint ?? parties.get(target.party)?.endpoint ?? '';
  return plain((settings as WebhookSettings | EduVSettings).url);
}

/** Of a webhook the names of headers, and of its secrets only how many there are and until when; of URLs not the query. */
function shownSettings(settings: Settings): object {
  const { secrets, headers, url, ...rest } = settings as Partial<WebhookSettings>;
  return {
    ...(url === undefined ? {} : { url: plain(url) }),
    ...rest,
    ...(headers === undefined ? {} : { headers: Object.keys(headers) }),
    ...(secrets === undefined ? {} : { secrets: secrets.map(({ until }) => supplied({ until })) }),
  };
}

function plain(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
