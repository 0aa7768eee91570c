import { describe, expect, test } from "vitest";
import { greets } from "../../src/ticket/greeting.ts";

const people = [{ name: "Ada Nowak" }, { name: "Jan Żółty" }, { name: "" }];

describe("greets somebody of the ticket", () => {
  test.each([
    "Hi Ada,\nit is done.",
    "Dear Ms Nowak,",
    "Hello ada!",
    "Dzień dobry, Pani Ado,\nzrobione.",
    "Cześć Janie",
    "Szanowny Panie Żółty,",
    "Witam Pana Jana",
  ])("%s", (text) => expect(greets(text, people)).toBe(true));
});

describe("greets nobody of the ticket", () => {
  test.each([
    "",
    "Hi Ewa, look at this.",
    "Ada called again.",
    "She wrote: Hi Ada",
    "Hello,\nAda is upset.",
    "Dzień dobry,",
    "Hi January was bad",
    `Hi ${"x ".repeat(60)} Ada`,
  ])("%s", (text) => expect(greets(text, people)).toBe(false));
});
