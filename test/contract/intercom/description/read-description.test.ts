import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Description, readDescription } from './read-description.ts';

const YAML = `
paths:
  /tags/{tag_id}:
    get:
      operationId: findTag
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/tag' } } } }
  /tags/search:
    get: { operationId: searchTags, responses: { '200': {} } }
components:
  schemas:
    reference: { type: object, properties: { id: { type: string } }, required: [id] }
    tag:
      type: object
      properties:
        type: { type: string, enum: [tag] }
        applied_at: { type: integer, format: date-time, nullable: true }
        applied_by: { type: object, nullable: true, allOf: [{ $ref: '#/components/schemas/reference' }] }
        custom: { $ref: '#/components/schemas/custom_attributes' }
      required: [type, applied_at]
    error: { type: object, properties: { errors: { type: array } }, required: [errors] }
`;

let folder: string;
let description: Description;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'description-'));
  await writeFile(join(folder, 'api.yaml'), YAML);
  description = await readDescription(join(folder, 'api.yaml'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a description', () => {
  it.each<[string, object, string[]]>([
    ['what it allows', { type: 'tag', applied_at: 1, applied_by: { id: '1' }, custom: {} }, []],
    ['null where it may be null, and what it does not name', { type: 'tag', applied_at: null, more: 1 }, []],
    ['null beside an allOf', { type: 'tag', applied_at: null, applied_by: null }, []],
    ['a missing property', { type: 'tag' }, ['applied_at']],
    ['a wrong type', { type: 'tag', applied_at: '1' }, ['applied_at']],
    ['a word that is none of the enum', { type: 'tags', applied_at: 1 }, ['type']],
    ['a fault behind a reference', { type: 'tag', applied_at: 1, applied_by: {} }, ['applied_by']],
  ])('judges %s', (_what, body, at) => {
    const faults = description.find('GET', '/tags/1')?.faults(200, body) ?? ['not described'];
    expect(faults.map((fault) => fault.split(/[.:]/)[0])).toEqual(at);
  });

  it('takes what has a word of its own before what has a parameter, and other statuses for errors', () => {
    expect(description.find('GET', '/tags/search')?.id).toBe('searchTags');
    expect(description.find('DELETE', '/tags/1')).toBeUndefined();
    expect(description.find('GET', '/tags/1')?.faults(404, {})).toHaveLength(1);
  });
});
