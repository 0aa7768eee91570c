/**
 * What a mail says about itself by tags: its severity, its request type, the references it names and the business
 * impact. A tag stands in square brackets in the subject or on a line of its own at the top of the text; a bare "A"
 * in a sentence never counts, and what came back in the quoted subject of a reply changes nothing.
 */

import { linesOf, readReferences } from "./references.ts";

/** The part of the desk's definition that tags are read by; severities stand most severe first. */
export type TagRules = {
  severities: readonly { name: string; tags: readonly string[]; isDefault: boolean }[];
  requestTypes: readonly { name: string; tags: readonly string[] }[];
  references: readonly { name: string; pattern: string }[];
};

export type Tags = {
  /** Always set: on a new mail what was read, otherwise the desk's default. */
  severity: string;
  severityFrom: "tag" | "body" | "default" | "twoTags";
  requestType: string | null;
  references: Record<string, string[]>;
  impact: string | null;
  /** What a later mail of the customer asks for; an agent's command decides. Null on a new mail. */
  askedSeverity: string | null;
};

/** A bracket longer than this is prose; a subject or a top of a mail longer than this is no form. */
const tagCharsMax = 60;
const subjectCharsMax = 2_000;
const tagLinesMax = 20;
const impactLinesMax = 200;
const impactCharsMax = 500;

/**
 * Reads the tags of one mail. `subject` may still carry "Re:" and the marks of gateways; `body` is what the writer
 * wrote now. For a reply (`isReply`) tags only ask, and those of `quotedSubjects` (the ticket's own subjects) are
 * not even that; a reply without `quotedSubjects` is taken to quote its whole subject.
 */
export function readTags(
  desk: TagRules,
  input: { subject: string; body: string; isReply: boolean; quotedSubjects?: readonly string[] },
): Tags {
  const lines = linesOf(input.body);
  const subject = tagsOf(desk, bracketsOf(input.subject));
  const body = bodyTags(desk, lines);
  const references = readReferences(desk.references, `${input.subject.slice(0, subjectCharsMax)}\n${input.body}`);
  const impact = readImpact(lines);
  const fallback = desk.severities.find((severity) => severity.isDefault) ?? desk.severities.at(-1);
  const none = fallback?.name ?? "";
  if (input.isReply) {
    const quoted = (input.quotedSubjects ?? [input.subject]).flatMap(bracketsOf);
    const before = new Set(tagsOf(desk, quoted).severities);
    const asked = [...subject.severities.filter((name) => !before.has(name)), ...body.severities];
    const askedSeverity = mostSevere(desk, asked);
    return { severity: none, severityFrom: "default", requestType: null, references, impact, askedSeverity };
  }
  const named = new Set([...subject.severities, ...body.severities]);
  return {
    severity: mostSevere(desk, [...named]) ?? none,
    severityFrom: named.size > 1 ? "twoTags" : subject.severities[0] ? "tag" : body.severities[0] ? "body" : "default",
    requestType: subject.requestTypes[0] ?? body.requestTypes[0] ?? null,
    references,
    impact,
    askedSeverity: null,
  };
}

function mostSevere(desk: TagRules, names: readonly string[]): string | null {
  return desk.severities.find((severity) => names.includes(severity.name))?.name ?? null;
}

/** What stands between square brackets, also full-width ones; of nested brackets the inner one. */
function bracketsOf(subject: string): string[] {
  const plain = subject
    .slice(0, subjectCharsMax)
    .normalize("NFKC")
    .replace(/[【〔]/g, "[")
    .replace(/[】〕]/g, "]");
  return [...plain.matchAll(/\[([^[\]]{1,60})\]/g)].map((bracket) => bracket[1] ?? "");
}

type Found = { severities: string[]; requestTypes: string[] };

/** `[A]`, `[Severity: B]`, `[sev-a]`, `[A-category]`, `[question]`; `[A, issue]` when every part of it is a tag. */
function tagsOf(desk: TagRules, contents: readonly string[]): Found {
  const found: Found = { severities: [], requestTypes: [] };
  for (const content of contents) {
    const whole = oneTag(desk, content);
    const tags = whole
      ? [whole]
      : (allTags(desk, content.split(/[,;:|/+&()]|\s[-–—]\s/)) ?? wordTags(desk, content) ?? []);
    for (const tag of tags) found[tag.kind].push(tag.name);
  }
  return found;
}

