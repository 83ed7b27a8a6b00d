import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const metric = z.object({ Namespace: z.string(), MetricName: z.string() });
const mathAlarm = z.looseObject({
  Metrics: z.array(z.looseObject({ MetricStat: z.looseObject({ Metric: metric }).optional() })),
});
const template = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.unknown() })),
});

export type Resources = z.infer<typeof template>['Resources'];

/**
 * Puts an alarm on one metric in the place of each alarm with metric math, of which ministack 1.5.33 has none, in the
 * templates of a synthesised app. What the alarms are is shown by test/infra/alarms.test.ts.
 */
export function makeDeployable(cdkOut: string): void {
  changeResources(cdkOut, (resources) => {
    for (const resource of Object.values(resources)) {
      if (resource.Type === 'AWS::CloudWatch::Alarm') resource.Properties = withoutMath(resource.Properties);
    }
  });
}

/** Changes the templates of a synthesised app. */
export function changeResources(cdkOut: string, change: (resources: Resources) => void): void {
  for (const name of globSync('*.template.json', { cwd: cdkOut })) {
    const file = join(cdkOut, name);
    const parsed = template.parse(JSON.parse(readFileSync(file, 'utf8')));
    change(parsed.Resources);
    writeFileSync(file, JSON.stringify(parsed, null, 1));
  }
}

function withoutMath(properties: unknown): unknown {
  const result = mathAlarm.safeParse(properties);
  if (!result.success) return properties;
  const { Metrics, ...others } = result.data;
  const first = Metrics.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Metric;
  return {
    ...others,
    Namespace: first?.Namespace,
    MetricName: first?.MetricName,
    Period: 60,
    Statistic: 'Sum',
  };
}

const assets = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })),
});

/** Changes the functions' code in a synthesised app, as a new version of Tagwright would. */
export function changeCode(cdkOut: string): void {
  const manifests = globSync('*.assets.json', { cwd: cdkOut });
  const files = manifests.flatMap((name) =>
    Object.entries(assets.parse(JSON.parse(readFileSync(join(cdkOut, name), 'utf8'))).files),
  );
  for (const [hash, { source }] of files) {
    const isCode = existsSync(join(cdkOut, source.path, 'handler.mjs'));
    // A template is uploaded under its hash, too, and not again where that is there.
    if (!isCode && !source.path.endsWith('.template.json')) continue;
    const changed = createHash('sha256').update(hash).digest('hex');
    if (isCode) {
      appendFileSync(join(cdkOut, source.path, 'handler.mjs'), '\n// The next version.\n');
      renameSync(join(cdkOut, source.path), join(cdkOut, `asset.${changed}`));
    }
    for (const name of globSync('*.json', { cwd: cdkOut })) {
      const file = join(cdkOut, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(hash, changed));
    }
  }
}
