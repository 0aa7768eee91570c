/** `intray demo`: real servers on loopback, the real worker and pages, a scene, and a mailroom to go on by hand. */

import { environment } from "../config.ts";
import { startMailroom } from "../demo/mailroom.ts";
import { playScene } from "../demo/scene.ts";
import { openStage } from "../demo/stage.ts";
import { type Command, print, readWords } from "./command.ts";
import { untilAsked } from "./run.ts";

export const demo: Command = {
  name: "demo",
  usage: `npm run demo [-- --once]

Plays a scene and stays open with a mailroom page; --once plays, checks and ends. Ctrl-C stops everything.
Example: npm run demo -- --once`,
  async run(argv) {
    const { values } = readWords("demo", argv, { once: { type: "boolean", default: false } });
    const started = performance.now();
    print("intray demo: starting PostgreSQL, mail servers, worker and pages …");
    // A terminal that is closed ends the demo with all its servers, also while they start.
    const asked = untilAsked(["SIGHUP"]);
    const stage = await openStage(environment().LOG_LEVEL ?? "error");
    try {
      print(`ready after ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
      await Promise.race([playScene(stage.world, stage.pool, print), asked]);
      if (values.once) return 0;
      const mailroom = await startMailroom(stage);
      print(`\nThe mailroom: ${mailroom.url} (write and answer as any of them)`);
      print(`The desk:     ${stage.webUrl}/desk (ask for a link as ola@acme.example; it comes to her mailbox)`);
      print("Ctrl-C stops everything.");
      await asked;
      print("\nstopping …");
      await mailroom.stop();
      return 0;
    } finally {
      await stage.close();
    }
  },
};
