/** What the letter says by which an agent signs in to the desk's pages. */
import type { LetterData } from "../../ticket/letter.ts";
import type { Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";

export function signIn(data: LetterData["signIn"], { say, instant }: Locale): Told {
  return {
    subject: say("signIn.subject"),
    preheader: say("signIn.lead"),
    values: {
      greeting: say("signIn.hello", { name: oneLine(data.agentName, 150) }),
      expires: instant(data.expiresAt, data.timezone),
    },
    blocks: { button: { kind: "link", label: say("signIn.button"), url: data.signInUrl, button: true } },
  };
}
