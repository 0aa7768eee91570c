/**
 * The words that mail programs put before a subject when answering or passing on, and the marks that gateways add.
 * RFC 5322 section 3.6.5 knows only "Re:"; every language brought its own.
 */

/** Whether the word before a colon says only that this is an answer or a forward. */
export function isReplyWord(word: string): boolean {
  const lower = word.toLowerCase().trim();
  return replyWords.has(lower) || lower === "external" || lower === "ext";
}

/** Whether what stands in brackets is a gateway's mark or a list's name, rather than a word of the writer. */
export function isNoise(content: string, listNames: readonly string[]): boolean {
  const lower = content.toLowerCase().trim();
  if (gatewayMarks.has(lower) || listNames.some((name) => name.toLowerCase() === lower)) return true;
  return !/\s/.test(lower) && listEndings.some((ending) => lower.length > ending.length && lower.endsWith(ending));
}

/** Lower-case, without the colon. Outlook writes the short ones, webmail of a country the long ones. */
const replyWords: ReadonlySet<string> = new Set([
  ...["re", "fw", "fwd", "ref", "forward", "forwarded", "reply"],
  ...["odp", "pd", "odpowiedź", "odpowiedz", "przekazano", "przekaż", "pdo", "prześlij"],
  ...["aw", "wg", "antw", "antwort", "weitergeleitet", "weiterl", "wtr", "doorst", "beantw", "doorgestuurd"],
  ...["sv", "vs", "vb", "vl", "svar", "vidarebefordrat", "videresendt", "vastaus", "välitetty", "ang"],
  ...["rép", "rep", "tr", "réf", "rv", "renv", "reenv", "respuesta", "reenvío", "resp"],
  ...["res", "enc", "encaminhado", "resposta", "r", "i", "rif", "risp", "inoltro", "inoltrato"],
  ...["vá", "va", "továbbítás", "továbbítva", "válasz", "továbbít", "tovabb"],
  ...["odpověď", "přeposláno", "předáno", "přep", "preposlané", "odg", "prosl", "proslijeđeno", "posr"],
  ...["răsp", "răspuns", "redirecționare", "înaintat", "ynt", "ilt", "i̇lt", "cevap", "ilet"],
  ...["atb", "pās", "vast", "edasi", "ats", "perduota", "bls", "trs", "balas", "terusan", "trả lời", "chuyển tiếp"],
  ...["отв", "ответ", "на", "пересл", "переслать", "переслано", "відп", "відповідь", "пер", "отг", "препр"],
  ...["απ", "απάντηση", "σχετ", "πρθ", "προωθ", "השב", "תגובה", "הועבר", "העבר", "رد", "إعادة توجيه", "تحويل"],
  ...[
    "回复",
    "回覆",
    "答复",
    "答覆",
    "转发",
    "轉寄",
    "轉發",
    "返信",
    "転送",
    "回信",
    "답장",
    "회신",
    "전달",
    "ตอบกลับ",
    "ส่งต่อ",
  ],
]);

/** What gateways write in brackets, lower-case: it says where a mail came from, never what it is about. */
const gatewayMarks: ReadonlySet<string> = new Set([
  ...["ext", "external", "external email", "external sender", "external mail", "ext mail", "ext email", "extern"],
  ...["externe", "externo", "esterno", "externí", "zewnętrzny", "zewnętrzna", "zewn", "mail zewnętrzny"],
  ...["wiadomość zewnętrzna", "caution: external", "caution external", "caution", "warning: external", "outside"],
  ...["spam", "spam?", "suspected spam", "possible spam", "junk", "bulk", "virus scanned", "untrusted", "phish?"],
  ...["secure", "encrypted", "signed", "bcc", "cc", "internal", "public", "외부", "外部", "外部邮件", "社外"],
]);

/** Endings of bracketed names that only mailing lists carry, such as "[postgres-users]". */
const listEndings: readonly string[] = [
  ...["-l", "-list", "-lists", "-dev", "-devel", "-user", "-users", "-announce", "-discuss", "-help", "-talk"],
  ...["-commits", "-general", "-interest", "-members", "-lista", "-liste", "-newsletter"],
];
