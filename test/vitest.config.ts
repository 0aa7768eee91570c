/**
 * Two kinds of tests: "pure" needs nothing but the code, "real" runs against a real PostgreSQL (and, file by file, real
 * mail servers), started once for the run by harness/setup.ts.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { hasDovecot } from "./harness/dovecot.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export default defineConfig({
  root,
  test: {
    root,
    maxWorkers: 2,
    reporters: ["default", "./test/harness/line.ts"],
    projects: [
      {
        root,
        test: {
          name: "pure",
          setupFiles: ["./test/harness/laws.ts"],
          include: ["test/mail/**/*.test.ts", "test/ticket/**/*.test.ts", "test/*.test.ts"],
          // Laws are tried on hundreds of made-up inputs, on machines slower than the author's.
          testTimeout: 300_000,
        },
      },
      {
        root,
        test: {
          name: "real",
          setupFiles: ["./test/harness/laws.ts"],
          include: ["test/{store,io,flow,web,cli,demo,harness}/**/*.test.ts"],
          globalSetup: ["./test/harness/setup.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // After the pure ones, whose laws about running time would be disturbed by servers at work.
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: {
          name: "journeys",
          include: ["test/{journeys,trust}/**/*.test.ts"],
          // They travel over a real Dovecot; all.ts says that they are left out and how to get it.
          exclude: hasDovecot() ? [] : ["**"],
          globalSetup: ["./test/harness/setup.ts"],
          // A journey runs whole workers against real servers, some of them killed on purpose.
          testTimeout: 600_000,
          hookTimeout: 180_000,
          // Journeys measure times and are heavy: one at a time, after everything else.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
