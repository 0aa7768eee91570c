/**
 * Laws of a ticket's life, tried on random lives: whatever agents, customers, strangers, machines and time do in whatever
 * order, nothing is closed without both sides (but what an agent called spam or merged), no note reaches a customer, and no
 * clock runs on a closed ticket, also where one decision is about two.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import type { Asked, Context, Decision, Input, Undoable } from "../../src/ticket/input.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { ada, context, given, grace, jan, mail, minute, monday } from "./scenes.ts";

/** What has been said and done, kept beside the ticket by other rules than the ticket's own. */
type Model = { agentProposed: boolean; customerAgreed: boolean; calledSpam: boolean; merged: boolean };
type Life = {
  ticket: Ticket;
  now: number;
  serial: number;
  undoables: (Undoable & { serial: number })[];
  decisions: Decision[];
  /** Tickets beside it, by number. */
  others: Map<number, Ticket>;
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
  for (const { decision: beside } of decision.also ?? []) {
    if (beside.ticket) life.others.set(beside.ticket.id, beside.ticket);
  }
  for (const { status, clocks } of life.others.values()) {
    if (status === "closed")
      expect(clocks.filter(({ state }) => state === "running" || state === "paused")).toEqual([]);
  }
  // Nobody writes to whoever sent spam.
  if (life.ticket.closedHow === "spam") expect(decision.dispatches.filter(({ to }) => to === "customer")).toEqual([]);
  const everything = [decision, ...(decision.also ?? []).map((each) => each.decision)];
  for (const { letter, to } of everything.flatMap(({ dispatches }) => dispatches)) {
    if (to === "customer") expect(JSON.stringify(letter)).not.toContain(secret);
    const isCustomers = !(letter.to.address in at.desk.agents);
    expect([letter.name, to === "customer"]).toEqual([letter.name, isCustomers]);
  }
  const isCustomers = decision.events.some(({ type }) => type === "received" || type === "questionAnswered");
  if (isCustomers) life.heard = life.serial;
  const { ticket } = life;
  if (ticket.status === "closed") {
    const { agentProposed, customerAgreed, calledSpam, merged } = model;
    const why = { agreed: agentProposed && customerAgreed, spam: calledSpam, duplicate: merged, lapsed: false };
    expect([ticket.closedHow, ticket.closedHow && why[ticket.closedHow]]).toEqual([ticket.closedHow, true]);
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
      // What is written on a merged ticket is the other's; here only the merge can be taken back.
      if (life.ticket.mergedInto !== null && name !== "#undo") return;
      life.now += 7 * minute;
      life.serial++;
      act(model, life);
    },
    toString: () => name,
  };
}

function agentWrites(visible: string, changes: Partial<Extract<Input, { kind: "agentMail" }>> = {}): Step {
  return step(`agent: ${JSON.stringify(visible)}${changes.purpose ?? ""}`, (model, life) =>
    agentSays(model, life, visible, changes),
  );
}

type AgentMail = Extract<Input, { kind: "agentMail" }>;

function agentSays(model: Model, life: Life, visible: string, changes: Partial<AgentMail>): void {
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
  if (visible.startsWith("#spam") && changes.standing === undefined) model.calledSpam = true;
  if (visible.startsWith("#merge") && changes.standing === undefined) model.merged = true;
  const decision = live(model, life, input);
  for (const event of decision.events) {
    if (event.type !== "acted") continue;
    const { rawMailId, lines, text, before: then, after } = event;
    life.undoables.push({ rawMailId, lines, text, before: then, after, answer: "none", serial: life.serial });
  }
  const isSilent = decision.disposition === "note" || decision.disposition === "quarantined";
  if (isSilent && !says && !visible.startsWith("#merge"))
    expect(decision.dispatches.filter(({ to }) => to === "customer")).toEqual([]);
  forget(model, life);
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
  Object.assign(model, { calledSpam: false, merged: false });
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
  if (undoable.before.closedHow === "spam") model.calledSpam = true;
  const other = life.others.get(otherOf(undoable) ?? 0);
  if (other) undoable.other = { ticket: other, context: context({ now: life.now }), messageCount: 1 };
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

/** The other ticket that a mail changed too. */
function otherOf({ before, after }: Undoable): number | null {
  const linked = after.related?.find((id) => !before.related?.includes(id));
  return after.mergedInto ?? after.splitOff?.ticketId ?? linked ?? null;
}

/** An agent's command about another ticket or other people, with what is looked up for it. */
function agentRelates(visible: string, lookUp: (life: Life) => Partial<Asked>): Step {
  return step(`agent: ${JSON.stringify(visible)}`, (model, life) => {
    if (!life.others.has(besideId)) life.others.set(besideId, { ...given(), id: besideId });
    agentSays(model, life, visible, { asked: { ...asked, ...lookUp(life) } });
  });
}

const besideId = 2000;
const shop = { id: 1, name: "Shop", plan: "standard", language: null };

const other = (life: Life): Partial<Asked> => {
  const ticket = life.others.get(besideId);
  return { other: ticket ? { ticket, context: context({ now: life.now }), messageCount: 1 } : "missing" };
};

const splitting = (life: Life): Partial<Asked> => ({
  split: {
    messageId: life.serial,
    wasUnverified: false,
    mail: mail({ receivedAt: life.now - minute, rawMailId: 900 + life.serial }),
    author: ada,
    context: context({ now: life.now, newTicketId: 6000 + life.serial }),
    isLast: true,
  },
});

const belongs = (): Partial<Asked> => ({ named: { name: "Grace", account: shop, formerAccountId: 1 } });

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
  agentWrites("#spam"),
  agentWrites(`#spam\n#note\n${secret}`),
  agentWrites("#spam", { standing: { short: "notProven" } }),
  agentRelates(`#merge ${besideId}`, other),
  agentRelates(`#merge ${besideId}\n#note\n${secret}`, other),
  agentRelates(`#merge ${besideId}\nThis goes on there.`, other),
  agentRelates(`#link ${besideId}`, other),
  agentRelates("#split", splitting),
  agentRelates(`#requester ${grace.address}`, belongs),
  agentRelates(`#requester ${ada.address}`, belongs),
  step("a stranger is approved", (model, life) => {
    const person = { contactId: null, name: "Eve", address: "eve@evil.example" };
    const words = { messageId: life.serial, receivedAt: life.now };
    live(model, life, { kind: "admitted", by: jan, person, words, choice: "approve" });
    forget(model, life);
  }),
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
  const ways = new Set<string | null>();
  fc.assert(
    fc.property(
      fc.commands(
        steps.map((each) => fc.constant(each)),
        { maxCommands: 30, size: "max" },
      ),
      (commands) => {
        const setup = () => ({
          model: { agentProposed: false, customerAgreed: false, calledSpam: false, merged: false },
          real: {
            ticket: given(),
            now: monday,
            serial: 10,
            undoables: [],
            decisions: [],
            others: new Map(),
            heard: 0,
          } as Life,
        });
        let life: Life | undefined;
        fc.modelRun(() => {
          const made = setup();
          life = made.real;
          return made;
        }, commands);
        if (life?.ticket.closedAt !== null) closings++;
        ways.add(life?.ticket.closedHow ?? null);
      },
    ),
    { numRuns: 400 },
  );
  // A law that no life ever comes near proves nothing.
  expect(closings).toBeGreaterThan(10);
  expect([...ways].filter((way) => way !== null).sort()).toEqual(["agreed", "duplicate", "spam"]);
});
