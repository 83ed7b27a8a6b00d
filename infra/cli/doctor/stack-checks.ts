import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import { createBrakes } from '../../../functions/store/brakes.ts';
import { createControl } from '../../../functions/store/control.ts';
import { createRulesets, UnusableRulesetError } from '../../../functions/store/rulesets.ts';
import { alarmsCheck } from './alarms-check.ts';
import { type Check, deployAgain, ok, red, skipped } from './check.ts';

/** A clock that is further off makes AWS refuse what it signs (at five minutes), and times in output wrong. */
const clockToleranceMs = 30_000;

/** States of an event source in which it brings nothing. */
const stopped: ReadonlySet<string> = new Set(['Disabled', 'Disabling', 'Deleting']);

/** What lies in AWS, and this machine's clock. */
export const stackChecks: Check[] = [
  {
    name: 'clock',
    async look({ environment, fetch }) {
      const url = environment.outputs['WebhookUrl'] ?? environment.workspace?.baseUrl;
      if (url === undefined) return skipped('nobody to compare it with');
      const response = await fetch(url, { method: 'HEAD' }).catch(() => null);
      const theirs = Date.parse(response?.headers.get('date') ?? '');
      if (Number.isNaN(theirs)) return skipped('nobody answered with a time');
      const off = environment.now() - theirs;
      if (Math.abs(off) <= clockToleranceMs) return ok('agrees with that of the stack');
      const seconds = Math.round(Math.abs(off) / 1000);
      return red(
        `this machine's clock is ${seconds} s ${off > 0 ? 'fast' : 'slow'}`,
        'Set it (timedatectl set-ntp true, or in the system settings): AWS refuses what is five minutes off.',
      );
    },
  },
  {
    name: 'queue',
    async look({ environment }) {
      const { visible, inFlight } = await environment.queue.attributes().catch(orAbsent);
      if (visible === null) return red('the queue is not there', deployAgain(environment.name));
      return ok(`${visible} waiting, ${inFlight} in work`);
    },
  },
  {
    name: 'event source',
    async look({ environment }) {
      if (environment.eventSource === undefined) return skipped('a local queue has none');
      const found = await environment.eventSource();
      if (found === null) return red('nothing brings messages to apply', deployAgain(environment.name));
      const { id, state, reason } = found;
      if (!stopped.has(state)) return ok(`is ${state}`);
      return red(
        `no message reaches apply: it is ${state} (${reason})`,
        `Once you know why: aws lambda update-event-source-mapping --uuid ${id} --enabled --region ${environment.region}.`,
      );
    },
  },
  {
    name: 'dead letters',
    async look({ environment, commandOf }) {
      const { visible } = await environment.deadLetterQueue.attributes().catch(orAbsent);
      if (visible === null) return red('the dead-letter queue is not there', deployAgain(environment.name));
      if (visible === 0) return ok('none');
      return red(`${visible} notifications were not applied`, `See why: ${commandOf('dlq list')}.`);
    },
  },
  {
    name: 'table',
    async look({ environment }) {
      try {
        await environment.table.get({ pk: 'CONTROL', sk: 'BRAKES' });
        return ok(environment.tableName);
      } catch (error) {
        if (!isAbsent(error)) throw error;
        return red(
          `the table ${environment.tableName} is not there`,
          `Restore it from its point-in-time backup, or ${deployAgain(environment.name).toLowerCase()}`,
        );
      }
    },
  },
  {
    name: 'line',
    async look({ environment, commandOf }) {
      const { table, now } = environment;
      try {
        const { pause } = await createBrakes(table, createControl(table, now), now).current();
        if (pause === null) return ok('moves');
        return red(
          `is stopped since ${pause.since}: ${pause.reason}`,
          `Mend the reason (docs/operations.md#line-stopped); a person's pause ends with ${commandOf('resume')}.`,
        );
      } catch (error) {
        if (isAbsent(error)) return skipped('needs the table');
        throw error;
      }
    },
  },
  alarmsCheck,
  {
    name: 'ruleset',
    async look({ environment }) {
      const rules = `npm run rules -- %s ${environment.flags}`;
      const rulesets = createRulesets(environment.table);
      try {
        const pointer = await rulesets.pointer();
        if (pointer === null) return red('none has been published', `${rules.replace('%s', 'publish')}.`);
        const ruleset = await rulesets.read(pointer.version);
        activateRuleset(ruleset, pointer.version);
        return ok(`version ${pointer.version}, ${ruleset.rules.length} rules`);
      } catch (error) {
        if (isAbsent(error)) return skipped('needs the table');
        if (!(error instanceof UnusableRulesetError)) throw error;
        return red(`version ${error.version}: ${error.message}`, `${rules.replace('%s', 'rollback')}.`);
      }
    },
  },
];

function orAbsent(error: unknown): { visible: null; inFlight: null } {
  if (isAbsent(error)) return { visible: null, inFlight: null };
  throw error;
}

/** SQS and DynamoDB say that something does not exist. */
function isAbsent(error: unknown): boolean {
  const names = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 'ResourceNotFoundException'];
  return error instanceof Error && names.includes(error.name);
}
