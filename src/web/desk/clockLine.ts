/** A clock told in a few words: how much is left of the promise, or by how much it is broken, as of this moment. */
import { html } from "hono/html";
import { tellDuration } from "../../ticket/duration.ts";
import type { Language } from "../../ticket/letter.ts";
import { type Calendars, type Clock, consumedMs } from "../../ticket/sla/clock.ts";
import { wallTimeOf } from "../words.ts";
import { queueWords } from "./queueWords.ts";

/** The clock that people look at first: what runs and is due first, else what is paused. */
export function foremostClock(clocks: Clock[]): Clock | null {
  const running = clocks.filter(({ state, dueAt }) => state === "running" && dueAt !== null);
  const first = running.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0];
  return first ?? clocks.find(({ state }) => state === "paused") ?? null;
}

const minuteMs = 60_000;

/** Time left in whole minutes, as the promise counts it; what has begun of the last minute is still left. */
export function clockLine(clock: Clock, calendars: Calendars, now: number, language: Language) {
  const say = queueWords[language];
  const leftMs = clock.target.ms - consumedMs(calendars, clock, now);
  const isOver = leftMs <= 0 || clock.breachedAt !== null;
  const time = (ms: number, round: (minutes: number) => number) => tellDuration(round(ms / minuteMs) * minuteMs);
  if (clock.state === "paused") {
    return html`<span>${leftMs < 0 ? say.pausedOver(time(-leftMs, Math.floor)) : say.paused(time(leftMs, Math.ceil))}</span>`;
  }
  const { timezone } = calendars(clock.target.calendar).definition;
  const when =
    clock.dueAt === null
      ? ""
      : html` <time class="soft small" datetime="${new Date(clock.dueAt).toISOString()}">${say.by(wallTimeOf(clock.dueAt, timezone, language))}</time>`;
  return isOver
    ? html`<strong class="broken">${say.over(time(Math.max(0, -leftMs), Math.floor))}</strong>${when}`
    : html`<strong>${say.left(time(leftMs, Math.ceil))}</strong>${when}`;
}
