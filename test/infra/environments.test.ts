import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS, selectEnvironment } from '../../infra/environments.ts';

const valid = { ...ENVIRONMENTS['dev'] };

describe('selectEnvironment', () => {
  it.each(Object.keys(ENVIRONMENTS))('accepts %s as it stands in the file', (name) => {
    expect(selectEnvironment(name)).toMatchObject({ environment: { name } });
  });

  it('protects production', () => {
    expect(ENVIRONMENTS['production']).toMatchObject({ isProtected: true });
  });

  it.each([
    [undefined, 'Which environment? Give -c env=<name>, one of: dev, staging, production'],
    ['', 'Which environment? Give -c env=<name>, one of: dev, staging, production'],
    ['prod', 'Unknown environment "prod"; infra/environments.ts knows: dev, staging, production'],
    ['toString', 'Unknown environment "toString"; infra/environments.ts knows: dev, staging, production'],
  ])('answers %j with one line that names the known ones', (name, fault) => {
    expect(selectEnvironment(name)).toEqual({ fault });
  });

  it.each([
    [{ region: 'Ireland' }, 'region: expected an AWS region such as eu-west-1 (it is "Ireland")'],
    [{ region: undefined }, 'region: is missing; expected an AWS region such as eu-west-1'],
    [{ account: '1234' }, 'account: expected an account number of 12 digits (it is "1234")'],
    [
      { intercom: { region: 'uk', appId: 'x' } },
      'intercom.region: expected one of us, eu and au (it is "uk")',
    ],
    [
      { intercom: { region: 'us' } },
      'intercom.appId: is missing; expected the app_id of a workspace, as in the address of its inbox',
    ],
    [
      { intercom: { region: 'us', appId: 'x', adminId: 7 } },
      'intercom.adminId: expected the number of an admin, as text (it is 7)',
    ],
    [{ isProtected: 'yes' }, 'isProtected: expected true or false (it is "yes")'],
    [{ syncEveryMinutes: 1 }, 'syncEveryMinutes: expected 5 to 60 minutes (it is 1)'],
    [{ textRetentionDays: -1 }, 'textRetentionDays: expected 0 to 3650 days (it is -1)'],
    [{ logRetentionDays: 0.5 }, 'logRetentionDays: expected 1 to 3650 days (it is 0.5)'],
    [{ applyMemoryMb: 128 }, 'applyMemoryMb: expected 384 to 3008 MB (it is 128)'],
    [
      { maximumConcurrency: 1 },
      'maximumConcurrency: expected 2 to 1000 instances, the bounds of SQS (it is 1)',
    ],
    [
      { alarmTargets: ['http://example.com'] },
      'alarmTargets.0: expected an e-mail address or an https URL (it is "http://example.com")',
    ],
    [
      { textRetentionDays: 31, logRetentionDays: 30 },
      'textRetentionDays: expected at most logRetentionDays, 30: a text goes with its record',
    ],
    [
      {
        domain: {
          name: 'hooks.example.com',
          certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0a',
        },
      },
      'domain.certificateArn: expected a certificate of the region us-east-1',
    ],
    [{ retention: 3 }, 'as a whole: Unrecognized key: "retention"'],
  ])('says of %j where the fault is and what is expected', (over, fault) => {
    expect(selectEnvironment('dev', { dev: { ...valid, ...over } })).toEqual({
      fault: `Environment "dev", ${fault}`,
    });
  });

  it('names every fault, each on a line of its own', () => {
    const result = selectEnvironment('dev', { dev: { ...valid, region: 'Ireland', maximumConcurrency: 1 } });
    expect('fault' in result && result.fault.split('\n')).toHaveLength(2);
  });

  it.each(['Dev', '1dev', 'a-name-longer-than-twenty'])(
    'refuses the name %s, of which queues are named',
    (name) => {
      expect(selectEnvironment(name, { [name]: valid })).toHaveProperty('fault');
    },
  );
});
