/**
 * Laws of a ticket's life, tried on random lives: whatever agents, customers, strangers, machines and time do in whatever
 * order, nothing is closed without both sides, no note reaches a customer, and no clock runs on a closed ticket.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import type { Context, Decision, Input, Undoable } from "../../src/ticket/input.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { ada, context, given, grace, jan, mail, minute, monday } from "./scenes.ts";

/** What has been said and done, kept beside the ticket by other rules than the ticket's own. */
type Model = { agentProposed: boolean; customerAgreed: boolean };
type Life = {
  ticket: Ticket;
  now: number;
  serial: number;
  undoables: (Undoable & { serial: number })[];
  decisions: Decision[];
  /** When a customer was heard last. */
  heard: number;
};

const secret = "inner words for our eyes only";
const asked = { undoable: null, shown: null, queue: null, lastWords: null };

/** Carries one input out and checks every law; `before` must still hold of the ticket afterwards. */
function live(model: Model, life: Life, input: Input): Decision {
  const at: Context = context({ now: life.now, newTicketId: 5000 + life.serial });
  const decision = decide(life.ticket, input, at);
  if (decision.ticket?.id === life.ticket.id) life.ticket = decision.ticket;
  for (const { letter, to } of decision.dispatches) {
    if (to === "customer") expect(JSON.stringify(letter)).not.toContain(secret);
    const isCustomers = !(letter.to.address in at.desk.agents);
    expect([letter.name, to === "customer"]).toEqual([letter.name, isCustomers]);
  }
  const isCustomers = decision.events.some(({ type }) => type === "received" || type === "questionAnswered");
  if (isCustomers) life.heard = life.serial;
  const { ticket } = life;
  if (ticket.status === "closed") {
    expect(ticket.closedHow).toBe("agreed");
    expect({ ...model }).toEqual({ agentProposed: true, customerAgreed: true });
    expect(ticket.clocks.filter(({ state }) => state === "running" || state === "paused")).toEqual([]);
  }
  const resolution = ticket.clocks.find(({ metric }) => metric === "resolution");
  if (["pending", "onHold", "solved"].includes(ticket.status)) expect(resolution?.state).not.toBe("running");
  if (ticket.status === "new" || ticket.status === "open") expect(resolution?.state).not.toBe("paused");
  for (const kind of ["resolution", "access", "authorisation"]) {
    const open = ticket.questions.filter((question) => question.kind === kind && question.state === "asked");
    expect(open.length).toBeLessThanOrEqual(
      kind === "resolution" || !["solved", "closed"].includes(ticket.status) ? 1 : 0,
    );
  }
  if (ticket.status === "closed") expect(ticket.questions.filter(({ state }) => state === "asked")).toEqual([]);
  if (ticket.status !== "onHold") expect(ticket.holdUntil).toBeNull();
  return decision;
}

type Step = fc.Command<Model, Life>;

function step(name: string, act: (model: Model, life: Life) => void): Step {
  return {
    check: () => true,
    run(model, life) {
      life.now += 7 * minute;
      life.serial++;
      act(model, life);
    },
    toString: () => name,
  };
}

function agentWrites(visible: string, changes: Partial<Extract<Input, { kind: "agentMail" }>> = {}): Step {
  return step(`agent: ${JSON.stringify(visible)}${changes.purpose ?? ""}`, (model, life) => {
    const facts = mail({ visible, text: visible, receivedAt: life.now, rawMailId: life.serial });
    const before = life.ticket.status;
    const says = visible.startsWith("#solve") && before !== "closed" && changes.standing === undefined;
    if (says) model.agentProposed = true;
    const input: Input = {
      kind: "agentMail",
      mail: facts,
      agent: jan,
      purpose: "answer",
      standing: "trusted",
      asked,
      ...changes,
    };
    const decision = live(model, life, input);
    for (const event of decision.events) {
      if (event.type !== "acted") continue;
      const { rawMailId, lines, text, before: then, after } = event;
      life.undoables.push({ rawMailId, lines, text, before: then, after, answer: "none", serial: life.serial });
    }
    const isSilent = decision.disposition === "note" || decision.disposition === "quarantined";
    if (isSilent && !says) expect(decision.dispatches.filter(({ to }) => to === "customer")).toEqual([]);
    forget(model, life);
  });
}

function customerWrites(
  visible: string,
  kind: "yes" | "no" | "other",
  changes: Partial<Extract<Input, { kind: "reply" }>> = {},
): Step {
  return step(`customer: ${JSON.stringify(visible)} ${changes.standing ?? ""}`, (model, life) => {
    const facts = mail({ visible, text: visible, receivedAt: life.now, rawMailId: life.serial, ...changes.mail });
    const isGood = changes.standing === undefined && facts.trust.isProven;
    if (isGood && kind === "yes") model.customerAgreed = true;
    live(model, life, { kind: "reply", sender: ada, standing: "participant", copied: [], ...changes, mail: facts });
    forget(model, life);
  });
}

