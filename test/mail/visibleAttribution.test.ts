import { describe, expect, test } from "vitest";
import { attributionAt } from "../../src/mail/visible/attribution.ts";
import { visible } from "../../src/mail/visible/visible.ts";

/** As the clients print them; "⏎" stands for a line break that the client puts in. */
const complete = [
  // English
  "On Mon, Nov 18, 2026 at 10:14 AM Jan Kowalski <jan@shop.example> wrote:",
  "On Mon, Nov 18, 2026 at 10:14 AM Jan Kowalski⏎<jan.kowalski@shop.example> wrote:",
  "On Mon, Nov 18, 2026 at 10:14\u202fAM Jan Kowalski <jan@shop.example> wrote:",
  "On Mon, 18 Nov 2026, 10:14 Jan Kowalski, <jan@shop.example> wrote:",
  "On 12 Oct. 2026, at 10:12, Jan Kowalski <jan@shop.example> wrote:",
  "On Nov 18, 2026, at 10:14, Jan Kowalski <jan@shop.example> wrote:",
  "On 18 Nov 2026, at 10:14 PM, jan@shop.example wrote:",
  "On 18/11/2026 10:14, Jan Kowalski wrote:",
  "On 11/18/26 10:14 AM, Jan Kowalski via Support wrote:",
  "On Wed, 2026-11-18 at 13:58 +0000, Jan Kowalski wrote:",
  "On Wed, Nov 18, 2026 at 10:14:22AM +0100, Jan Kowalski wrote:",
  "On Wed, 18 Nov 2026 10:14:22 +0100⏎Jan Kowalski <jan@shop.example> wrote:",
  "On 18 Nov 2026, 10:14 +0100, Jan Kowalski <jan@shop.example>, wrote:",
  "On 18 November 2026 at 10:14:22, Jan Kowalski (jan@shop.example) wrote:",
  "On 18 November 2026 10:14:22 CET, Jan Kowalski <jan@shop.example> wrote:",
  "On Wednesday, 18 November 2026 at 10:14:22 CET, Jan Kowalski <jan@shop.example> wrote:",
  "On Wednesday, November 18th, 2026 at 10:14, Jan Kowalski <jan@shop.example> wrote:",
  "On Wednesday, November 18, 2026, Jan Kowalski <jan@shop.example> wrote:",
  "On Wed, Nov 18, 2026, 10:14 AM Jan Kowalski <jan@shop.example [jan@shop.example]> wrote:",
  "*On Wed, Nov 18, 2026 at 10:14 AM, Jan Kowalski <jan@shop.example> wrote:*",
  "---- On Wed, 18 Nov 2026 10:14:22 +0100 Jan Kowalski <jan@shop.example> wrote ----",
  'At 2026-11-18 10:14:22, "Jan Kowalski" <jan@shop.example> wrote:',
  "On Thursday, June 27, 2026, Jan Kowalski via Forum wrote:",
  "2016-03-03 17:21 GMT+01:00 Jan Kowalski <jan@shop.example>:",
  "At 11/18/2026 08:32 PM, you wrote:",
  "In a message dated 11/18/2026 10:14:22 A.M. Eastern Standard Time,⏎jan@shop.example writes:",
  "Jan Kowalski <jan@shop.example> wrote on 11/18/2026 10:14:22 AM:",
  "Jan Kowalski <jan@shop.example> wrote on Wed, 18 Nov 2026 10:14:",
  "Jan Kowalski wrote the following on 18/11/2026 10:14:",
  "On Wed, Nov 18, 2026 at 10:14 AM, Jan Kowalski <jan@shop.example>⏎wrote:",
  "On Wed, Nov 18, 2026 at 10:14 AM, A Very Long Name of a Department⏎at a Company With a Long Name Too (support team)⏎<a.very.long.address.of.a.department@shop.example>⏎wrote:",
  // Polish
  "W dniu 18.11.2026 o 10:14, Jan Kowalski pisze:",
  "W dniu 18.11.2026 o\u00a010:14, Jan Kowalski pisze:",
  "W dniu 2026-11-18 o 10:14, Jan Kowalski pisze:",
  "W dniu 2026-11-18 10:14, Jan Kowalski napisał(a):",
  "W dniu 18 listopada 2026 10:14 użytkownik Jan Kowalski⏎<jan@shop.example> napisał:",
  "W dniu środa, 18 listopada 2026 Jan Kowalski <jan@shop.example> napisał(a):",
  "śr., 18 lis 2026 o 10:14 Jan Kowalski <jan@shop.example> napisał(a):",
  "śr., 18 lis 2026 o 10:14 Jan Kowalski⏎<jan@shop.example> napisał(a):",
  "pon., 16 lis 2026, 09:02 użytkownik Jan Kowalski <jan@shop.example> napisał:",
  "Dnia 18 listopada 2026 10:14 Jan Kowalski <jan@shop.example> napisał(a):",
  "Dnia 18 lis 2026 o godz. 10:14 Jan Kowalski <jan@shop.example> napisał(a):",
  "Wiadomość napisana przez Jan Kowalski <jan@shop.example> w dniu 18.11.2026, o godz. 10:14:",
  "Wiadomość napisana przez Jan Kowalski w dniu 18 lis 2026, o godz. 10:14:",
  "Jan Kowalski <jan@shop.example> w dniu 18 listopada 2026 10:14 napisał(a):",
  // German
  "Am 18.11.2026 um 10:14 schrieb Jan Kowalski:",
  "Am Mi., 18. Nov. 2026 um 10:14 Uhr schrieb Jan Kowalski <jan@shop.example>:",
  "Am Mi., 18. Nov. 2026 um 10:14 Uhr schrieb Jan Kowalski <⏎jan@shop.example>:",
  "Am 18.11.2026 um 10:14 schrieb Jan Kowalski <jan@shop.example>:",
  "Am 18. November 2026 10:14:22 MEZ schrieb Jan Kowalski <jan@shop.example>:",
  "Am Mittwoch, 18. November 2026 10:14:22 schrieb Jan Kowalski:",
  "Jan Kowalski <jan@shop.example> schrieb am Mi., 18. Nov. 2026, 10:14:",
  "Jan Kowalski <jan@shop.example> schrieb am 18.11.2026 um 10:14 Uhr:",
  // French
  "Le mer. 18 nov. 2026 à 10:14, Jan Kowalski <jan@shop.example> a écrit :",
  "Le mer. 18 nov. 2026 à 10:14, Jan Kowalski⏎<jan@shop.example> a écrit\u00a0:",
  "Le 18/11/2026 à 10:14, Jan Kowalski a écrit :",
  "Le 18 nov. 2026 à 10:14, Jan Kowalski <jan@shop.example> a écrit :",
  "Le mercredi 18 novembre 2026 à 10:14:22 UTC+1, Jan Kowalski <jan@shop.example> a écrit :",
  'Le 18 nov. 2026 10:14, "Jan Kowalski" <jan@shop.example> a écrit :',
  // Spanish
  "El mié, 18 nov 2026 a las 10:14, Jan Kowalski (<jan@shop.example>) escribió:",
  "El 18/11/2026 a las 10:14, Jan Kowalski escribió:",
  "El 18 nov 2026, a las 10:14, Jan Kowalski <jan@shop.example> escribió:",
  "El miércoles, 18 de noviembre de 2026, Jan Kowalski escribió:",
  // Italian
  "Il giorno mer 18 nov 2026 alle ore 10:14 Jan Kowalski <jan@shop.example> ha scritto:",
  "Il giorno 18 nov 2026, alle ore 10:14, Jan Kowalski <jan@shop.example> ha scritto:",
  "Il 18/11/2026 10:14, Jan Kowalski ha scritto:",
  "In data 18 novembre 2026 alle 10:14:22, Jan Kowalski (jan@shop.example) ha scritto:",
  // Portuguese
  "Em qua., 18 de nov. de 2026 às 10:14, Jan Kowalski <jan@shop.example> escreveu:",
  "Em 18/11/2026 10:14, Jan Kowalski escreveu:",
  "Em 18/11/2026, às 10:14, Jan Kowalski <jan@shop.example> escreveu:",
  "No dia 18/11/2026, às 10:14, Jan Kowalski <jan@shop.example> escreveu:",
  "Jan Kowalski <jan@shop.example> escreveu (quarta, 18/11/2026 à(s) 10:14):",
  // Dutch
  "Op wo 18 nov 2026 om 10:14 schreef Jan Kowalski <jan@shop.example>:",
  "Op 18-11-2026 om 10:14 schreef Jan Kowalski:",
  "Op 18 nov. 2026 om 10:14 heeft Jan Kowalski <jan@shop.example> het volgende geschreven:",
  // Czech and Slovak
  "st 18. 11. 2026 v 10:14 odesílatel Jan Kowalski <jan@shop.example> napsal:",
  "Dne 18. 11. 2026 v 10:14 Jan Kowalski napsal(a):",
  "18. 11. 2026 v 10:14, Jan Kowalski <jan@shop.example>:",
  "st 18. 11. 2026 o 10:14 Jan Kowalski <jan@shop.example> napísal(a):",
  "Dňa 18. 11. 2026 o 10:14 Jan Kowalski napísal(a):",
  // Nordic
  "Den ons 18 nov. 2026 kl 10:14 skrev Jan Kowalski <jan@shop.example>:",
  "18 nov. 2026 kl. 10:14 skrev Jan Kowalski <jan@shop.example>:",
  "Den 2026-11-18 kl. 10:14, skrev Jan Kowalski:",
  "ons. 18. nov. 2026 kl. 10:14 skrev Jan Kowalski <jan@shop.example>:",
  "Den 18.11.2026 10:14, skrev Jan Kowalski:",
  "Den ons. 18. nov. 2026 kl. 10.14 skrev Jan Kowalski <jan@shop.example>:",
  "Den 18/11/2026 kl. 10.14 skrev Jan Kowalski:",
  "ke 18. marrask. 2026 klo 10.14 Jan Kowalski (jan@shop.example) kirjoitti:",
  "Jan Kowalski kirjoitti 18.11.2026 klo 10:14:",
  "Jan Kowalski <jan@shop.example> kirjoitti 18.11.2026 kello 10.14:",
  // Hungarian and Romanian
  "Jan Kowalski <jan@shop.example> ezt írta (időpont: 2026. nov. 18., Sze, 10:14):",
  "2026. 11. 18. 10:14 keltezéssel, Jan Kowalski írta:",
  "mie., 18 nov. 2026 la 10:14, Jan Kowalski <jan@shop.example> a scris:",
  "În 18.11.2026 10:14, Jan Kowalski a scris:",
  // Ukrainian and Russian
  "ср, 18 лист. 2026 р. о 10:14 Jan Kowalski <jan@shop.example> пише:",
  "18.11.2026 10:14, Jan Kowalski пише:",
  "ср, 18 нояб. 2026 г. в 10:14, Jan Kowalski <jan@shop.example>:",
  "18.11.2026 10:14, Jan Kowalski пишет:",
  "Среда, 18 ноября 2026, 10:14 +03:00 от Jan Kowalski <jan@shop.example>:",
  '18.11.2026, 10:14, "Jan Kowalski" <jan@shop.example>:',
  "среда, 18 ноября 2026 г. пользователь Jan Kowalski <jan@shop.example> написал:",
  // Turkish and Greek
  "Jan Kowalski <jan@shop.example>, 18 Kas 2026 Çar, 10:14 tarihinde şunu yazdı:",
  "18.11.2026 10:14 tarihinde Jan Kowalski yazdı:",
  "Στις Τετ 18 Νοε 2026 στις 10:14 π.μ., ο χρήστης Jan Kowalski <jan@shop.example> έγραψε:",
  "Στις 18/11/2026 10:14 π.μ., ο Jan Kowalski έγραψε:",
  // Japanese, Chinese, Korean
  "2026年11月18日(水) 10:14 Jan Kowalski <jan@shop.example>:",
  "2026/11/18 10:14、Jan Kowalski <jan@shop.example>のメール:",
  "On 2026/11/18 10:14, Jan Kowalski wrote:",
  "Jan Kowalski <jan@shop.example> 于2026年11月18日周三 10:14写道：",
  "Jan Kowalski <jan@shop.example> 於 2026年11月18日 週三 上午10:14寫道：",
  '在 2026-11-18 10:14:22，"Jan Kowalski" <jan@shop.example> 写道：',
  "2026年11月18日 10:14，Jan Kowalski <jan@shop.example> 写道：",
  "2026년 11월 18일 (수) 오전 10:14, Jan Kowalski <jan@shop.example>님이 작성:",
  "2026. 11. 18. 오전 10:14, Jan Kowalski 작성:",
  "2026-11-18 오전 10:14에 Jan Kowalski 이(가) 쓴 글:",
];

