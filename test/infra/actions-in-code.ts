import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { FunctionName } from '../../infra/function-names.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The IAM actions behind each call of AWS in a function's code, sorted: of all files of which its bundle has a part. */
export function actionsInCode(name: FunctionName): string[] {
  const { metafile } = buildSync({
    entryPoints: [`functions/${name}/handler.ts`],
    absWorkingDir: ROOT,
    outdir: 'out',
    write: false,
    bundle: true,
    splitting: true,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const parts = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const files = parts.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
  const sources = files.map((file) => readFileSync(join(ROOT, file), 'utf8'));
  return [...new Set(sources.flatMap((source) => [...bySdk(source), ...byTarget(source)]))].sort();
}

const SERVICES: Record<string, string> = {
  'client-dynamodb': 'dynamodb',
  'client-sqs': 'sqs',
  'client-secrets-manager': 'secretsmanager',
  'client-cloudformation': 'cloudformation',
};

/** `import { GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb'` */
function bySdk(source: string): string[] {
  const imports = source.matchAll(/^import (?!type)\{([^}]*)\} from '@aws-sdk\/(client-[a-z-]+)'/gm);
  return [...imports].flatMap(([, names = '', client = '']) => {
    const service = SERVICES[client] ?? client;
    const operations = names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g);
    return [...operations].map(([, command, page]) => `${service}:${command ?? page}`);
  });
}

/** `'AmazonSQS.SendMessage'`, as receive names what it calls without the SDK. */
function byTarget(source: string): string[] {
  const targets = source.matchAll(/'(AmazonSQS|secretsmanager)\.(\w+)'/g);
  return [...targets].map(
    ([, service = '', operation]) => `${service.replace('AmazonSQS', 'sqs')}:${operation}`,
  );
}
