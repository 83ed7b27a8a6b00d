import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dynamoDbLocalJar } from './dynamodb-local.ts';

/**
 * AWS's DynamoDB Local out of an npm tarball that carries it, kept in `.cache`. Not a dependency: it would
 * drag 150 MB into every install.
 */
const packed = 'amplify-dynamodb-simulator@2.9.30';
const cache = join(import.meta.dirname, '../../.cache/dynamodb-local');

if (!existsSync(dynamoDbLocalJar)) {
  mkdirSync(cache, { recursive: true });
  execFileSync('npm', ['pack', packed, '--silent', '--pack-destination', cache], { stdio: 'inherit' });
  const tarball = readdirSync(cache).find((name) => name.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['-xzf', join(cache, tarball), '-C', cache]);
}
console.log(`DynamoDB Local is in ${cache}`);