/** Believed only above marked lines: they name no time, or no date. */
const short = [
  "2013/12/30 Jan Kowalski <jan@shop.example>",
  "2016-03-03 17:21 GMT+01:00 Jan Kowalski <jan@shop.example>",
  "Jan Kowalski wrote:",
  "Jan Kowalski <jan@shop.example> writes:",
  "Jan Kowalski pisze:",
  "Użytkownik Jan Kowalski napisał:",
  "Jan Kowalski schrieb:",
  "Jan Kowalski a écrit :",
  "Jan Kowalski escribió:",
  "Jan Kowalski ha scritto:",
  "Quoting Jan Kowalski <jan@shop.example>:",
  "Zitat von Jan Kowalski <jan@shop.example>:",
  "Cytowanie Jan Kowalski <jan@shop.example>:",
  "* Jan Kowalski <jan@shop.example> [2026-11-18 10:14]:",
  "On Tuesday Jan wrote:",
  "Jan Kowalski said:",
];

const content = [
  "On Tuesday my colleague wrote:",
  "On Tuesday, 18 November my colleague wrote to you about the outage and got no answer.",
  "The log says at 10:14 on 18.11.2026:",
  "On the page we see three errors:",
  "Steps to reproduce on 18.11.2026 10:14:",
  "Please answer to jan@shop.example:",
  "From 18.11.2026 the price is:",
  "In der Hilfe steht geschrieben:",
  "Wczoraj o 10:14 użytkownik jan@shop.example zgłosił:",
  "We tried on 18.11.2026 at 10:14 (from jan@shop.example)",
  "2026-11-18 10:14:22 ERROR Mailer could not send to <jan@shop.example>",
  "18.11.2026 10:14 user <jan@shop.example> logged in from:",
];

