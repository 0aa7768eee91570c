/**
 * Guessing an undeclared charset. Each candidate is tried on the first bytes and scored by how much the outcome looks
 * like writing: letters that the languages of that code page use count for it, symbols in the middle of words against.
 */

/** `letters` count `weight` each, `others` half of that: capitals are rarer, and so are the rarer ideographs. */
type Candidate = { charset: string; letters: RegExp; others?: RegExp; weight: number };

/** In order of preference: the first of equals wins. */
const candidates: Candidate[] = [
  { charset: "windows-1250", letters: /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]/g, others: /[„”–’]/g, weight: 2 },
  { charset: "iso-8859-2", letters: /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]/g, weight: 2 },
  { charset: "windows-1252", letters: /[äöüßÄÖÜéèêëàâçñôîïíóáúùåøæãÉÈÀÁÅØÆÇÑ’“”–]/g, others: /[ûõ¿¡]/g, weight: 2 },
  { charset: "windows-1250", letters: /[áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽőűŐŰăîâţşôäöüľĺŕ„”–]/g, weight: 1.9 },
  { charset: "windows-1251", letters: /[а-яіїєґё]/g, others: /[А-ЯІЇЄҐЁ«»–]/g, weight: 2 },
  { charset: "koi8-r", letters: /[а-яё]/g, others: /[А-ЯЁ]/g, weight: 2 },
  { charset: "windows-1254", letters: /[ığşçöüİĞŞ]/g, weight: 1.9 },
  { charset: "shift_jis", letters: /[\u3041-\u30ff]/g, others: /[\u3001\u3002\u4e00-\u9fff]/g, weight: 2.2 },
  { charset: "euc-jp", letters: /[\u3041-\u30ff]/g, others: /[\u3001\u3002\u4e00-\u9fff]/g, weight: 2.2 },
  { charset: "gb18030", letters: /[\u4e00-\u9fff\u3001\u3002\uff0c]/g, weight: 1.5 },
  { charset: "euc-kr", letters: /[\uac00-\ud7a3]/g, weight: 1.7 },
  { charset: "big5", letters: /[\u4e00-\u9fff\u3001\u3002\uff0c]/g, weight: 1.4 },
];

const SAMPLE_BYTES = 16 * 1024;

/** The likeliest charset of bytes that are not clean UTF-8. `decode` turns bytes into text by a charset's name. */
export function guessCharset(bytes: Uint8Array, decode: (charset: string, bytes: Uint8Array) => string): string {
  // ISO-2022-JP hides in seven bits behind escape sequences.
  if (bytes.includes(0x1b) && /\x1b\$[@B]/.test(decode("windows-1252", bytes.subarray(0, SAMPLE_BYTES)))) {
    return "iso-2022-jp";
  }
  const sample = sampleOf(bytes);
  if (mostlyUtf8(decode("utf-8", sample))) return "utf-8";
  let best = { charset: "windows-1250", score: Number.NEGATIVE_INFINITY };
  for (const candidate of candidates) {
    const { charset } = candidate;
    const score = scoreOf(decode(charset, sample), candidate);
    if (score > best.score) best = { charset, score };
  }
  return best.charset;
}

/** The first high byte may stand far below a long English text. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const from = Math.max(0, first - 64);
  return bytes.subarray(from, from + SAMPLE_BYTES);
}

/**
 * Damaged UTF-8 (a cut sequence, a footer pasted behind base64) still holds good sequences in number; in another
 * charset hardly two letters in a hundred happen to form one.
 */
function mostlyUtf8(text: string): boolean {
  const bad = text.match(/\ufffd/g)?.length ?? 0;
  const good = text.match(/[^\x00-\x7f\ufffd]/g)?.length ?? 0;
  return good > 0 && (bad * 4 <= good || (good >= 3 && bad <= good * 2));
}

function scoreOf(text: string, { letters, others, weight }: Candidate): number {
  const foreign = text.match(/[^\x00-\x7f]/g)?.length ?? 0;
  const half = others === undefined ? 0 : (text.match(others)?.length ?? 0) / 2;
  const known = (text.match(letters)?.length ?? 0) + half;
  const bad = text.match(/[\ufffd\x80-\x9f]/g)?.length ?? 0;
  const odd =
    text.match(/\p{L}[\u00a1-\u00bf\u00d7\u00f7]|[a-zа-я][А-ЯÀ-ÞĄĆĘŁŃÓŚŹŻ]|[a-z][а-я]|[а-я][a-z]/gu)?.length ?? 0;
  // Bytes per letter differ: what a code page reads as two letters may be one ideograph, so the share decides.
  return ((known * weight - bad * 3 - odd) / Math.max(1, foreign)) * 100;
}
