import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { tryLater } from '../api/http/as-problem.js';
import { sendProblem } from '../api/http/send-problem.js';

/**
 * Answers with what `load` gives, which is loaded by the first request that needs it; those that come before it is there wait. When it cannot be
 * loaded, `onError` is told, callers are told to try again later, and the next request loads again.
 */
export function onDemand(load: () => Promise<RequestListener>, onError: (error: unknown, requestId: string) => void): RequestListener {
  let loaded: RequestListener | undefined;
  let loading: Promise<RequestListener> | undefined;
  const loadOnce = async () => {
    try {
      loaded = await load();
      return loaded;
    } finally {
      loading = undefined;
    }
  };
  return (request, response) => {
    if (loaded !== undefined) {
      loaded(request, response);
      return;
    }
    loading ??= loadOnce();
    loading.then(
      (listener) => listener(request, response),
      (error: unknown) => {
        const id = randomUUID();
        onError(error, id);
        sendProblem(response, tryLater(), id);
      },
    );
  };
}
