/** Replies to a question that needs the customer's word: what counts as yes or no, and what is an ordinary reply. */
import { describe, expect, test } from "vitest";
import { readPermission } from "../../src/ticket/question/permissionWords.ts";

const names = ["Ada Nowak", "Jan Kowalski"];

describe("yes", () => {
  test.each([
    "Yes",
    "yes.",
    "Yes, please.",
    "YES!",
    "Sure, go ahead.",
    "OK",
    "ok, you may",
    "Of course",
    "Approved.",
    "I agree.",
    "We authorise this change.",
    "I hereby authorize the change",
    "Yes, I consent",
    "Permission granted",
    "Please go ahead",
    "Hi Jan,\n\nyes, that's fine.\n\nBest regards\nAda Nowak\n+48 600 000 000",
    "Yes, thanks!",
    "No objections",
    "Tak",
    "tak, proszę",
    "Tak, zgadzam się.",
    "Dzień dobry,\nzgoda.\nPozdrawiam\nAda",
    "Wyrażam zgodę",
    "Wyrażam zgodę na dostęp",
    "Oczywiście, można",
    "Zatwierdzam.",
    "Akceptuję tę zmianę",
    "Autoryzuję",
    "ok, mogą Państwo",
    "Nie mam nic przeciwko",
    "Yes, you may look into it.",
    "Yes, you have my permission.",
    "No objections from our side.",
    "Confirmed, please delete it.",
    "Tak, macie zgodę.",
    "Oczywiście, proszę zajrzeć",
    "Wyrażam zgodę na dostęp do projektu.",
  ])("%s", (said) => expect(readPermission(said, names)).toBe("yes"));
});

describe("no", () => {
  test.each([
    "No",
    "no, sorry",
    "No thanks.",
    "Not yet.",
    "Please do not.",
    "We do not authorise this.",
    "I don't agree",
    "Denied",
    "I refuse.",
    "Nie",
    "Nie, dziękuję.",
    "Nie wyrażam zgody",
    "Nie zgadzam się na to",
    "Odmawiam.",
    "Brak zgody",
    "Dzień dobry,\nniestety nie.\nPozdrawiam\nAda",
    "Nie akceptuję zmiany",
    "No, please stop.",
    "No, please do not touch it.",
    "We withdraw our consent.",
    "Wycofuję zgodę.",
    "Nie, cofam zgodę",
    "Nie, jednak cofam zgodę.",
  ])("%s", (said) => expect(readPermission(said, names)).toBe("no"));
});

test("what stands below the writer's own name is their signature", () => {
  const signature = "Ada Nowak\nHead of everything, Shop sp. z o.o.\nul. Prosta 1, Warszawa? Why not";
  expect(readPermission(`Yes, approved.\n\n${signature}`, names, "Ada Nowak")).toBe("yes");
  expect(readPermission("Nie.\nAda\ntel. 22 123 45 67", names, "Ada Nowak")).toBe("no");
  expect(readPermission("Ada Nowak\nYes, but only on Monday", names, "Ada Nowak")).toBe("unclear");
  expect(readPermission("Yes, Jan.\nBut only on Monday", names, "Ada Nowak")).toBe("unclear");
});

describe("an ordinary reply", () => {
  test.each([
    "",
    "Proszę sprawdzić",
    "Please check.",
    "👍",
    "Thanks",
    "Dziękuję",
    "Great",
    "Yes, but only to read.",
    "Yes, if you delete it afterwards.",
    "Yes until Friday",
    "Yes?",
    "Yes. And when will it be done?",
    "yes and no",
    "Yes. No.",
    "It works now.",
    "Still broken.",
    "I will ask my boss.",
    "Yes, please ask Grace first",
    "Tak, ale tylko do odczytu",
    "Tak, jeśli to konieczne",
    "Chyba tak",
    "Zapytam szefa",
    "nie wiem",
    "Nie działa",
    "Not authorised people should not read this",
    "I agree that it is broken",
    "yes ".repeat(200),
    "no\n".repeat(300),
  ])("%s", (said) => expect(readPermission(said, names)).toBe("unclear"));
});
