import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { METRIC_NAMESPACE, METRICS } from '../../functions/platform/metric-names.ts';
import { anEnvironment, synthesize } from './synthesize.ts';

const template = synthesize();
const ROOT = join(import.meta.dirname, '../..');

const metric = z.object({ Namespace: z.string(), MetricName: z.string() });
const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  OKActions: z.array(z.unknown()),
  Threshold: z.number(),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.number(),
  TreatMissingData: z.string(),
  Period: z.number().optional(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Metrics: z
    .array(
      z.object({ Expression: z.string().optional(), MetricStat: z.object({ Metric: metric }).optional() }),
    )
    .default([]),
});

const PREFIX = 'tagwright-test-';
const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
  .map(({ Properties }) => alarmSchema.parse(Properties))
  .map((alarm) => ({ ...alarm, name: alarm.AlarmName.replace(PREFIX, '') }));
const names = alarms.map(({ name }) => name).sort();

describe('alarms', () => {
  it('watch the way in, the queue, the line, the rules and the sync', () => {
    expect(names).toEqual([
      'apply-errors',
      'bad-signatures',
      'dead-letters',
      'line-stopped',
      'oldest-message',
      'rate-limit',
      'rules-capped',
      'rules-unhealthy',
      'ruleset-unreadable',
      'sync-failing',
      'sync-late',
      'sync-undelivered',
      'unreported-updates',
      'webhook-errors',
      'webhook-rejections',
      'webhook-slow',
    ]);
  });

  it.each(alarms)(
    '$name says what it means for people and where to look first, and reaches them',
    (alarm) => {
      expect(alarm.AlarmDescription).toMatch(
        new RegExp(`^Impact: .+\\.\\nLook first: .+[.?]\\nRunbook: docs/operations\\.md#${alarm.name}$`),
      );
      // SNS cuts longer ones off.
      expect(alarm.AlarmDescription.length).toBeLessThan(1024);
      expect(alarm.AlarmActions).toHaveLength(1);
      expect(alarm.OKActions).toEqual(alarm.AlarmActions);
    },
  );

  it('have a runbook each, and no runbook is without its alarm', () => {
    const operations = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
    const [, section = ''] = operations.split('\n## Alarms\n');
    const [own = ''] = section.split('\n## ');
    expect([...own.matchAll(/^### (.+)$/gm)].flatMap(([, name]) => name ?? []).sort()).toEqual(names);
  });

  it('compare latency only where there are 100 requests, and wait for 3 of 5 minutes', () => {
    const slow = alarms.find(({ name }) => name === 'webhook-slow');
    expect(slow).toMatchObject({ Threshold: 500, EvaluationPeriods: 5, DatapointsToAlarm: 3 });
    expect(slow?.Metrics.map(({ Expression }) => Expression)).toContain('IF(requests >= 100, p99, 0)');
  });

  it('take silence for health, but for the sync, of which it is the alarm', () => {
    const onSilence = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching');
    expect(onSilence.map(({ name }) => name)).toEqual(['sync-late']);
    const every30 = synthesize({ environment: anEnvironment({ syncEveryMinutes: 30 }) });
    every30.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `${PREFIX}sync-late`,
      Period: 1800,
    });
  });

  it('go to the people whom the environment names', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    const alarmTargets = ['oncall@example.com', 'https://events.example.com/tagwright'];
    const watched = synthesize({ environment: anEnvironment({ alarmTargets }) });
    const subscriptions = Object.values(watched.findResources('AWS::SNS::Subscription'));
    expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint])).toEqual([
      ['email', alarmTargets[0]],
      ['https', alarmTargets[1]],
    ]);
  });

  it('and the dashboard name only metrics that a function writes', () => {
    const written = new Set(writtenMetrics());
    const watched = alarms.flatMap(({ Namespace, MetricName, Metrics }) =>
      [{ Namespace, MetricName }, ...Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])].flatMap(
        (each) =>
          each.Namespace === METRIC_NAMESPACE && each.MetricName !== undefined ? [each.MetricName] : [],
      ),
    );
    expect(watched.length).toBeGreaterThan(5);
    const names = [...watched, ...Object.keys(METRICS)];
    expect(names.filter((name) => !written.has(name))).toEqual([]);
  });
});

/** The names in `metrics.count('…')` and `metrics.milliseconds('…')`. */
function writtenMetrics(): string[] {
  const folder = join(ROOT, 'functions');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/\.(?:count|milliseconds)\(\s*'(\w+)'/g),
    ])
    .flatMap(([, name]) => name ?? []);
}
