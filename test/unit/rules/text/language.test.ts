import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  detectLanguage,
  loadLanguageDetector,
  loadLanguageFor,
} from '../../../../functions/rules/text/language.ts';
import { runs } from '../../../support/runs.ts';

/** Before anything is loaded. */
const unloaded = await detectionAfter('rules: []');
await loadLanguageFor('when: { message.language: de }');

async function detectionAfter(ruleset: string): Promise<string> {
  await loadLanguageFor(ruleset);
  try {
    return String(detectLanguage('Hallo'));
  } catch (error) {
    return String(error);
  }
}

describe('the language detector', () => {
  it.each([
    ['en', 'How do I reset my password?'],
    ['de', 'Meine Bestellung ist noch nicht angekommen'],
    ['fr', "L'application plante quand je l'ouvre"],
    ['es', '¿Dónde encuentro mi factura?'],
    ['pt', 'Olá, tem alguém aí?'],
    ['it', 'Vi prego di annullare il mio abbonamento'],
    ['nl', 'Zeg alsjeblieft mijn abonnement op'],
    ['pl', 'Chcę zwrotu pieniędzy'],
    ['sv', 'Jag vill ha pengarna tillbaka'],
    ['tr', 'Siparişim hâlâ gelmedi'],
    ['ru', 'Как сбросить пароль?'],
    ['uk', 'Будь ласка, скасуйте мою підписку'],
    ['ja', 'アプリを開くと落ちます'],
    ['zh', '我的订单还没有到'],
    ['ko', '구독을 취소해 주세요'],
    ['ar', 'شكرا لمساعدتكم'],
  ])('tells %s by %j', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it.each([
    '',
    ' ',
    '12345',
    '👍👍',
    'ok',
    'asdf qwer',
    'https://example.com/a/b',
    'jo@example.com',
    '#12 - 50%',
  ])('is unsure of %j', (text) => {
    expect(detectLanguage(text)).toBeUndefined();
  });

  it('does not take full-width letters for Japanese', () => {
    expect(detectLanguage('ＲＥＦＵＮＤ ｐｌｅａｓｅ')).not.toBe('ja');
    expect(detectLanguage('Ｗｏ ｉｓｔ ｍｅｉｎｅ Ｂｅｓｔｅｌｌｕｎｇ')).toBe('de');
  });

  it('is loaded for rulesets that ask for it, and once', async () => {
    expect(unloaded).toBe('Error: the language detector is not loaded: await loadLanguageFor');
    expect(await loadLanguageDetector()).toBe(await loadLanguageDetector());
  });

  it('gives two letters or nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(detectLanguage(text) ?? 'xx').toMatch(/^[a-z]{2}$/);
      }),
      { numRuns: runs(100) },
    );
  });
});
