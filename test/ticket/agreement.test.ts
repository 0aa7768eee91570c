/** How people say that it is solved, or is not, or only say thanks; and what is none of these for sure. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAgreement, type Verdict } from "../../src/ticket/agreement.ts";

const names = ["Ada Nowak", "Jan Kowalski"];

const said: Record<Verdict, string[]> = {
  solved: [
    "It works now, thank you!",
    "Yes, solved. Thanks a lot.",
    "Solved!",
    "Fixed",
    "All good now.",
    "It's working again. Best regards, Ada",
    "Hi Jan,\n\nyes, it is fixed now.\n\nKind regards\nAda Nowak\nShop Example Ltd\n+48 22 100 20 30",
    "I can confirm it is resolved",
    "You can close the ticket.",
    "Please close this ticket",
    "The ticket can be closed now, thanks",
    "Problem solved, thank you for your help!",
    "No more errors. Thanks!",
    "The problem is gone",
    "That did the trick, thanks Jan",
    "It worked!",
    "Działa, dziękuję!",
    "Dzień dobry, już działa. Dziękuję bardzo za pomoc. Pozdrawiam, Ada",
    "Tak, wszystko działa",
    "U nas już działa poprawnie",
    "Problem rozwiązany, dzięki",
    "Rozwiązane",
    "Sprawa załatwiona, dziękujemy",
    "Pomogło!",
    "Można zamknąć zgłoszenie",
    "Proszę zamknąć",
    "Wszystko w porządku, dziękuję",
    "Problem zniknął",
    "dziala",
    "tak, juz dziala dzieki",
  ],
  yes: [
    "yes",
    "Yes.",
    "YES!!!",
    "yep, thanks",
    "Yes, thank you very much!\n\nAda",
    "Confirmed",
    "Correct",
    "I confirm.",
    "Hello,\nyes.\nBest regards\nAda Nowak",
    "tak",
    "Tak, dziękuję",
    "Tak jest",
    "Potwierdzam.",
    "Zgadza się, dzięki!",
    "Dzień dobry\nTak\nPozdrawiam\nAda",
    "Oczywiście, tak",
  ],
  no: [
    "no",
    "No.",
    "Not yet",
    "no, not yet",
    "Still broken",
    "It's still not working.",
    "Unfortunately it still does not work",
    "It doesn't work",
    "Doesn't help, sorry.",
    "The problem persists",
    "Same error as before",
    "Same problem here, see the screenshot",
    "We still see the error on the checkout page.",
    "No, the button is grey and nothing happens.",
    "It is not fixed. When I click, the page is empty.",
    "Thanks, but no.\nStill down.",
    "It happened again this morning",
    "Nothing has changed",
    "not really",
    "nie",
    "Nie działa",
    "Niestety nie działa.",
    "Dzień dobry, nadal nie działa. Pozdrawiam",
    "Jeszcze nie",
    "Wciąż to samo",
    "Dalej mamy ten błąd",
    "Nie pomogło, dziękuję",
    "Bez zmian",
    "Problem nadal występuje",
    "Niestety problem powrócił",
    "nie dziala",
    "Nie, przycisk jest szary.",
    "Znowu nie działa",
  ],
  thanks: [
    "Thanks!",
    "Thank you very much for your help.",
    "thx",
    "Great, thank you!",
    "Perfect.",
    "OK",
    "ok, thanks Jan",
    "Much appreciated. Best, Ada",
    "Got it, thank you",
    "Thank you for the quick response!",
    "👍",
    "🙏🙏",
    "Dziękuję!",
    "Dzięki za szybką odpowiedź",
    "Super, dziękuję bardzo",
    "Bardzo dziękuję za pomoc.\n\nPozdrawiam\nAda Nowak",
    "ok, dzięki",
    "Świetnie, dziękujemy",
  ],
  unclear: [
    "",
    "It works now, but the invoice is still wrong in the PDF, could you look?",
    "Yes, but only in Firefox",
    "It seems to work",
    "I think it is fixed",
    "Probably solved",
    "Is it fixed?",
    "Works for Firefox?",
    "Yes, and one more thing: can you raise our limit?",
    "Thanks, I will check tomorrow and let you know.",
    "Thanks. Could you also look at the invoice?",
    "Which button do you mean?",
    "It was solved last week by our own people, and now we have another question about the invoice.",
    "yes and no",
    "Partly solved",
    "If it works tomorrow, you can close it",
    "Chyba działa",
    "Działa, ale wolno",
    "Dziękuję, sprawdzę jutro",
    "Wydaje się, że działa",
    "Tak, ale mam jeszcze pytanie",
    "Czy to już działa?",
    "W załączniku zrzut ekranu",
    "Thanks for nothing",
    "Proszę o fakturę",
    "We will test it on Monday.",
    "Tak, proszę jeszcze dodać Piotra do zgłoszenia.",
  ],
};

const table = Object.entries(said).flatMap(([verdict, texts]) => texts.map((text) => ({ text, verdict })));

describe("a reply to the question whether it is solved", () => {
  test.each(table)("$text → $verdict", ({ text, verdict }) => {
    expect(readAgreement(text, names)).toBe(verdict);
  });

  test("is read the same in capitals, without accents and with a signature of known names", () => {
    for (const { text, verdict } of table) {
      if (verdict === "unclear") continue;
      expect([text, readAgreement(text.toUpperCase(), names)]).toEqual([text, verdict]);
    }
  });
});

test("a longer text that happens to hold a yes is never taken for agreement", () => {
  const word = fc.constantFrom(
    "yes",
    "tak",
    "solved",
    "works",
    "but",
    "the",
    "invoice",
    "error",
    "we",
    "see",
    "działa",
    "?",
    ".",
    "\n",
    "please",
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
      const verdict = readAgreement(`${words.join(" ")} and the invoice of March lacks its number`);
      expect(["unclear", "no"]).toContain(verdict);
    }),
  );
});

test("any text is read in a moment", () => {
  for (const text of [
    "no ".repeat(1300),
    "the a ".repeat(600),
    "tak ".repeat(900),
    "dziekuje ".repeat(440),
    "\n".repeat(3999),
  ]) {
    const began = performance.now();
    readAgreement(text);
    expect(performance.now() - began).toBeLessThan(200);
  }
});
