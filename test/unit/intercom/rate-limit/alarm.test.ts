import { describe, expect, it } from 'vitest';
import { createAlarm } from '../../../../functions/intercom/rate-limit/alarm.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const START = Date.UTC(2026, 10, 23, 12);

function start() {
  const clock = virtualClock(START);
  const rings: number[] = [];
  const alarm = createAlarm(clock, () => rings.push(clock.now() - START));
  return { clock, rings, alarm };
}

describe('an alarm', () => {
  it('rings once, at the time that was set last', async () => {
    const { clock, rings, alarm } = start();

    alarm.set(START + 1_000);
    alarm.set(START + 500);
    alarm.set(START + 500);
    await clock.run(clock.sleep(2_000));

    expect(rings).toEqual([500]);
  });

  it('can be set again once it has rung', async () => {
    const { clock, rings, alarm } = start();

    alarm.set(START + 500);
    await clock.run(clock.sleep(1_000));
    alarm.set(START + 500);
    await clock.run(clock.sleep(1_000));

    expect(rings).toEqual([500, 1_000]);
  });

  it('does not ring when it has been cancelled', async () => {
    const { clock, rings, alarm } = start();

    alarm.set(START + 500);
    alarm.cancel();
    await clock.run(clock.sleep(1_000));

    expect(rings).toEqual([]);
  });

  it('rings after a minute for a time that is further off, as timers overflow', async () => {
    const { clock, rings, alarm } = start();

    alarm.set(Number.POSITIVE_INFINITY);
    await clock.run(clock.sleep(61_000));

    expect(rings).toEqual([60_000]);
  });

  it('does not ring for a sleep that ended while it was set anew', async () => {
    const wake: (() => void)[] = [];
    const rings: string[] = [];
    const clock = { now: () => START, sleep: () => new Promise<void>((resolve) => wake.push(resolve)) };
    const alarm = createAlarm(clock, () => rings.push('ring'));

    alarm.set(START + 500);
    alarm.set(START + 1_000);
    wake[0]?.();
    await Promise.resolve();
    expect(rings).toEqual([]);

    wake[1]?.();
    await Promise.resolve();
    expect(rings).toEqual(['ring']);
  });
});
