/**
 * Before each test file: laws are tried on the same made-up cases in every run, so that a red run says something about the
 * change and not about the day. LAW_SEED=random tries others, as one does now and then on purpose.
 */
import fc from "fast-check";

const asked = process.env.LAW_SEED ?? "20261123";
if (asked !== "random") fc.configureGlobal({ seed: Number(asked) });
