/**
 * Promised times on the form: on each severity's card those of the desk's usual plan, below them every plan's for whoever
 * knows theirs. The form itself never looks up whose address is typed, so that nobody learns from it who is a customer; the
 * page behind the mailed link, which only that person has, shows what their own plan promises.
 */
import { html } from "hono/html";
import type { Desk } from "../ticket/desk.ts";
import { tellDuration } from "../ticket/duration.ts";
import type { Language } from "../ticket/letter.ts";
import { type Target, targetsFor } from "../ticket/sla/policy.ts";
import { formWords } from "./newWords.ts";

/** Whose times: a plan's, or those of an account, which may have agreed on others for itself. */
export type Whose = { plan: string; account: string | null };

/** "first answer within 1 h, handled within 4 h" */
export function timesOf(desk: Desk, whose: Whose, severity: string, language: Language): string {
  const say = formWords[language];
  const { firstResponse, resolution } = targetsFor(desk, { ...whose, severity, requestType: null });
  if (firstResponse === null && resolution === null) return say.nothingPromised;
  const told = ({ ms, clock }: Target) => (clock === "wall" ? say.roundTheClock(tellDuration(ms)) : tellDuration(ms));
  return say.promised(firstResponse && told(firstResponse), resolution && told(resolution));
}

/** Every plan's times, folded away. */
export function timesOfPlans(desk: Desk, language: Language) {
  if (desk.plans.length < 2) return "";
  const say = formWords[language];
  return html`<details><summary>${say.allPlans}</summary>${desk.plans.map(
    ({ name }) =>
      html`<p class="plan"><strong>${name}</strong></p>${timesTable(desk, { plan: name, account: null }, language)}`,
  )}</details>`;
}

export function timesTable(desk: Desk, whose: Whose, language: Language) {
  const rows = desk.severities.map(
    ({ name, means }) =>
      html`<div><dt>${name}</dt><dd>${timesOf(desk, whose, name, language)}<br><span class="soft small">${means}</span></dd></div>`,
  );
  return html`<dl class="facts">${rows}</dl>`;
}
