/** What letters are written with, opened once by each process that decides: the worker, and the web for its buttons. */
import type { Config } from "../config.ts";
import { loadTemplates } from "../io/letters/templates.ts";
import type { Stationery } from "./commit.ts";

/** Everything but the desk's name, which the desk in force says. Throws where the address that letters come from is not known. */
export async function openStationery(config: Config): Promise<Omit<Stationery, "deskName">> {
  const { support, keys, replyPattern, publicUrl } = config;
  if (!support) throw new Error("letters need SUPPORT_ADDRESS");
  return { templates: await loadTemplates(), keys, support, replyPattern, publicUrl };
}