const presses = (answer: "yes" | "no") =>
  step(`presses ${answer}`, (model, life) => {
    const question = life.ticket.questions.at(-1);
    if (!question) return;
    if (answer === "yes" && life.ticket.status === "solved") model.customerAgreed = true;
    live(model, life, { kind: "questionAnswered", person: ada, ordinal: question.ordinal, answer, words: "" });
    forget(model, life);
  });

/** A ticket that is open again starts from nothing: what was agreed on before closes nothing later. */
function forget(model: Model, life: Life): void {
  const { status, questions } = life.ticket;
  if (status === "closed") return;
  const last = questions.findLast(({ kind }) => kind === "resolution");
  model.agentProposed = status === "solved";
  model.customerAgreed = last?.state === "answered" && last.answer === "yes" && last.askedBy === ada.address;
}

const undo = step("#undo", (model, life) => {
  const last = life.undoables.pop();
  if (!last) return;
  const undoable = { ...last, hasHeard: life.heard > last.serial };
  // Both sides had agreed before this very mail opened it again, and no customer has said anything since.
  const isAgreed = undoable.before.status === "closed" && life.ticket.status !== "closed" && !undoable.hasHeard;
  if (isAgreed) Object.assign(model, { agentProposed: true, customerAgreed: true });
  const facts = mail({ visible: "#undo", text: "#undo", receivedAt: life.now, rawMailId: life.serial });
  live(model, life, {
    kind: "agentMail",
    mail: facts,
    agent: jan,
    purpose: "answer",
    standing: "trusted",
    asked: { ...asked, undoable },
  });
  forget(model, life);
});

const passes = (hours: number) =>
  step(`${hours} h pass`, (model, life) => {
    life.now += hours * 60 * minute;
    live(model, life, { kind: "clockLook", told: [], lastWords: null });
    live(model, life, { kind: "askAgain" });
  });

const steps = [
  ...[
    "#solve",
    "#solve\nIt works.",
    `#solve\n#note\n${secret}`,
    "#wait\nWhich browser?",
    "#hold",
    "#hold until 2026-11-20",
    "#ask access proj_12345678 until 2026-10-30",
    "#ask authorisation to delete it",
    "#open",
    "Hello.",
  ].map((visible) => agentWrites(visible)),
  ...[
    "#severity B",
    "#severity C",
    "#type question",
    "#cc add grace@shop.example",
    "#cc remove grace@shop.example",
  ].map((visible) => agentWrites(visible)),
  agentWrites(`#note\n${secret}`),
  agentWrites(secret, { purpose: "note" }),
  agentWrites(`#nte\n${secret}`),
  agentWrites(`#note\n${secret}`, { mixed: { isToBothAddresses: false, customers: [ada.address] } }),
  agentWrites(secret, { mixed: { isToBothAddresses: true, customers: [] } }),
  agentWrites("#solve", { standing: { short: "notProven" } }),
  customerWrites("Yes, solved.", "yes"),
  customerWrites("tak", "yes"),
  customerWrites("Yes, go ahead.", "other", { answersQuestion: 1 }),
  customerWrites("Nie wyrażam zgody.", "other", { answersQuestion: 2 }),
  customerWrites("Nie działa", "no"),
  customerWrites("Thanks!", "other"),
  customerWrites("What about the invoice?", "other"),
  customerWrites("yes", "yes", { standing: "stranger", sender: { ...ada, address: "eve@evil.example" } }),
  customerWrites("yes", "yes", { standing: "sameAccount", sender: grace }),
  customerWrites("yes", "yes", { mail: mail({ visible: "yes", trust: { isProven: false, words: "" } }) }),
  presses("yes"),
  presses("no"),
  undo,
  passes(3),
  passes(30),
  passes(500),
  step("an automatic reply", (model, life) => {
    const facts = mail({ visible: "yes", receivedAt: life.now });
    live(model, life, { kind: "autoReply", mail: facts, from: ada.address, awayUntil: null });
  }),
];

test("no life closes a ticket without both sides, tells a customer a note, or leaves a clock running on a closed ticket", () => {
  let closings = 0;
  fc.assert(
    fc.property(
      fc.commands(
        steps.map((each) => fc.constant(each)),
        { maxCommands: 30, size: "max" },
      ),
      (commands) => {
        const setup = () => ({
          model: { agentProposed: false, customerAgreed: false },
          real: { ticket: given(), now: monday, serial: 10, undoables: [], decisions: [], heard: 0 } as Life,
        });
        let life: Life | undefined;
        fc.modelRun(() => {
          const made = setup();
          life = made.real;
          return made;
        }, commands);
        if (life?.ticket.closedAt !== null) closings++;
      },
    ),
    { numRuns: 400 },
  );
  // A law that no life ever comes near proves nothing.
  expect(closings).toBeGreaterThan(10);
});
