/**
 * The facts that several letters tell, each said in one way: who, which severity and why, which references, by when and why.
 */
import type { Metric } from "../../ticket/desk.ts";
import type { LetterData, PromiseTold } from "../../ticket/letter.ts";
import type { Block, Fact } from "./blocks.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";

/** What a letter's templates are filled with: values are escaped, blocks are written for HTML and for text. */
export type Told = {
  subject: string;
  preheader: string;
  values: Record<string, string>;
  blocks: Record<string, Block>;
};

export type Promises = { firstResponse: PromiseTold | null; resolution: PromiseTold | null; timezone: string };

export function promise(data: Promises, locale: Locale, before: Fact[] = []): Block {
  const labels = { answer: locale.say("fact.answerBy"), handling: locale.say("fact.handledBy") };
  return { kind: "facts", facts: [...before, ...promiseFacts(data, labels, locale)] };
}

/** By when we answer and handle it: `answer` and `handling` are the labels, which differ for those who promise and who wait. */
export function promiseFacts(
  { firstResponse, resolution, timezone }: Promises,
  labels: { answer: string; handling: string },
  { say, instant }: Locale,
): Fact[] {
  return [
    firstResponse === null
      ? { label: labels.answer, value: say("fact.noAnswerTime") }
      : { label: labels.answer, value: instant(firstResponse.dueAt, timezone), note: firstResponse.why, strong: true },
    resolution === null
      ? { label: labels.handling, value: say("fact.noHandlingTime") }
      : { label: labels.handling, value: instant(resolution.dueAt, timezone), note: resolution.why, strong: true },
  ];
}

export function preheader({ firstResponse, timezone }: Promises, { say, instant }: Locale): string {
  return firstResponse === null
    ? say("common.preheaderNoTime")
    : say("common.preheader", { instant: instant(firstResponse.dueAt, timezone) });
}

export function severity(data: { severity: string; severityMeans: string }): string {
  return data.severityMeans === "" ? data.severity : `${data.severity}: ${data.severityMeans}`;
}

export function severityNote(from: LetterData["confirmation"]["severityFrom"], { say }: Locale): string {
  switch (from) {
    case "tag":
      return say("severity.tag");
    case "body":
      return say("severity.body");
    case "default":
      return say("severity.default");
    case "twoTags":
      return say("severity.twoTags");
    default:
      return from satisfies never;
  }
}

export function referenceFacts(references: Record<string, string[]>): Fact[] {
  return Object.entries(references).flatMap(([label, found]) =>
    optional(oneLine(label, 60), oneLine(found.join(", "), 400)),
  );
}

export function optional(label: string, value: string | null): Fact[] {
  return value === null || value === "" ? [] : [{ label, value }];
}

export function personName({ name, address }: { name: string; address: string }): string {
  return oneLine(name, 150) || oneLine(address, 254);
}

export function person({ name, address }: { name: string; address: string }): string {
  return oneLine(name) === "" ? oneLine(address, 254) : `${oneLine(name, 150)} <${oneLine(address, 254)}>`;
}

/** What was promised, as it stands in the middle of a sentence. */
export function promiseName(metric: Metric, { say }: Locale): string {
  switch (metric) {
    case "firstResponse":
      return say("clock.firstAnswer");
    case "nextResponse":
      return say("clock.nextAnswer");
    case "resolution":
      return say("clock.solution");
    default:
      return metric satisfies never;
  }
}
