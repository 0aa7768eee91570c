import { expect, test } from "vitest";
import { intray } from "../harness/program.ts";

test("the demo plays its scene over real servers, checks it and ends with 0", async () => {
  const ran = await intray(["demo", "--once"], { timeoutMs: 120_000 });
  expect(ran.err).toBe("");
  expect(ran.status).toBe(0);
  expect(ran.out).toContain("[#1001]");
  expect(ran.out).toContain("reads that the ticket is closed");
  expect(ran.out).toContain("nobody answers a machine");
  expect(ran.out).toMatch(/took in 9 mails, opened 4 tickets/);
}, 150_000);
