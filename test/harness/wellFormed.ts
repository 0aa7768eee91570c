/**
 * What is wrong with a page's HTML, as a validator would say it: tags that do not match, attributes that stand twice, ids that
 * are not one's own, blocks inside paragraphs, images without words, headings that skip a level (HTML, "The HTML syntax").
 */

type Open = { name: string; at: number };

const voids = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
/** What may not stand inside a paragraph; a browser would end the paragraph before it. */
const blocks = new Set(
  "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split(
    " ",
  ),
);
const parents: Record<string, string[]> = {
  li: ["ul", "ol"],
  tr: ["table", "tbody", "thead", "tfoot"],
  td: ["tr"],
  th: ["tr"],
  tbody: ["table"],
  dt: ["dl", "div"],
  dd: ["dl", "div"],
  legend: ["fieldset"],
  summary: ["details"],
};

/** One line a fault; [] where there is none. */
export function faultsOfHtml(html: string): string[] {
  const faults: string[] = [];
  const open: Open[] = [];
  const ids = new Set<string>();
  let heading = 0;
  if (!/^<!doctype html>/i.test(html)) faults.push("begins without <!doctype html>");
  for (const { name, isEnd, closesItself, attributes, at } of tagsOf(html, faults)) {
    if (isEnd) {
      const last = open.pop();
      if (last?.name !== name)
        faults.push(`</${name}> at ${at} ends <${last?.name ?? "nothing"}> of ${last?.at ?? "nowhere"}`);
      continue;
    }
    const inside = open.at(-1)?.name ?? "";
    if (parents[name] && !parents[name].includes(inside)) faults.push(`<${name}> at ${at} stands in <${inside}>`);
    if (blocks.has(name) && open.some((each) => each.name === "p")) faults.push(`<${name}> at ${at} stands in a <p>`);
    if (name === "a" && open.some((each) => each.name === "a")) faults.push(`<a> at ${at} stands in an <a>`);
    const id = attributes.get("id");
    if (id !== undefined && ids.has(id)) faults.push(`the id ${id} stands twice`);
    if (id !== undefined) ids.add(id);
    if (name === "img" && !attributes.has("alt")) faults.push(`<img> at ${at} has no alt`);
    if (name === "html" && !/^[a-z]{2}$/.test(attributes.get("lang") ?? "")) faults.push("<html> has no lang");
    if (name === "a" && (attributes.get("href") ?? "") === "") faults.push(`<a> at ${at} leads nowhere`);
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level !== undefined && heading > 0 && Number(level) > heading + 1)
      faults.push(`<${name}> at ${at} skips a level`);
    if (level !== undefined) heading = Number(level);
    // A drawing's tags may end themselves (HTML, "Foreign elements").
    const isDrawn = closesItself && open.some((each) => each.name === "svg");
    if (!voids.has(name) && !isDrawn) open.push({ name, at });
  }
  for (const { name, at } of open) faults.push(`<${name}> at ${at} never ends`);
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1]?.trim() ?? "";
  if (title === "") faults.push("there is no title");
  for (const [empty, name] of html.matchAll(/<(h[1-6]|p|li|a|td|th|button|label)\b[^>]*>\s*<\/\1>/g))
    if (name !== "td" && name !== "p") faults.push(`empty ${empty.slice(0, 60)}`);
  return faults;
}

type Tag = { name: string; isEnd: boolean; closesItself: boolean; attributes: Map<string, string>; at: number };

/** Every tag outside of comments and styles, and a fault for what is neither tag nor text. */
function* tagsOf(html: string, faults: string[]): Generator<Tag> {
  const bare = html
    .replace(/<!--[\s\S]*?-->/g, (comment) => " ".repeat(comment.length))
    .replace(
      /(<style[^>]*>)([\s\S]*?)(?=<\/style>)/g,
      (_, tag: string, rules: string) => tag + " ".repeat(rules.length),
    );
  const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9:-]*(?:="[^"]*")?)*)\s*(\/?)>/gi;
  let end = 0;
  for (const match of bare.matchAll(tag)) {
    const [whole, slash = "", name = "", rest = "", self = ""] = match;
    checkText(bare.slice(end, match.index), end, faults);
    end = match.index + whole.length;
    const attributes = new Map<string, string>();
    for (const [, key = "", value = ""] of rest.matchAll(/([a-z][a-z0-9:-]*)(?:="([^"]*)")?/gi)) {
      if (attributes.has(key)) faults.push(`${key} stands twice in ${whole.slice(0, 80)}`);
      attributes.set(key, value);
    }
    yield { name: name.toLowerCase(), isEnd: slash === "/", closesItself: self === "/", attributes, at: match.index };
  }
  checkText(bare.slice(end), end, faults);
}

function checkText(text: string, at: number, faults: string[]): void {
  const bad = text.replace(/^<!doctype html>/i, "").search(/<(?!!doctype)|&(?!#?\w+;)/i);
  if (bad >= 0) faults.push(`"${text.slice(bad, bad + 30)}" at ${at + bad} is neither tag nor text`);
}
