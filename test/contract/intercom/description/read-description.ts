import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';

const responses = z.record(
  z.string(),
  z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })).optional() }),
);
const operationSchema = z.object({ operationId: z.string(), responses });
const descriptionSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

interface DescribedOperation {
  readonly id: string;
  /** What is wrong with an answer. A status that is not described is taken for an error list. */
  faults(status: number, body: unknown): string[];
}

/** An OpenAPI description, as far as answers can be checked by it. */
export interface Description {
  find(method: string, path: string): DescribedOperation | undefined;
}

/** Reads a local copy of Intercom's 2.11 description, YAML or JSON. */
export async function readDescription(file: string): Promise<Description> {
  const { paths, components } = descriptionSchema.parse(parse(await readFile(file, 'utf8')));
  // The one reference in 2.11 that leads nowhere; 2.12 defines it.
  const $defs = mapValues({ custom_attributes: { type: 'object' }, ...components.schemas }, toJsonSchema);
  const error = { $ref: '#/components/schemas/error' };
  const check = (schema: unknown, body: unknown) => {
    const read = z.fromJSONSchema({ ...toJsonSchema(schema), $defs }).safeParse(body);
    return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  };
  return {
    find(method, path) {
      // What has no parameter goes first: `/contacts/search` is no contact.
      const names = Object.keys(paths).toSorted((a, b) => a.split('{').length - b.split('{').length);
      const name = names.find((template) => toPattern(template).test(path));
      const found = operationSchema.safeParse(paths[name ?? '']?.[method.toLowerCase()]);
      if (!found.success) return undefined;
      const { operationId, responses: described } = found.data;
      return {
        id: operationId,
        faults(status, body) {
          const response = described[status];
          if (response === undefined) return check(error, body);
          const schema = response.content?.['application/json']?.schema;
          return schema === undefined ? [] : check(schema, body);
        },
      };
    },
  };
}

function toPattern(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

/**
 * OpenAPI 3.0's dialect in JSON Schema. `nullable` counts wherever it stands, beside a `$ref` or an `allOf` too,
 * as the description's texts and examples mean it. Formats are left out: its own examples break them (`uri`).
 */
function toJsonSchema(schema: unknown): Record<string, unknown> {
  const { nullable, properties, items, additionalProperties, $ref, ...rest } = object(schema);
  const plain: Record<string, unknown> = {};
  for (const key of ['type', 'required', 'enum']) if (rest[key] !== undefined) plain[key] = rest[key];
  if (typeof $ref === 'string') plain['$ref'] = $ref.replace('#/components/schemas/', '#/$defs/');
  if (properties !== undefined) {
    plain['type'] = 'object';
    plain['properties'] = mapValues(object(properties), toJsonSchema);
  }
  if (items !== undefined) plain['items'] = toJsonSchema(items);
  if (typeof additionalProperties === 'object') {
    plain['additionalProperties'] = toJsonSchema(additionalProperties);
  }
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    const parts = rest[key];
    if (Array.isArray(parts)) plain[key] = parts.map(toJsonSchema);
  }
  return nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain;
}

function object(value: unknown): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(value);
}

function mapValues<From, To>(from: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value)]));
}
