/** How pages write days, instants and sizes in the reader's language; instants as our letters do, with their zone. */
import { type Locale, locale } from "../io/letters/locale.ts";
import type { Language } from "../ticket/letter.ts";

const locales: Record<Language, Locale> = { en: locale("en", {}), pl: locale("pl", {}) };
const intlLanguage: Record<Language, string> = { en: "en-GB", pl: "pl-PL" };

/** "7 December 2026"; `at` in ms since epoch, the day as it is in UTC. */
export function dayOf(at: number, language: Language): string {
  return new Intl.DateTimeFormat(intlLanguage[language], { dateStyle: "long", timeZone: "UTC" }).format(at);
}

/** "Mon 19 Oct 2026, 09:30 (Europe/Warsaw)"; `at` in ms since epoch. */
export function instantOf(at: number, timezone: string, language: Language): string {
  return locales[language].instant(at, timezone);
}

/** "Mon 19 Oct 2026, 09:30", where the zone is said elsewhere. */
export function wallTimeOf(at: number, timezone: string, language: Language): string {
  return locales[language].wallTime(at, timezone);
}

export function bytesOf(count: number, language: Language): string {
  return locales[language].bytes(count);
}
