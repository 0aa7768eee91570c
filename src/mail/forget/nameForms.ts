/**
 * A person's full name in the forms in which others write it: composed or decomposed letters (Unicode, UAX 15), without marks,
 * the family name first, without middle names, and with the endings that Polish and its neighbours give to names.
 */

/** Letters that Unicode does not take apart, as people without them on their keyboard write them. */
const plainLetters: Record<string, string> = {
  ł: "l",
  đ: "d",
  ø: "o",
  ı: "i",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ð: "d",
};

/** Endings that take the place of a name's last vowel, or follow its last consonant. */
const endings =
  "a|ą|e|ę|o|u|y|i|ie|em|iem|owi|ego|iego|emu|iemu|ej|iej|im|ym|ów|om|ami|ach|s|es|en|ovi|ovou|ové|ova|ou";
/** Endings before which the last consonant changes: Łęgka, Łęgce; Marta, Marcie; Piotr, Piotrze. */
const softEndings = "ce|cie|dze|dzie|sze|rze|ře|le|ze|że|ście";

/** Names have few words; what is longer is somebody's sentence in the place of a name. */
const wordsMax = 6;
const wordCharsMax = 40;

/** Finds the name in a text; null where it has only one word, which is too many people's. */
export function namePattern(name: string): RegExp | null {
  const words = name
    .normalize("NFC")
    .trim()
    .split(/\s+/)
    .slice(0, wordsMax)
    .map((word) => word.slice(0, wordCharsMax));
  const [first, last] = [words[0], words.at(-1)];
  if (words.length < 2 || first === undefined || last === undefined) return null;
  const orders = [words, [...words].reverse(), [first, last], [last, first]];
  const written = new Set(orders.map((order) => order.map(anyForm).join("[\\s,\\u00a0]{1,4}")));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...written].join("|")})(?![\\p{L}\\p{N}\\p{M}])`, "giu");
}

function anyForm(word: string): string {
  const exact = letters(word);
  const bare = word.replace(/[.,;:]{1,5}$/, "");
  if (!/^[\p{L}\p{M}'’-]{3,}$/u.test(bare)) return exact;
  const stem = bare.replace(/[aeiouyąęóéáíýůú]$/iu, "");
  const forms = [exact, `${letters(stem)}(?:${endings})`];
  // Marek, Marka: the vowel before the last consonant goes.
  const fleeting = /^(.{2,38})[eě]([kcłlrń])$/iu.exec(bare);
  if (fleeting) forms.push(`${letters(`${fleeting[1]}${fleeting[2]}`)}(?:${endings})`);
  if (stem.length > 3) forms.push(`${letters(stem.slice(0, -1))}(?:${softEndings})`);
  if (stem.length > 3) forms.push(`${letters(stem)}(?:${softEndings})`);
  return `(?:${forms.join("|")})`;
}

/** The letters, each with its mark, with a loose mark behind it, or without. */
function letters(word: string): string {
  return [...word]
    .map((letter) => {
      if (/['’`ʼ]/.test(letter)) return "['’`ʼ]";
      if (/[-‐‑]/.test(letter)) return "[-‐‑ ]";
      if (!/\p{L}/u.test(letter)) return escaped(letter);
      const bare = letter.normalize("NFD").replace(/\p{M}+/gu, "");
      const known = plainLetters[bare.toLowerCase()];
      const ways = [...new Set([letter, bare, ...(known === undefined ? [] : [known])])];
      return `(?:${ways.map(escaped).join("|")})\\p{M}{0,3}`;
    })
    .join("");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
