/** `intray audit`: the trail of who did what. People stand in it as keyed hashes; those that the desk knows are named again. */
import { asciiLower } from "../mail/proof/domain.ts";
import { auditTrail, pseudonyms } from "../store/audit.ts";
import { currentDesk } from "../store/desk.ts";
import { type Command, print, printJson, readWords } from "./command.ts";
import { withDatabase } from "./open.ts";

/** A screenful of screenfuls; who needs more asks for one person. */
const lineCountMax = 1_000;

export const audit: Command = {
  name: "audit",
  usage: `npx intray audit [address or #ticket] [--json]

Newest first. An address finds what was done by or to a person, also after they were erased.
Example: npx intray audit ada@shop.example`,
  async run(argv) {
    const { values, positionals } = readWords("audit", argv, { json: { type: "boolean", default: false } }, 1);
    const about = positionals[0] === undefined ? null : asciiLower(positionals[0].trim());
    return await withDatabase(["keys"], async ({ pool, config }) => {
      const version = await currentDesk(pool);
      const known = [...Object.keys(version?.desk.agents ?? {}), ...(about?.includes("@") ? [about] : [])];
      const names = new Map(known.flatMap((who) => pseudonyms(config.keys, who).map((hash) => [hash, who])));
      const nameOf = (who: string | null) => (who === null ? null : (names.get(who) ?? who));
      const trail = await auditTrail(pool, about === null ? null : pseudonyms(config.keys, about), lineCountMax);
      const rows = trail.map((row) => ({ ...row, actor: nameOf(row.actor), subject: nameOf(row.subject) }));
      if (values.json) for (const row of rows) printJson(row);
      else if (rows.length === 0) print("nothing stands in the trail");
      else
        for (const { at, actor, deed, subject, detail } of rows)
          print(
            `${at.toISOString()}  ${actor}  ${deed}  ${subject ?? ""}  ${Object.keys(detail).length ? JSON.stringify(detail) : ""}`.trimEnd(),
          );
      return 0;
    });
  },
};
