import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage.ts';

/** What a person does after the first deploy, and when something is wrong. */
export function secretsSuite(stage: () => Stage): void {
  describe('a new environment', () => {
    it('is red, and the doctor says what to set', async () => {
      const { status, stdout } = await stage().dev.ops(['doctor']);
      expect(status).toBe(1);
      expect(stdout).toContain('RED  webhook secret');
      expect(stdout).toContain('npm run ops -- secrets set --env dev');
    });

    it("takes its secrets, but not another environment's token", async () => {
      const { dev, staging } = stage();
      const set = (token: string) => {
        const input = JSON.stringify({
          access_token: token,
          client_secret: dev.clientSecret,
          sources: SOURCES,
        });
        return dev.ops(['secrets', 'set', '--stdin'], { input });
      };
      const foreign = await set(staging.token);
      expect(foreign.status).toBe(2);

      const own = await set(dev.token);
      expect(own.stderr).toBe('');
      expect(own.stdout).toContain('Tags are set in the name of');
      const input = JSON.stringify({ access_token: staging.token, client_secret: staging.clientSecret });
      expect((await staging.ops(['secrets', 'set', '--stdin'], { input })).status).toBe(0);
    });

    it('is well then', async () => {
      const { status, stdout } = await stage().dev.ops(['doctor']);
      console.log(stdout);
      expect(stdout).toContain('dev is well.');
      expect(status).toBe(0);
    });
  });
}

/** How the other system of the trigger suite signs. */
export const BILLING_SECRET = 'the secret of billing';
const SOURCES = { billing: { scheme: 'github', secrets: [BILLING_SECRET] } };
