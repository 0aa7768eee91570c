/** A section of desk.yaml: which reports the desk mails. YAML 1.2 reads `on` and `off` as words, so both ways count. */
import { z } from "zod";
import { mailedByDefault } from "../report/reportLetter.ts";
import { tell } from "./hours.ts";

const turned = z.unknown().transform((written, ctx): boolean => {
  if (written === "on" || written === true) return true;
  if (written === "off" || written === false) return false;
  ctx.addIssue({ code: "custom", message: `${tell(written)} is neither on nor off` });
  return z.NEVER;
});

export const reportsShape = {
  weekly: turned.default(mailedByDefault.weekly),
  monthly: turned.default(mailedByDefault.monthly),
};
