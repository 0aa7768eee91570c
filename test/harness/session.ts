/** Signs an agent in as a browser would, by the mailed link and its button. */
import { eventually } from "./desk.ts";
import type { PagesDesk } from "./pages.ts";

/** The cookie, as `name=value`. */
export async function sessionOf(desk: PagesDesk, address: string): Promise<string> {
  const before = desk.sink.received.length;
  await fetch(`${desk.url}/desk/sign-in`, { method: "POST", body: new URLSearchParams({ address }) });
  const letter = await eventually("the letter with the link", 30_000, async () =>
    desk.sink.received.slice(before).find((mail) => mail.to.includes(address) && mail.raw.includes("desk/sign-in")),
  );
  const link = (await desk.links(letter, "/desk/sign-in/"))[0] ?? "";
  const signedIn = await fetch(link, { method: "POST", redirect: "manual" });
  return (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}
