/** A text's language as ISO 639-1 says it; undefined where the detector is unsure. */
export type DetectLanguage = (text: string) => string | undefined;

let loaded: DetectLanguage | undefined;

/**
 * Detects synchronously, as deciding does. The detector has to be loaded before: who takes up a ruleset awaits
 * `loadLanguageFor` once. An Error here says that it was forgotten.
 */
export function detectLanguage(text: string): string | undefined {
  if (loaded === undefined) throw new Error('the language detector is not loaded: await loadLanguageFor');
  return loaded(text);
}

/** Loads the detector where a ruleset, as YAML or as stored JSON, names `message.language`. */
export async function loadLanguageFor(ruleset: string): Promise<void> {
  if (ruleset.includes('message.language')) await loadLanguageDetector();
}

/** Loads 0.9 MB of n-grams in 60 languages, once; from then on there is no I/O (ADR 0012). */
export async function loadLanguageDetector(): Promise<DetectLanguage> {
  if (loaded !== undefined) return loaded;
  const { eld } = await import('eld/extrasmall');
  // One of our own: the package's instance would keep our settings for others.
  const detector = eld.newInstance();
  // Addresses of pages and of mail are in no language.
  detector.enableTextCleanup(true);
  loaded = (text) => {
    // Full-width letters are taken for Japanese, whatever they spell.
    const result = detector.detect(text.normalize('NFKC'));
    return result.isReliable() && result.language !== '' ? result.language : undefined;
  };
  return loaded;
}
