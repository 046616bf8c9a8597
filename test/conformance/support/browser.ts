import { existsSync } from 'node:fs';

/** Where a browser is on this machine; on the build server there has to be one. */
export const browserHere: string | undefined = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);
if (browserHere === undefined && process.env['CI'] === 'true') throw new Error('no chromium here, and CI has to have one');
