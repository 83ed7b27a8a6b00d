import { describe, expect, it } from 'vitest';
import { notificationShape } from '../../../../functions/rules/parse-notification.ts';
import { explainJson } from '../../../../infra/cli/explain-json.ts';

const said = (text: string) =>
  explainJson(text, notificationShape, 'Bad.').map(
    ({ path, line, column, message }) => `${path} ${line}:${column}: ${message}`,
  );

describe('explainJson', () => {
  it('says where JSON ends to be JSON', () => {
    expect(said('{\n  "topic": ping\n}')).toEqual([
      expect.stringMatching(/Bad\. Unexpected token 'p', .*ping/s),
    ]);
    expect(said('{\n  "topic" "ping"\n}')).toEqual([expect.stringMatching(/^ 2:11: Bad\. Expected ':'/)]);
    expect(said('{\n  "topic":')).toEqual([' 2:11: Bad. Unexpected end of JSON input.']);
  });

  it('says where a value of another kind stands', () => {
    expect(said('{\n  "topic": "ping",\n  "created_at": "now"\n}')).toEqual([
      'created_at 3:3: Bad. "created_at": Invalid input: expected number, received string.',
    ]);
    expect(said('{"topic": "ping", "data": {"item": []}}')).toEqual([
      'data.item 1:28: Bad. "data.item": Invalid input: expected record, received array.',
    ]);
  });

  it('says of what is missing where it is missed', () => {
    expect(said('{"id": "1"}')).toEqual([
      ' 1:1: Bad. "topic": Invalid input: expected string, received undefined.',
    ]);
    expect(said('[]')).toEqual([' 1:1: Bad. Invalid input: expected object, received array.']);
  });
});