/** "critical bug" is two tags; "a question" is one word and an article, so single letters stand alone. */
function wordTags(desk: TagRules, content: string): Tag[] | null {
  const words = content.split(" ").filter((word) => word !== "");
  return words.every((word) => word.length > 1) ? allTags(desk, words) : null;
}

function allTags(desk: TagRules, parts: readonly string[]): Tag[] | null {
  const tags = parts.filter((part) => part.trim() !== "").map((part) => oneTag(desk, part));
  return tags.every((tag) => tag !== null) ? tags : null;
}

type Tag = { kind: keyof Found; name: string };

/** Words that name the field in front of a value, folded as `fold` does. */
const severityFields = new Set([
  ...["severity", "sev", "priority", "prio", "urgency", "level", "category", "class", "cat", "kat", "severitylevel"],
  ...["priorytet", "waznosc", "krytycznosc", "pilnosc", "kategoria", "poziom", "stopien", "klasa", "waga"],
  ...["severityclass", "categoryofseverity", "prioritylevel", "ticketpriority", "ticketseverity", "issueseverity"],
  ...["poziomkrytycznosci", "poziomwaznosci", "kategoriazgloszenia", "priorytetzgloszenia", "waznosczgloszenia"],
]);
const typeFields = new Set([
  ...["type", "requesttype", "kind", "category", "tickettype", "issuetype", "typeofrequest", "requestkind"],
  ...["typ", "rodzaj", "typzgloszenia", "rodzajzgloszenia", "kategoria", "kategoriazgloszenia"],
]);
const impactFields = new Set([
  ...["impact", "businessimpact", "impactonbusiness", "customerimpact", "theimpact", "impactonus"],
  ...["wplyw", "wplywnabiznes", "wplywbiznesowy", "wplywnadzialalnosc", "skutek", "skutki", "skutekbiznesowy"],
]);

function oneTag(desk: TagRules, content: string): Tag | null {
  const words = content.split(/[\s:=_.#–—-]+/).filter((word) => word !== "");
  const joined = words.join("");
  const bare = withoutFields(words);
  const severity =
    severityOf(desk, joined) ??
    (bare.length < words.length ? severityOf(desk, bare.join(""), true) : null) ??
    severityOf(desk, /^(?:sev|prio|severity|priority)([a-z0-9])$/.exec(fold(joined))?.[1] ?? "", true);
  if (severity !== null) return { kind: "severities", name: severity };
  const isNamed = typeFields.has(fold(words.slice(0, -1).join("")));
  const type = typeOf(desk, joined) ?? (isNamed ? typeOf(desk, words.at(-1) ?? "") : null);
  return type === null ? null : { kind: "requestTypes", name: type };
}

/** "severity level A" and "A category" without the words that only say what the value is. */
function withoutFields(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !severityFields.has(fold(word)));
  const bare = words.slice(start < 0 ? words.length : start);
  return bare.length > 1 && severityFields.has(fold(bare.at(-1) ?? "")) ? bare.slice(0, -1) : bare;
}

/** After "priority" or "sev" a bare number is the number of a P tag. */
function severityOf(desk: TagRules, text: string, afterField = false): string | null {
  const key = fold(text);
  if (key === "") return null;
  const keys = afterField && /^\d$/.test(key) ? [key, `p${key}`] : [key];
  const named = desk.severities.find((one) => [one.name, ...one.tags].some((tag) => keys.includes(fold(tag))));
  return (named ?? desk.severities.find((one) => one.tags.some((tag) => sameStem(fold(tag), key))))?.name ?? null;
}

/** Polish customers name the type in Polish; it counts where the desk has a type of that name. */
const polishTypes: Record<string, string> = {
  ...{ pytanie: "question", pytania: "question", zapytanie: "question" },
  ...{ blad: "issue", problem: "issue", awaria: "issue", usterka: "issue" },
  ...{ prosba: "request", zlecenie: "request", zmiana: "request", wniosek: "request" },
  ...{ pomysl: "idea", sugestia: "idea", propozycja: "idea", integracja: "integration" },
};

function typeOf(desk: TagRules, text: string): string | null {
  const key = fold(text);
  if (key === "") return null;
  const named = desk.requestTypes.find((type) => [type.name, ...type.tags].some((tag) => fold(tag) === key));
  if (named) return named.name;
  const english = Object.hasOwn(polishTypes, key) ? polishTypes[key] : undefined;
  return desk.requestTypes.find((type) => fold(type.name) === english)?.name ?? null;
}

/** Letters and digits alone, lower-case and without accents: "Ważność" and "waznosc" are one word. */
function fold(text: string): string {
  if (/^[a-z0-9]*$/.test(text)) return text.slice(0, 2 * tagCharsMax);
  if (/^[\x20-\x7e]*$/.test(text))
    return text
      .slice(0, 2 * tagCharsMax)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, "");
  const plain = text
    .slice(0, 2 * tagCharsMax)
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ł", "l");
  return plain.replace(/[^\p{L}\p{N}]/gu, "");
}

