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
    [undefined, 'Which environment? Give -c env=<name>, one of: dev, production'],
    ['', 'Which environment? Give -c env=<name>, one of: dev, production'],
    ['prod', 'Unknown environment "prod"; infra/environments.ts knows: dev, production'],
    ['toString', 'Unknown environment "toString"; infra/environments.ts knows: dev, production'],
  ])('answers %j with one line that names the known ones', (name, fault) => {
    expect(selectEnvironment(name)).toEqual({ fault });
  });

  it('names every value that is out of bounds', () => {
    const faulty = {
      ...valid,
      region: 'Ireland',
      maximumConcurrency: 1,
      intercom: { region: 'uk', appId: 'x' },
    };
    expect(selectEnvironment('dev', { dev: faulty })).toEqual({
      fault: [
        'Environment "dev", region: an AWS region such as eu-west-1',
        'Environment "dev", intercom.region: Invalid option: expected one of "us"|"eu"|"au"',
        'Environment "dev", maximumConcurrency: Too small: expected number to be >=2',
      ].join('\n'),
    });
  });

  it('takes no key that it does not know', () => {
    const result = selectEnvironment('dev', { dev: { ...valid, retention: 3 } });
    expect(result).toEqual({ fault: 'Environment "dev", as a whole: Unrecognized key: "retention"' });
  });

  it.each(['Dev', '1dev', 'a-name-longer-than-twenty'])(
    'refuses the name %s, of which queues are named',
    (name) => {
      expect(selectEnvironment(name, { [name]: valid })).toHaveProperty('fault');
    },
  );
});
