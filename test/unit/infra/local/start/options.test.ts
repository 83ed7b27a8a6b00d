import { describe, expect, it } from 'vitest';
import { startOptions, UsageError } from '../../../../../infra/local/start/options.ts';

const live = {
  INTERCOM_ACCESS_TOKEN: 'token',
  INTERCOM_CLIENT_SECRET: 'secret',
  INTERCOM_REGION: 'eu',
};

describe('startOptions', () => {
  it('has a default for everything', () => {
    expect(startOptions([], {})).toEqual({
      port: 4000,
      once: false,
      reset: false,
      quiet: false,
      rules: 'rules/local.yaml',
      data: '.data',
    });
  });

  it('does not look at the INTERCOM_ variables without --live', () => {
    expect(startOptions(['--once'], live)).not.toHaveProperty('live');
    expect(startOptions([], { INTERCOM_REGION: 'mars' })).not.toHaveProperty('live');
  });

  it('keeps every rule in shadow with --live until --apply is given', () => {
    expect(startOptions(['--live'], live)).toHaveProperty('live.apply', false);
    expect(startOptions(['--live', '--apply'], live)).toHaveProperty('live.apply', true);
  });

  it('reads the admin where one is given', () => {
    expect(startOptions(['--live'], { ...live, INTERCOM_ADMIN_ID: '42' })).toHaveProperty(
      'live.adminId',
      '42',
    );
    expect(startOptions(['--live'], live)).not.toHaveProperty('live.adminId');
  });

  it.each([
    [{ INTERCOM_REGION: 'mars' }, 'INTERCOM_REGION: us, eu or au'],
    [{ INTERCOM_ACCESS_TOKEN: '' }, 'INTERCOM_ACCESS_TOKEN: the access token of your app'],
    [{ INTERCOM_ADMIN_ID: 'me' }, "INTERCOM_ADMIN_ID: a teammate's id"],
  ])('names what is wrong with %j', (wrong, message) => {
    expect(() => startOptions(['--live'], { ...live, ...wrong })).toThrow(message);
    expect(() => startOptions(['--live'], { ...live, ...wrong })).toThrow(UsageError);
  });

  it('gives the help text where it is asked for', () => {
    expect(startOptions(['--help'], {})).toEqual({ help: expect.stringContaining('--once') });
  });

  it.each(['0', '65535', '-1', '80.5', 'http', ''])('refuses %j as a port', (port) => {
    expect(() => startOptions(['--port', port], {})).toThrow(/port/i);
  });
});