/** "krytyczny", "krytyczna" and "krytyczne" are one tag. */
function sameStem(tag: string, key: string): boolean {
  const stem = (word: string) => word.replace(/(?:ego|ej|[aeyi])$/, "");
  return tag.length >= 6 && key.length >= 6 && stem(tag) === stem(key);
}

type Field = { key: string; value: string };

/** `Severity: B`, also as a list item, in bold, or with a full-width colon. Quoted lines are somebody else's. */
function fieldOf(line: string): Field | null {
  const plain = line.replace(/^[\s*_•·–-]{1,10}/, "");
  const colon = /[:：=]|\s[-–—]\s/.exec(plain.slice(0, tagCharsMax));
  if (!colon || line.trimStart().startsWith(">")) return null;
  const key = fold(plain.slice(0, colon.index).replace(/\([^()]*\)/, ""));
  return key === ""
    ? null
    : {
        key,
        value: plain
          .slice(colon.index + 1)
          .replace(/^[\s*_]{1,10}/, "")
          .trim(),
      };
}

const mailHeaderFields = new Set(["from", "od", "von", "de", "da", "van", "sent", "wyslano"]);

function bodyTags(desk: TagRules, lines: readonly string[]): Found {
  const found: Found = { severities: [], requestTypes: [] };
  for (const line of lines.filter((one) => one.trim() !== "").slice(0, tagLinesMax)) {
    const field = fieldOf(line);
    if (!field) continue;
    // The headers of a mail that was passed on begin here: their "Priority:" is a mail program's.
    if (mailHeaderFields.has(field.key)) break;
    const severity = severityFields.has(field.key) ? readValue(field.value, (text) => severityValue(desk, text)) : null;
    if (severity !== null) found.severities.push(severity);
    else if (typeFields.has(field.key)) {
      const type = readValue(field.value, (text) => typeOf(desk, text));
      if (type !== null) found.requestTypes.push(type);
    }
  }
  return found;
}

function severityValue(desk: TagRules, text: string): string | null {
  const tag = oneTag(desk, text);
  return tag?.kind === "severities" ? tag.name : severityOf(desk, text, true);
}

/** The whole value, or what stands before its first pause: "B (since noon)", never the "A" of "A lot is broken". */
function readValue(value: string, read: (text: string) => string | null): string | null {
  const bare = value.slice(0, 200).replace(/[[\]*_"„”“]/g, "");
  return bare.length <= tagCharsMax ? (read(bare) ?? read(headOf(bare))) : read(headOf(bare));
}

function headOf(value: string): string {
  const pause = /\s[-–—]\s|[(,;.!/–—]/.exec(value);
  return pause ? value.slice(0, pause.index) : "";
}

/** The paragraph after "Impact:" or "Wpływ:", on one line, cut to a length that letters can show. */
function readImpact(lines: readonly string[]): string | null {
  const start = lines.slice(0, impactLinesMax).findIndex((line) => impactFields.has(fieldOf(line)?.key ?? ""));
  if (start < 0) return null;
  const said = [fieldOf(lines[start] ?? "")?.value ?? ""];
  for (const line of lines.slice(start + 1, start + 12)) {
    const field = fieldOf(line);
    const known = field && [severityFields, typeFields, impactFields].some((fields) => fields.has(field.key));
    if (line.trim() === "" || known || /^\s*>/.test(line)) break;
    said.push(line.trim());
  }
  const text = [...said.join(" ").trim()].slice(0, impactCharsMax).join("");
  return text === "" ? null : text;
}
