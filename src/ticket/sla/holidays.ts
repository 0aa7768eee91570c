/**
 * Public holidays by country and region, from the date-holidays library (type `public`: the days on which the law
 * closes offices; a holiday on a Saturday stays on the Saturday unless the country's law moves it).
 */
import Holidays from "date-holidays";

/** The public holidays of one year by local date (YYYY-MM-DD), with their names in the language asked for. */
export function holidaysOf(country: string, year: number, language = "en"): Map<string, string> {
  const key = `${country}/${year}/${language}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const days = new Map<string, string>();
  for (const holiday of open(country).getHolidays(year, language)) {
    if (holiday.type !== "public") continue;
    // Some holidays last days and begin at sunset of the day before; `date` names the first day itself.
    const first = Date.parse(`${holiday.date.slice(0, 10)}T00:00:00Z`);
    const lengthMs = holiday.end.getTime() - holiday.start.getTime();
    // Half days (an afternoon of Christmas Eve, a day off for some) are left to the desk's own `open` and `closed`.
    if (lengthMs < DAY_MS - CLOCK_CHANGE_MS) continue;
    const dayCount = Math.max(1, Math.floor(lengthMs / DAY_MS));
    for (let day = 0; day < dayCount; day++) {
      const date = new Date(first + day * DAY_MS).toISOString().slice(0, 10);
      if (!days.has(date)) days.set(date, holiday.name);
    }
  }
  if (cache.size >= CACHE_MAX) cache.clear();
  cache.set(key, days);
  return days;
}

/** Whether date-holidays has the country, and the region where one is written ("DE-BY"). */
export function isHolidayCountry(written: string): boolean {
  if (!/^[A-Z]{2}(?:-[A-Za-z0-9]{1,5}){0,2}$/.test(written)) return false;
  const [country = "", state, region] = written.split("-");
  const all = new Holidays();
  if (!Object.hasOwn(all.getCountries() ?? {}, country)) return false;
  if (state === undefined) return true;
  const states = all.getStates(country) as Record<string, string> | undefined;
  if (!hasName(states, state)) return false;
  if (region === undefined) return true;
  return hasName(all.getRegions(country, state) as Record<string, string> | undefined, region);
}

/** The country codes there are, for "did you mean". */
export function holidayCountries(): string[] {
  return Object.keys(new Holidays().getCountries() ?? {});
}

const DAY_MS = 86_400_000;
/** The shortest day there is has 23 hours; no zone moves its clocks by more than two. */
const CLOCK_CHANGE_MS = 7_200_000;
const CACHE_MAX = 1_000;
const cache = new Map<string, Map<string, string>>();
const calendars = new Map<string, Holidays>();

function open(country: string): Holidays {
  const known = calendars.get(country);
  if (known !== undefined) return known;
  const [nation = "", state, region] = country.split("-");
  const made =
    state === undefined
      ? new Holidays(nation)
      : region === undefined
        ? new Holidays(nation, state)
        : new Holidays(nation, state, region);
  calendars.set(country, made);
  return made;
}

function hasName(names: Record<string, string> | undefined, wanted: string): boolean {
  return Object.keys(names ?? {}).some((name) => name.toLowerCase() === wanted.toLowerCase());
}
