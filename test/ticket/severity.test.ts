import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTags, type TagRules } from "../../src/ticket/severity.ts";
import { ownCpuMs } from "../harness/ownCpu.ts";

const desk: TagRules = {
  severities: [
    { name: "A", tags: ["A", "A-category", "critical", "P1", "krytyczny"], isDefault: false },
    { name: "B", tags: ["B", "B-category", "major", "P2", "poważny"], isDefault: false },
    { name: "C", tags: ["C", "C-category", "minor", "P3", "drobny"], isDefault: false },
    { name: "non-urgent", tags: ["non-urgent", "N", "P4"], isDefault: true },
  ],
  requestTypes: [
    { name: "question", tags: ["question"] },
    { name: "issue", tags: ["issue", "bug"] },
    { name: "request", tags: ["request", "change"] },
    { name: "idea", tags: ["idea", "feature"] },
    { name: "integration", tags: ["integration"] },
  ],
  references: [
    { name: "project", pattern: "proj_[A-Za-z0-9]{8,}" },
    { name: "campaign", pattern: "camp_[A-Za-z0-9]{8,}" },
  ],
};
const read = (subject: string, body = "") => readTags(desk, { subject, body, isReply: false });

describe("a subject's tag", () => {
  test.each([
    ["[A] Checkout down", "A"],
    ["[ a ] Checkout down", "A"],
    ["Checkout down [A]", "A"],
    ["Re: Fwd: [EXT] [A] Checkout", "A"],
    ["[Severity: B] x", "B"],
    ["[severity B]", "B"],
    ["[severity=b]", "B"],
    ["[sev-a]", "A"],
    ["[SEV A]", "A"],
    ["[SevA]", "A"],
    ["[sev1]", "A"],
    ["[Sev-2]", "B"],
    ["[A-category]", "A"],
    ["[A category]", "A"],
    ["[a_category]", "A"],
    ["[Category A]", "A"],
    ["[P1]", "A"],
    ["[p 1]", "A"],
    ["[P-1]", "A"],
    ["[P4]", "non-urgent"],
    ["[Krytyczny]", "A"],
    ["[KRYTYCZNA]", "A"],
    ["[poważny]", "B"],
    ["[powazne]", "B"],
    ["[priority: C]", "C"],
    ["[Priorytet: C]", "C"],
    ["[ważność: krytyczna]", "A"],
    ["[prio-1]", "A"],
    ["[prio 3]", "C"],
    ["[Prio1]", "A"],
    ["[critical]", "A"],
    ["[non-urgent]", "non-urgent"],
    ["[Non urgent]", "non-urgent"],
    ["[nonurgent]", "non-urgent"],
    ["［A］ checkout", "A"],
    ["［ Ｂ ］ checkout", "B"],
    ["【C】 checkout", "C"],
    ["[[B]] x", "B"],
    ["[B][question]", "B"],
    ["[B, question]", "B"],
    ["[shop] [C] x", "C"],
    ["[A - critical] x", "A"],
    ["[A: critical] x", "A"],
    ["[A (critical)] x", "A"],
    ["[critical bug] x", "A"],
    ["[P2 issue] x", "B"],
    ["[issue: B] x", "B"],
    ["[Severity level: A] x", "A"],
    ["[Priority level 1] x", "A"],
    ["[kat. B] x", "B"],
    ["[A!] x", "A"],
  ])("%j means %s", (subject, severity) => {
    expect(read(subject)).toMatchObject({ severity, severityFrom: "tag", askedSeverity: null });
  });

  test.each([
    "A",
    "A checkout is down",
    "Severity A: checkout",
    "(A) checkout",
    "[A checkout",
    "A] checkout",
    "[D] checkout",
    "[A/B test] is broken",
    "[several] things",
    "[a question mark] is missing",
    "[severity]",
    "[severity level]",
    "[cat] pictures",
    "[a shop is down]",
    "[]",
    "[ ]",
    "[#1042] x",
    "[1] x",
    "[constructor] [__proto__]",
    "",
  ])("is not found in %j", (subject) => {
    expect(read(subject)).toMatchObject({ severity: "non-urgent", severityFrom: "default", requestType: null });
  });

  test.each([
    ["[A] [B] x", "A"],
    ["[C] x [P2]", "B"],
    ["[A/B] x", "A"],
  ])("beside another severity gives way to the more severe: %j", (subject, severity) => {
    expect(read(subject)).toMatchObject({ severity, severityFrom: "twoTags" });
  });

  test("given twice alike is one tag", () => {
    expect(read("[A] x [P1] [critical]").severityFrom).toBe("tag");
  });

  test.each([
    ["[question] x", "question"],
    ["[Bug] x", "issue"],
    ["[type: question]", "question"],
    ["[Typ: pytanie]", "question"],
    ["[pytanie]", "question"],
    ["[A][issue] x", "issue"],
    ["[B, request] x", "request"],
    ["[idea] [issue]", "idea"],
    ["[feature request]", "idea"],
    ["[a question]", null],
    ["[Request type: bug]", "issue"],
    ["question", null],
  ])("%j is of type %j", (subject, requestType) => {
    expect(read(subject).requestType).toBe(requestType);
  });
});