describe("a complete attribution ends the writer's words", () => {
  test.each(complete)("%s", (written) => {
    const line = written.replaceAll("⏎", "\n");
    const marked = visible(`It works now.\n\n${line}\n\n> What is the state?\n> Jan\n`, null);
    expect(marked.visible).toBe("It works now.");
    const unmarked = visible(`It works now.\n\n${line}\n\nWhat is the state?\n\nJan\n`, null);
    expect(unmarked.visible).toBe("It works now.");
  });
});

describe("a short attribution counts above marked lines only", () => {
  test.each(short)("%s", (written) => {
    const line = written.replaceAll("⏎", "\n");
    expect(visible(`It works now.\n\n${line}\n> What is the state?\n`, null).visible).toBe("It works now.");
    const text = `It works now.\n\n${line}\n\nWhat is the state?`;
    expect(visible(text, null).visible).toBe(text);
  });
});

describe("a line of the writer's own text is no attribution", () => {
  test.each(content)("%s", (line) => {
    const text = `We need help.\n\n${line}\n\nWhat should we do?`;
    expect(visible(text, null).visible).toBe(text);
    expect(visible(`${line}\n\nWhat should we do?`, null).visible).toBe(`${line}\n\nWhat should we do?`);
  });
});

test("a paragraph above an attribution stays, also without a blank line between", () => {
  const at = attributionAt(["Thanks", "On 18/11/2026 10:14, Jan Kowalski wrote:"], 0);
  expect(at).toBeNull();
});

test.each([
  ["Try this:\n1. open\n2. click", "Dnia 23 listopada 2026 13:55 Jan <jan@shop.example> napisał(a):"],
  ["I am at ada@shop.example", "On Mon, 23 Nov 2026 at 13:55, Jan <jan@shop.example> wrote:"],
  ["Monday 9:00 is fine", "W dniu 23.11.2026 o 13:55, Jan Kowalski pisze:"],
  ["On 12 November it worked", "On Mon, 23 Nov 2026 at 13:55, Jan Kowalski\n<jan@shop.example> wrote:"],
])("what stands right above an attribution stays the writer's: %j", (own, attribution) => {
  expect(visible(`${own}\n${attribution}\n> How is it?\n`, null).visible).toBe(own);
});
