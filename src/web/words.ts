/** How pages write days in the reader's language. */
import type { Language } from "../ticket/letter.ts";

const intlLanguage: Record<Language, string> = { en: "en-GB", pl: "pl-PL" };

/** "7 December 2026"; `at` in ms since epoch, the day as it is in UTC. */
export function dayOf(at: number, language: Language): string {
  return new Intl.DateTimeFormat(intlLanguage[language], { dateStyle: "long", timeZone: "UTC" }).format(at);
}