describe("a line at the top of the text", () => {
  test.each([
    ["Severity: B", "B"],
    ["Hello,\n\nSeverity: B\nProject: proj_12345678\n\nThe shop is down.", "B"],
    ["severity : b", "B"],
    ["SEVERITY=B", "B"],
    ["**Severity:** B", "B"],
    ["*Severity*: B", "B"],
    ["- Severity: B", "B"],
    ["• Severity： B", "B"],
    ["[Severity: B]", "B"],
    ["Severity: [B]", "B"],
    ["Severity (A, B, C): B", "B"],
    ["Severity: B (since noon)", "B"],
    ["Severity: B - some cannot pay", "B"],
    ["Severity: critical, please hurry", "A"],
    ["Priorytet: A", "A"],
    ["Ważność: krytyczna", "A"],
    ["Kategoria: C", "C"],
    ["Priority: 1", "A"],
    ["Priority: P3", "C"],
    ["Severity: non-urgent", "non-urgent"],
    ["Severity: A-category", "A"],
    ["Severity: sev2", "B"],
    ["Severity - B", "B"],
    ["Severity level: B", "B"],
    ["Priority – A", "A"],
    ["Dzień dobry,\r\n\r\nPriorytet: B\r\n", "B"],
  ])("%j means %s", (body, severity) => {
    expect(read("Checkout", body)).toMatchObject({ severity, severityFrom: "body" });
  });

  test.each([
    "A",
    "A checkout is down.",
    "Severity: A lot of things are broken",
    "Severity: high",
    "Severity:",
    "The severity: A",
    "> Severity: A",
    "From: Ada <ada@shop.example>\nPriority: A",
    `${"line\n".repeat(20)}Severity: A`,
    "[A] checkout",
    "Plan A: we wait. Plan B: we call.",
  ])("is not found in %j", (body) => {
    expect(read("Checkout", body).severityFrom).toBe("default");
  });

  test("and the subject's tag count together, and the more severe holds", () => {
    expect(read("[C] x", "Severity: A")).toMatchObject({ severity: "A", severityFrom: "twoTags" });
    expect(read("[A] x", "Severity: A")).toMatchObject({ severity: "A", severityFrom: "tag" });
  });

  test.each([
    ["Type: question", "question"],
    ["Request type: Bug", "issue"],
    ["Typ zgłoszenia: pytanie", "question"],
    ["Rodzaj: prośba", "request"],
    ["Rodzaj: pomysł.", "idea"],
    ["Type: something else", null],
  ])("%j names the type %j", (body, requestType) => {
    expect(read("x", body).requestType).toBe(requestType);
  });

  test.each([
    ["Impact: nobody can pay", "nobody can pay"],
    ["Business impact:\nnobody can\npay\n\nRegards", "nobody can pay"],
    ["Wpływ: sklep stoi", "sklep stoi"],
    ["Hello\n\nshop is down\n\nWpływ na biznes: sklep stoi\nPriorytet: A", "sklep stoi"],
    ["Impact:", null],
    ["The impact is large", null],
    ["> Impact: x", null],
  ])("%j tells the impact %j", (body, impact) => {
    expect(read("x", body).impact).toBe(impact);
  });

  test("tells no more of the impact than a letter can show", () => {
    expect(read("x", `Impact: ${"🙂".repeat(3000)}`).impact).toBe("🙂".repeat(500));
  });
});

