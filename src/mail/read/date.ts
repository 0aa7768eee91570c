/**
 * The Date header (RFC 5322 §3.3 with its obsolete forms) as an instant, or null. Parsers that answer "now" for what
 * they cannot read, or read a missing zone as the server's own, invent; here a missing zone is UTC (RFC 2822's -0000).
 */

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const zones: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  cest: 120,
  mez: 60,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  jst: 540,
};

const written =
  /(?:^|[\s,])(\d{1,2})[ \t-]{1,5}([A-Za-z]{3})[A-Za-z]{0,6}\.?[ \t-]{1,5}(\d{2,4})[ \t,]{1,5}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d{1,9})?[ \t]{0,5}([+-]\d{4}|[A-Za-z]{1,5})?/;
const iso = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?[ \t]{0,3}(Z|[+-]\d{2}:?\d{2})?/;

/** ISO 8601 in UTC, or null where the text is no date or names one that does not exist. */
export function readDate(value: string): string | null {
  const text = value
    .slice(0, 200)
    .replace(/\([^()]{0,100}\)/g, " ")
    .trim();
  const mail = written.exec(text);
  if (mail !== null) {
    const month = months.indexOf((mail[2] ?? "").toLowerCase());
    return month < 0 ? null : instant(fullYear(mail[3] ?? ""), month, mail[1], mail[4], mail[5], mail[6], mail[7]);
  }
  const machine = iso.exec(text);
  if (machine === null) return null;
  const [, year, month, day, hour, minute, second, zone] = machine;
  return instant(Number(year), Number(month) - 1, day, hour, minute, second, zone?.replace(":", ""));
}

/** Two digits are of 1950–2049, three of 1900 on (RFC 5322 §4.3). */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
}

type Digits = string | undefined;

function instant(year: number, month: number, day: Digits, hour: Digits, minute: Digits, second: Digits, zone: Digits) {
  const offset = offsetMinutes(zone);
  const seconds = Math.min(Number(second ?? 0), 59);
  const ms = Date.UTC(year, month, Number(day), Number(hour), Number(minute), seconds);
  const back = new Date(ms);
  const exists = back.getUTCDate() === Number(day) && back.getUTCMonth() === month;
  const valid = exists && Number(hour) < 24 && Number(minute) < 60 && Number(second ?? 0) <= 60;
  if (!valid || year < 1970 || year > 2200) return null;
  return new Date(ms - offset * 60_000).toISOString();
}

function offsetMinutes(zone: Digits): number {
  if (zone === undefined) return 0;
  const found = /^([+-])(\d{2})(\d{2})$/.exec(zone);
  if (found === null) return zones[zone.toLowerCase()] ?? 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  if (minutes > 15 * 60) return 0;
  return found[1] === "-" ? -minutes : minutes;
}
