/**
 * Finds in an out-of-office mail until when its writer is away, as a date. "Until" and "back on" are looked for in many
 * languages; a date without a year is the next one after the mail's own date.
 */
import { readDate, type WrittenDate } from "../read/writtenDate.ts";

const textCharsMax = 4_000;

/** Behind these words stands the last day of absence or the first day back, lower-cased. */
const untilWords: readonly string[] = [
  ...[
    "until",
    "till",
    "through",
    "back on",
    "back in the office on",
    "return on",
    "returning on",
    "return to the office",
  ],
  ...["returning to", "be back", "back at work", "back in office", "back to the office", "return to work", "returning"],
  ...["do dnia", "do", "wracam", "wrócę", "powrót", "wróce", "wroce", "będę dostępny", "będę dostępna", "po powrocie"],
  ...[
    "bis",
    "bis zum",
    "bis einschließlich",
    "ab dem",
    "ab",
    "ab",
    "wieder ab",
    "zurück am",
    "wieder am",
    "wieder erreichbar",
  ],
  ...["jusqu'au", "jusqu’au", "jusqu'à", "de retour le", "de retour", "retour le", "au", "inclus"],
  ...["hasta el", "hasta", "regreso el", "volveré el", "de vuelta el", "vuelvo el", "reincorporaré"],
  ...["fino al", "fino a", "sino al", "rientro il", "rientrerò il", "tornerò il", "di ritorno", "al"],
  ...["até", "regresso a", "regresso", "retorno", "volto", "voltarei", "estarei de volta"],
  ...["tot en met", "t/m", "tot", "terug op", "weer op", "vanaf", "weer aanwezig"],
  ...[
    "do dne",
    "zpět",
    "vrátím",
    "späť",
    "tillbaka",
    "till och med",
    "t.o.m.",
    "åter",
    "til og med",
    "tilbake",
    "tilbage",
  ],
  ...["asti", "saakka", "palaan", "takaisin", "-ig", "vissza", "până", "revin", "до", "повернуся", "по", "вернусь"],
  ...["kadar", "dönüş", "έως", "μέχρι", "まで", "至", "直到", "까지"],
];

/** These stand between the two ends of an absence, and mean many other things besides: a day must come before them. */
const rangeWords: readonly string[] = ["to", "til", "a", "-", "–", "—", "and", "und"];

const rangeLead =
  /(from|between|w dniach|od|vom|du|del|dal|de|van|fra|från|away|out of (?:the )?office|closed|urlop\p{L}{0,3}|urlaub|leave|vacation|holiday)[:,]? [^.!?]{0,12}\d{1,2}[^!?]{0,14}$/u;

/** The day (`yyyy-mm-dd`) named in `text`, with the year taken from `sentAt` (ISO 8601) where none is written. */
export function awayUntil(text: string, sentAt: string | null): string | null {
  const plain = text.slice(0, textCharsMax).normalize("NFC").replace(/\s+/g, " ");
  const lower = plain.toLowerCase();
  let first: { at: number; day: string } | null = null;
  for (const word of [...untilWords, ...rangeWords]) {
    for (let at = findWord(lower, word, 0), tries = 0; at !== -1 && tries < 20; at = findWord(lower, word, at + 1)) {
      tries++;
      if (first !== null && at >= first.at) break;
      if (rangeWords.includes(word) && !rangeLead.test(lower.slice(Math.max(0, at - 45), at).trimEnd())) continue;
      const day = dayBehind(plain.slice(at + word.length, at + word.length + 60), plain, at, sentAt);
      if (day !== null) first = { at, day };
    }
  }
  return first?.day ?? null;
}

function findWord(text: string, word: string, from: number): number {
  for (let at = text.indexOf(word, from); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = at === 0 ? "" : text.charAt(at - 1);
    const after = text.charAt(at + word.length);
    const cjk = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/.test(word);
    if (cjk || (!/\p{L}/u.test(before) && !/\p{L}/u.test(after))) return at;
  }
  return -1;
}

/** The date right behind the word (at most a few words between), or right before it in languages that say it so. */
function dayBehind(behind: string, text: string, at: number, sentAt: string | null): string | null {
  const sentence = (behind.split(/[!?;\n]|(?<=\p{L})\. (?=\p{Lu})/u)[0] ?? "").slice(0, 45);
  const postposed = /^(まで|까지|kadar|asti|saakka|-ig)/.test(text.slice(at).toLowerCase());
  const said = postposed ? text.slice(Math.max(0, at - 25), at) : sentence;
  const days = (["dmy", "mdy"] as const).flatMap((order) => {
    const date = readDate(said, order);
    const day = date === null ? null : withYear(date, sentAt);
    return day === null ? [] : [day];
  });
  return days.sort()[0] ?? null;
}

function withYear(date: WrittenDate, sentAt: string | null): string | null {
  const pad = (value: number): string => String(value).padStart(2, "0");
  const day = `${pad(date.month)}-${pad(date.day)}`;
  const sent = sentAt?.slice(0, 10) ?? null;
  if (date.year !== null) return plausible(`${date.year}-${day}`, sent);
  if (sent === null) return null;
  const sameYear = `${sent.slice(0, 4)}-${day}`;
  return plausible(sameYear >= sent ? sameYear : `${Number(sent.slice(0, 4)) + 1}-${day}`, sent);
}

/** Nobody is away into the past, nor longer than two years: such a date means something else. */
function plausible(day: string, sent: string | null): string | null {
  if (sent === null) return day;
  if (day < sent) return null;
  return Number(day.slice(0, 4)) - Number(sent.slice(0, 4)) > 2 ? null : day;
}
