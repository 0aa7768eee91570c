/**
 * The words that guides are found by: folded to plain letters, without those that say nothing of a matter, and each with the
 * forms it may stand in. PostgreSQL stems English and others by itself; Polish it does not know, so its endings stand here.
 */

/** Longer "words" are codes, addresses and lines of programs. */
const wordCharsMax = 40;

/** Lower case, without accents, and letters that only look like others made plain: "Płatność" and "platnosc" are one word. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[łđøæœßı]/g, (letter) => plain[letter] ?? letter)
    .normalize("NFC");
}

const plain: Record<string, string> = { ł: "l", đ: "d", ø: "o", æ: "ae", œ: "oe", ß: "ss", ı: "i" };

/** The distinct words of a text that say something, in the order they come, at most `countMax`. */
export function wordsOf(text: string, countMax: number): string[] {
  const found = new Set<string>();
  for (const [word] of folded(text).matchAll(/[\p{L}\p{N}]+/gu)) {
    if (word.length < 2 || word.length > wordCharsMax || empty.has(word)) continue;
    found.add(word);
    if (found.size === countMax) break;
  }
  return [...found];
}

/** A folded word in the forms it may be found by, itself first. `language` null: it may be Polish as well as any other. */
export function formsOf(word: string, language: string | null): string[] {
  return language === "pl" || language === null ? [...new Set([word, ...polishForms(word)])] : [word];
}

/**
 * Without their endings, inflected words are one: faktura, fakturze, faktur. Endings that change the sound before them get
 * it back (koncie: konto), and a vowel that comes and goes is left out (wysyłek: wysyłka). Several forms may be right.
 */
function polishForms(word: string): string[] {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return [];
  const forms = new Set<string>();
  const keep = (stem: string) => {
    if (stem.length >= stemCharsMin) forms.add(stem);
  };
  for (const [ending, instead, least] of endings) {
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, word.length - ending.length);
    if (stem.length >= least) keep(stem + instead);
  }
  if (word.length >= 5 && /[^aeiouy]e[^aeiouy]$/.test(word)) keep(word.slice(0, -2) + word.slice(-1));
  for (const stem of [...forms]) {
    const bare = /^(?:za|wy|prze|po|pod|od|do|na|roz|ze?|s|u|o)(?=[^\s]{5})/.exec(stem)?.[0];
    if (bare !== undefined && verbal.test(word)) keep(stem.slice(bare.length));
  }
  return [...forms];
}

const stemCharsMin = 3;
const verbal = /(?:owac|owal|owala|owali|owano|owany|owana|owane|uje|uja|ujesz|ujemy|owanie|owania|owaniu|owaniem)$/;

/** Ending, what comes in its place, and how much must be left before it. Longest first does not matter: all that fit count. */
const endings: [ending: string, instead: string, least: number][] = [
  ...each("owanie owania owaniu owaniem owac owal owala owalem owalam owali owano owany owana owane owanych", "", 3),
  ...each("uje uja ujesz ujemy ujecie ujac ujacy", "", 3),
  ...each("acja acji acje acjom acjami acjach", "", 4),
  ...each("osc osci oscia osciom osciami osciach", "", 4),
  ...each(
    "ienie ienia ieniu ieniem ien ieniami ieniach enie enia eniu eniem eniami eniach ic il ila ilem ilam ili",
    "",
    4,
  ),
  ...each("anie ania aniu aniem aniami ac al ala alem alam ali ana ane any", "a", 3),
  ...each("aje aja ajesz awac awanie awania awaniu", "a", 3),
  ...each("a e i o u y ie ia iu ami iami ach iach ow om iom em iem ej iej ego iego emu ych ich ym im ymi imi", "", 3),
  ...each("cie", "t", 3),
  ...each("dzie", "d", 3),
  ...each("scie", "st", 3),
  ...each("rze rzy", "r", 3),
  ...each("ce cy", "k", 3),
  ...each("dze dzy", "g", 3),
];

function each(words: string, instead: string, least: number): [string, string, number][] {
  return words.split(" ").map((ending) => [ending, instead, least]);
}

/** Words of every mail and title, folded: they say nothing of the matter. */
const empty = new Set(
  `a an and any are as at be been but by can cannot could did do does doing for from get had has have he hello her hi him his how i if in
   into is it its just ll me more my no not of on or our out please re regards s she should so some t thank thanks that the their them then
   there these they this to up us ve was we were what when where which who why will with would you your am also about after again all
   dear best kind help need want like using use used via than too very many much now here only one don doesn didn isn won m d
   albo ale aby az bardzo bez bo by byc byl byla bylo byly czy czego dla do dobry dzien gdy gdzie go i ich ile im ja jak jaki jaka jakie
   jakis je jego jej jest jestem jesli jezeli juz kiedy kto ktora ktore ktory lub ma mam mamy mi mnie moge moga moj moja moje mozemy mozna
   musze my na nad nam nas nasz nasza nasze nie niestety niz o od oraz on ona one oni pan pani panstwo panstwa po pod podczas poniewaz
   pomoc pomocy poprosze poza pozdrawiam prosze prosimy przed przez przy sa sie skad swoj swoje swoja ta tak tam te tego tej ten teraz
   to tu ty tylko tym u w wam was we witam wszystko z za ze zeby zrobic jako dziekuje dziekujemy chce chcemy chcialbym chcialabym
   der die das und ist ein eine ich wir sie nicht mit fur auf`.split(/\s+/),
);
