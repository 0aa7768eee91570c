/**
 * The sweep: mends what a lost step would have done, and carries out what concerns every ticket. A ticket whose clocks run
 * must have an instant for its next look; a new version of the desk and a new plan of an account re-base the clocks of live
 * tickets, each under its lock.
 */
import { plainError } from "../io/log.ts";
import { type Tx, transaction } from "../io/postgres.ts";
import { setNextLook } from "../store/reminder.ts";
import {
  planOfAccount,
  setDeskVersion,
  ticketsOfOldDesk,
  ticketsOfOldPlan,
  ticketsWithoutLook,
} from "../store/sweep.ts";
import { type LoadedTicket, lockTicket } from "../store/ticket.ts";
import { houseCalendar, morningOf } from "../ticket/digest.ts";
import { nextLookAt } from "../ticket/look.ts";
import { changeTicket, timeContext } from "./change.ts";
import type { DeskInForce } from "./desks.ts";
import { sendDigests } from "./digest.ts";
import { sweepRetention } from "./forget/retain.ts";
import { sweepForms } from "./pages/form.ts";
import { askSilentAgain } from "./pages/question.ts";
import { sendReports } from "./report/mailedReports.ts";
import { calm } from "./restraint/calm.ts";
import type { Workshop } from "./workshop.ts";

type SweepShop = Pick<Workshop, "pool" | "desks" | "stationery" | "log" | "now">;
type DailyShop = SweepShop & Pick<Workshop, "blobs">;

export type Swept = { looks: number; desk: number; plans: number };

/** A batch of tickets is read at a time; the sweep goes on until none is left. */
const batchCount = 500;
const pace = { sweepMs: 60_000, versionMs: 2_000 };

/**
 * Sweeps at once, every minute, and as soon as another version of the desk is in force; and sends the morning's digests,
 * after which `onLetters` is called.
 */
export function startReconciling(shop: DailyShop, onLetters: () => void): { stop(): Promise<void> } {
  const ending = new AbortController();
  let rouse: () => void = () => {};
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    let sweptAt = Number.NEGATIVE_INFINITY;
    let version = 0;
    let lastDay = "";
    const mailed = new Set<string>();
    while (!ending.signal.aborted) {
      try {
        const { deskVersionId } = await shop.desks.current(shop.pool);
        if (deskVersionId !== version || performance.now() - sweptAt > pace.sweepMs) {
          await reconcile(shop, ending.signal);
          await sweepForms(shop);
          await sweepRetention(shop, ending.signal);
          if (await calm(shop)) onLetters();
          version = deskVersionId;
          sweptAt = performance.now();
        }
        if ((await askSilentAgain(shop)) > 0) onLetters();
        lastDay = await digestsOf(shop, lastDay, onLetters);
        if ((await sendReports(shop, mailed)) > 0) onLetters();
      } catch (error) {
        shop.log.warn({ error: plainError(error) }, "the sweep could not be made; trying again");
      }
      if (!ending.signal.aborted) await sleep(pace.versionMs);
    }
  };
  const running = run();
  return {
    async stop() {
      ending.abort();
      rouse();
      await running;
    },
  };
}

/** Digests are looked for until they are written, once a day; answers with the last day they were. */
async function digestsOf(shop: SweepShop, lastDay: string, onLetters: () => void): Promise<string> {
  const context = timeContext(await shop.desks.current(shop.pool), shop);
  if (morningOf(houseCalendar(context), context.now)?.day === lastDay) return lastDay;
  const sent = await sendDigests(shop);
  if (sent !== null && sent.letters > 0) onLetters();
  return sent?.day ?? lastDay;
}

/** One sweep; answers with how many tickets it put right. */
export async function reconcile(shop: SweepShop, signal?: AbortSignal): Promise<Swept> {
  const current = await shop.desks.current(shop.pool);
  const isRepeated = current.desk.reminders.overdueEveryMs !== null;
  const each = (find: (after: number) => Promise<number[]>, mend: (tx: Tx, loaded: LoadedTicket) => Promise<boolean>) =>
    sweep(shop, find, mend, signal);
  const swept = {
    desk: await each(
      (after) => ticketsOfOldDesk(shop.pool, current.deskVersionId, after, batchCount),
      (tx, loaded) => rebaseToDesk(tx, loaded, current, shop),
    ),
    plans: await each(
      (after) => ticketsOfOldPlan(shop.pool, after, batchCount),
      (tx, loaded) => rebaseToPlan(tx, loaded, shop),
    ),
    looks: await each(
      (after) => ticketsWithoutLook(shop.pool, isRepeated, shop.now(), after, batchCount),
      (tx, loaded) => setLook(tx, loaded, shop),
    ),
  };
  if (swept.looks > 0) shop.log.warn(swept, "tickets without a next look were found and put right");
  else if (swept.desk + swept.plans > 0) shop.log.info(swept, "promises were measured anew");
  return swept;
}

async function sweep(
  shop: SweepShop,
  find: (after: number) => Promise<number[]>,
  mend: (tx: Tx, loaded: LoadedTicket) => Promise<boolean>,
  signal: AbortSignal | undefined,
): Promise<number> {
  let mended = 0;
  for (let ids = await find(0); ids.length > 0; ids = await find(ids.at(-1) ?? 0)) {
    for (const id of ids) {
      if (signal?.aborted) return mended;
      try {
        const isMended = await transaction(shop.pool, async (tx) => {
          const loaded = await lockTicket(tx, id);
          return loaded !== null && (await mend(tx, loaded));
        });
        if (isMended) mended++;
      } catch (error) {
        shop.log.error({ ticketId: id, error: plainError(error) }, "the sweep could not put this ticket right");
      }
    }
  }
  return mended;
}

/** As if every clock had just changed: what has passed untold is looked at now. */
async function setLook(tx: Tx, { ticket }: LoadedTicket, shop: SweepShop): Promise<boolean> {
  const inForce = await shop.desks.forTicket(tx, ticket.deskVersionId);
  await setNextLook(tx, ticket.id, nextLookAt(null, ticket, timeContext(inForce, shop)));
  return true;
}

async function rebaseToDesk(tx: Tx, loaded: LoadedTicket, current: DeskInForce, shop: SweepShop): Promise<boolean> {
  const { ticket } = loaded;
  const former = (await shop.desks.forTicket(tx, ticket.deskVersionId)).desk.calendars;
  const { calendars } = current.desk;
  const changedCalendars = Object.keys(calendars).filter(
    (name) => JSON.stringify(calendars[name]) !== JSON.stringify(former[name]),
  );
  const isChanged = await changeTicket(tx, loaded, { kind: "desk", changedCalendars }, "intray", current, shop);
  if (isChanged) return true;
  // Nothing concerns its promises; when people hear of them may have changed all the same.
  const look = nextLookAt(ticket, ticket, timeContext(current, shop));
  await setDeskVersion(tx, ticket.id, current.deskVersionId, look, shop.now());
  return false;
}

async function rebaseToPlan(tx: Tx, loaded: LoadedTicket, shop: SweepShop): Promise<boolean> {
  const plan = loaded.ticket.account && (await planOfAccount(tx, loaded.ticket.account.id));
  if (plan === null || plan === loaded.ticket.plan) return false;
  const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
  return await changeTicket(tx, loaded, { kind: "plan", to: plan }, "intray", inForce, shop);
}
