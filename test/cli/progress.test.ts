import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Progress, showStep } from '../../src/cli/terminal/progress.js';

let written: string[];
const terminal = (isTTY: boolean) => ({ isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 });

beforeEach(() => {
  written = [];
  jest.useFakeTimers({ now: 0 });
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the progress bar', () => {
  test('shows after a while how far it is, and wipes itself away', () => {
    const progress = new Progress('groot.xml', 2_000_000, terminal(true));
    progress.add(500_000);
    expect(written).toEqual([]);
    jest.advanceTimersByTime(1000);
    progress.add(500_000);
    expect(written).toEqual(['\rgroot.xml [###############...............] 50% 1.0 MB\u001b[K']);
    progress.end();
    expect(written.at(-1)).toBe('\r\u001b[K');
  });

  test('shows nothing for quick work, nor where nobody looks', () => {
    const quick = new Progress('klein.xml', 10, terminal(true));
    quick.add(10);
    quick.end();
    const piped = new Progress('groot.xml', 10, terminal(false));
    jest.advanceTimersByTime(5000);
    piped.add(5);
    piped.end();
    expect(written).toEqual([]);
  });
});

describe('what is being done', () => {
  test('stands on a terminal until it is over, and nowhere else', () => {
    const end = showStep('Storing 9 goals ...', terminal(true));
    expect(written).toEqual(['\rStoring 9 goals ...\u001b[K']);
    end();
    expect(written.at(-1)).toBe('\r\u001b[K');
    showStep('Storing 9 goals ...', terminal(false))();
    expect(written).toHaveLength(2);
  });
});
