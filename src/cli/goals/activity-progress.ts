import type { OnActivity } from '../../store/goals/unmapped-activity.js';
import { Progress } from '../terminal/progress.js';

/** Runs work that goes through activities, with a bar of how far it is. */
export async function withActivityProgress<T>(label: string, work: (onActivity: OnActivity) => Promise<T>): Promise<T> {
  let bar: Progress | undefined;
  try {
    return await work((_, total) => {
      bar ??= new Progress(label, total, process.stderr, (done) => `${done} activities`);
      bar.add(1);
    });
  } finally {
    bar?.end();
  }
}