describe("a reply", () => {
  const reply = (subject: string, quotedSubjects?: string[], body = "") =>
    readTags(desk, { subject, body, isReply: true, ...(quotedSubjects ? { quotedSubjects } : {}) });

  test("that quotes its ticket's tag changes nothing", () => {
    const quoted = ["[A] Checkout", "[#1042] [A] Checkout"];
    expect(reply("Re: [#1042] [A] Checkout", quoted)).toMatchObject({
      severity: "non-urgent",
      severityFrom: "default",
      requestType: null,
      askedSeverity: null,
    });
    expect(reply("Re: [A] Checkout").askedSeverity).toBeNull();
    expect(reply("Re: [P1] Checkout", quoted).askedSeverity).toBeNull();
  });

  test("with a new tag asks for its severity and sets none", () => {
    expect(reply("[A] Re: [C] Checkout", ["[C] Checkout"])).toMatchObject({
      severity: "non-urgent",
      askedSeverity: "A",
    });
    expect(reply("Re: Checkout", ["Checkout"], "Severity: B\nit got worse").askedSeverity).toBe("B");
  });

  test("still names references", () => {
    expect(reply("Re: x", ["x"], "it is proj_12345678").references).toEqual({ project: ["proj_12345678"] });
  });
});

describe("references", () => {
  test("are found in subject and text, once each, as written, in order", () => {
    const body =
      "See proj_abcdefgh, (proj_12345678) and https://app.example/proj_ABCDEFGH9/camp_00000000?x. proj_abcdefgh";
    expect(read("proj_12345678 fails", body).references).toEqual({
      project: ["proj_12345678", "proj_abcdefgh", "proj_ABCDEFGH9"],
      campaign: ["camp_00000000"],
    });
  });

  test("are not cut out of longer words, and short ones are none", () => {
    expect(read("xproj_12345678 proj_1234567 myproj_123456789 proj_12345678ż", "").references).toEqual({});
  });

  test("are no more than twenty a name", () => {
    const body = Array.from({ length: 100 }, (_, index) => `proj_${10_000_000 + index}`).join(" ");
    expect(read("x", body).references.project?.length).toBe(20);
  });

  test("are never looked for by a pattern that could take more than linear time", () => {
    for (const pattern of ["(a+)+$", "(a|a)*b", "(?=a)a", "(a)\\1", "a*b*c", "[", ""]) {
      const rules = { ...desk, references: [{ name: "odd", pattern }] };
      const mail = { subject: "a", body: "a".repeat(100_000), isReply: false };
      expect(readTags(rules, mail).references).toEqual({});
      expect(ownCpuMs(() => readTags(rules, mail))).toBeLessThan(3_000);
    }
  });
});

test("a desk without a default takes its least severe", () => {
  const severities = desk.severities.map((severity) => ({ ...severity, isDefault: false }));
  expect(readTags({ ...desk, severities }, { subject: "x", body: "", isReply: false }).severity).toBe("non-urgent");
});

test("a severity is always one of the desk's, whatever comes in", () => {
  const words = fc.constantFrom(
    "[A]",
    "Severity: ",
    "B",
    "\n",
    "[",
    "]",
    " ",
    "：",
    ">",
    "Impact:",
    "ſ",
    "İ",
    "\u0000",
    "\ud800",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(words, { maxLength: 30 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, text, fc.boolean(), (subject, body, isReply) => {
      const tags = readTags(desk, { subject, body, isReply });
      expect(desk.severities.map((severity) => severity.name)).toContain(tags.severity);
    }),
  );
});

test("a hostile megabyte costs little", () => {
  const bodies = [
    "Severity: ".repeat(100_000),
    "[".repeat(1_000_000),
    "proj_".repeat(200_000),
    "Impact:\n".repeat(100_000),
  ];
  for (const body of bodies) {
    expect(ownCpuMs(() => readTags(desk, { subject: body, body, isReply: false }))).toBeLessThan(3_000);
  }
});
