/** The desk's test of itself, day by day: forged mails first within the worker (selftest.ts), then by the real way (probe.ts). */
import { plainError } from "../../io/log.ts";
import type { Smtp } from "../../io/smtp.ts";
import type { Workshop } from "../workshop.ts";
import { sendDaily } from "./probe.ts";
import { testDaily } from "./selftest.ts";

const lookEveryMs = 60_000;

/** Looks every minute whether today's test has been made; one that fails to run is tried again. */
export function startSelfTests(
  shop: Workshop,
  smtp: Pick<Smtp, "send">,
  onLetters: () => void,
): { stop(): Promise<void> } {
  let stopping = false;
  let rouse: () => void = () => {};
  const tried = async (part: () => Promise<void>): Promise<void> => {
    await part().catch((error: unknown) => {
      shop.log.warn({ error: plainError(error) }, "the self-test could not be made; trying again");
    });
  };
  const run = async (): Promise<void> => {
    while (!stopping) {
      await tried(async () => {
        if (await testDaily(shop)) onLetters();
      });
      await tried(() => sendDaily(shop, smtp));
      if (stopping) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEveryMs);
        rouse = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = run();
  return {
    async stop() {
      stopping = true;
      rouse();
      await running;
    },
  };
}
