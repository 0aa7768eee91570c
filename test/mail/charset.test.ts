import { describe, expect, test } from "vitest";
import { decodeText } from "../../src/mail/read/charset.ts";

/** Bytes of a text in a single-byte charset, found by asking the decoder for every byte. */
function encode(text: string, charset: string): Buffer {
  const table = new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Buffer.from(Array.from(text, (character) => table.indexOf(character)));
}

describe("bytes without a declared charset", () => {
  test.each([
    ["windows-1250", "Dzień dobry, proszę o pomoc, sklep nie działa od rana. Pozdrawiam, Łukasz"],
    ["windows-1250", "Płatność"],
    ["windows-1250", "są"],
    ["iso-8859-2", "Dzień dobry, płatność nie działa. Pozdrawiam, Łukasz"],
    ["windows-1250", "Dobrý den, objednávka nefunguje, prosím o pomoc. Děkuji"],
    ["windows-1250", "Köszönöm szépen, működőképes a fizetés, hibaüzenetet kapok"],
    ["windows-1252", "Hallo, die Überweisung läuft nicht. Schöne Grüße"],
    ["windows-1252", "Olá, não consigo acessar minha conta, atenção"],
    ["windows-1252", "¿Dónde está el botón? Mañana"],
    ["windows-1252", "l’adresse – déjà vu"],
    ["windows-1252", "Vi får ikke åbnet butikken på mandag, køb"],
    ["windows-1251", "Здравствуйте, не работает оплата. Спасибо"],
    ["koi8-r", "Здравствуйте, не работает оплата. Спасибо"],
    ["windows-1254", "Merhaba, ödeme çalışmıyor, yardım eder misiniz? Teşekkürler"],
  ])("are read as %s where that gives writing: %s", (charset, text) => {
    expect(decodeText(encode(text, charset), null).text).toBe(text);
  });

  test("are UTF-8 where they are valid UTF-8", () => {
    expect(decodeText(Buffer.from("Zażółć 🛒"), null)).toEqual({ text: "Zażółć 🛒", charset: "utf-8", doubt: null });
  });

  test("stay UTF-8 where only a few bytes are damaged", () => {
    const damaged = Buffer.concat([Buffer.from("Zażółć gęślą jaźń"), Buffer.from([0xc5])]);
    expect(decodeText(damaged, "utf-8").text).toBe("Zażółć gęślą jaźń\ufffd");
  });
});

describe("a declared charset", () => {
  test("is believed when its bytes can be it", () => {
    expect(decodeText(encode("Zażółć", "iso-8859-2"), "ISO-8859-2")).toMatchObject({ text: "Zażółć", doubt: null });
  });

  test.each(["cp1250", "win-1250", '"windows-1250"', " Windows-1250 "])("is known under the name %s", (name) => {
    expect(decodeText(encode("Zażółć", "windows-1250"), name).text).toBe("Zażółć");
  });

  test("is doubted, and said, when the text is UTF-8", () => {
    expect(decodeText(Buffer.from("Zażółć gęślą"), "iso-8859-1")).toMatchObject({
      text: "Zażółć gęślą",
      doubt: "charset iso-8859-1 was declared, the text is UTF-8",
    });
  });

  test("that nobody knows is named, without what a terminal would obey", () => {
    expect(decodeText(encode("Zażółć", "windows-1250"), "x\u001b[1m").doubt).toBe("unknown charset x??1m");
  });

  test("that shifts between alphabets survives being joined from pieces", () => {
    const piece = "\u001b$B$3$s\u001b(B";
    expect(decodeText(Buffer.from(piece + piece, "latin1"), "iso-2022-jp").text).toBe("こんこん");
  });
});
