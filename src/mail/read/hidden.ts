/**
 * Text that HTML hides from its reader: not shown, without size, off the screen, or in the colour of its ground. What a
 * reader of the mail does not see its writer does not say; but style sheets are not read, so doubt shows the words.
 */

/** What an element hands down to those within it. Colours are six digits; `ground` null: none was named, "?": not known. */
export type Look = { isGone: boolean; isTiny: boolean; ink: string | null; ground: string | null };

export const plainLook: Look = { isGone: false, isTiny: false, ink: null, ground: null };

/** Programs that answer in dark colours write light ink without naming the ground; only pure white on none is hidden. */
const white = "ffffff";

export function isHidden({ isGone, isTiny, ink, ground }: Look): boolean {
  if (isGone || isTiny) return true;
  if (ink === "transparent") return true;
  if (ink === null || ground === "?") return false;
  return ink === (ground ?? white);
}

const inkAttribute = /\bcolor\s?=\s?["']?([#a-z0-9]{1,20})/;
const groundAttribute = /\bbgcolor\s?=\s?["']?([#a-z0-9]{1,20})/;

/** How an element with these attributes (in small letters) looks within another. */
export function lookWithin(outer: Look, tag: string, attributes: string): Look {
  if (attributes === "") return outer;
  const style = /\bstyle\s?=\s?(?:"([^"]{0,1200})|'([^']{0,1200})|([^\s"'>]{1,200}))/.exec(attributes);
  const rules = rulesIn(style?.[1] ?? style?.[2] ?? style?.[3] ?? "");
  const ink = rules.get("color") ?? (tag === "font" ? inkAttribute.exec(attributes)?.[1] : undefined);
  const size = rules.get("font-size");
  return {
    isGone: outer.isGone || isGone(rules) || /(?:^|\s)hidden(?:[\s=/]|$)/.test(withoutValues(attributes)),
    isTiny: size === undefined ? outer.isTiny : isNothing(size),
    ink: ink === undefined ? outer.ink : colourOf(ink),
    ground: groundOf(rules, groundAttribute.exec(attributes)?.[1], attributes) ?? outer.ground,
  };
}

function rulesIn(style: string): Map<string, string> {
  const rules = new Map<string, string>();
  for (const rule of style.split(";").slice(0, 60)) {
    const colon = rule.indexOf(":");
    if (colon < 1) continue;
    const value = rule
      .slice(colon + 1)
      .replace("!important", "")
      .trim();
    rules.set(rule.slice(0, colon).trim(), value);
  }
  return rules;
}

/** Attributes without what stands in quotes, so that a word within a value is not taken for one of their own. */
function withoutValues(attributes: string): string {
  return attributes.replace(/"[^"]{0,1500}"?|'[^']{0,1500}'?/g, "");
}

function isGone(rules: Map<string, string>): boolean {
  const is = (name: string, pattern: RegExp) => pattern.test(rules.get(name) ?? "");
  if (is("display", /^none/) || is("visibility", /^hidden/) || is("mso-hide", /^all/)) return true;
  if (is("opacity", /^0?\.?0{1,4}%?$/)) return true;
  const isOut = is("position", /^(?:absolute|fixed)/);
  if (isOut && ["left", "top", "right", "bottom"].some((side) => is(side, /^-\d{4,}|^-999(?!\d)/))) return true;
  if (is("text-indent", /^-\d{4,}|^-999(?!\d)/)) return true;
  const isCut = is("overflow", /^hidden/);
  return isCut && ["height", "max-height", "width", "max-width"].some((name) => isNothing(rules.get(name) ?? "auto"));
}

/** "0", "0px", "0.0em", "1px": too small for anybody. */
function isNothing(length: string): boolean {
  const found = /^(\d{0,4}(?:\.\d{1,4})?)\s?(px|pt|em|rem|%|)$/.exec(length);
  if (found === null || found[1] === "") return false;
  const value = Number(found[1]);
  return value === 0 || ((found[2] === "px" || found[2] === "pt") && value <= 1);
}

function groundOf(rules: Map<string, string>, bgcolor: string | undefined, attributes: string): string | null {
  const written = rules.get("background-color") ?? rules.get("background");
  if (rules.has("background-image") || /url\(|gradient/.test(written ?? "") || /\bbackground\s?=/.test(attributes)) {
    return "?";
  }
  if (written === undefined) return bgcolor === undefined ? null : (colourOf(bgcolor) ?? "?");
  if (/^(?:transparent|none|inherit|initial|unset)/.test(written)) return null;
  return colourOf(written) ?? "?";
}

const names: Record<string, string> = { white, black: "000000", transparent: "transparent" };

/** Six digits of "#fff", "#ffffff", "rgb(255, 255, 255)", "white"; null for what is not understood. */
function colourOf(written: string): string | null {
  const known = Object.hasOwn(names, written) ? names[written] : undefined;
  if (known !== undefined) return known;
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-z])/.exec(written)?.[1];
  if (hex !== undefined) return hex.length === 6 ? hex : [...hex].map((digit) => digit + digit).join("");
  const rgb = /^rgba?\(\s?(\d{1,3})[\s,]{1,4}(\d{1,3})[\s,]{1,4}(\d{1,3})\s?(?:[,/]\s?([\d.]{1,6})\s?)?\)/.exec(
    written,
  );
  if (rgb === null) return null;
  if (rgb[4] !== undefined && Number(rgb[4]) === 0) return "transparent";
  return [rgb[1], rgb[2], rgb[3]].map((part) => Math.min(255, Number(part)).toString(16).padStart(2, "0")).join("");
}
