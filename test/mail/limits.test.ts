import { expect, test } from "vitest";
import { limits } from "../../src/mail/limits.ts";

test("a part may never be larger than the mail that holds it", () => {
  expect(limits.partBytesMax).toBeLessThanOrEqual(limits.rawBytesMax);
});
