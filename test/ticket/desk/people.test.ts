/** `deny` and `retention` of desk.yaml: what is understood, and what is refused in words. */
import { expect, test } from "vitest";
import { deniedAs } from "../../../src/ticket/desk/people.ts";
import { parseDesk } from "../../../src/ticket/desk.ts";
import { deskYaml } from "../../harness/deskFile.ts";

const day = 24 * 3600 * 1000;
const desk = (more: string) => parseDesk(`${deskYaml}${more}\n`);

test("nothing is let go and nobody denied unless the desk says so", () => {
  expect(desk("")).toMatchObject({ deny: [], retention: { rawMailsMs: null, closedTicketsMs: null } });
});

test.each([
  ["90d", 90 * day],
  ["12w", 84 * day],
  ["18mo", 540 * day],
  ["3y", 1095 * day],
  ["never", null],
])("mails kept for %s", (written, ms) => {
  expect(desk(`retention: { rawMails: ${written} }`).retention).toEqual({ rawMailsMs: ms, closedTicketsMs: null });
});

test.each([
  ["retention: { rawMails: 6d }", /too short; write 7d or more/],
  ["retention: { closedTickets: 90 }", /write 90d, 12w, 18mo, 3y or never/],
  ["retention: { rawMail: 90d }", /did you mean rawMails\?/],
  ["deny: [nobody]", /neither an address nor a domain/],
  ["deny: ['a b@c.example']", /neither an address nor a domain/],
])("%s is refused", (written, why) => {
  expect(() => desk(written)).toThrow(why);
});

test.each([
  ["eve@bad.example", "bad.example"],
  ["eve@mail.bad.example", "bad.example"],
  ["rude@shop.example", "rude@shop.example"],
  ["eve@notbad.example", null],
  ["eve@bad.example.org", null],
  ["xrude@shop.example", null],
  ["bad.example", "bad.example"],
  ["", null],
])("%s falls under %s", (address, entry) => {
  expect(deniedAs(address, desk("deny: [Bad.Example, '@bad.example', rude@shop.example]").deny ?? [])).toBe(entry);
});
