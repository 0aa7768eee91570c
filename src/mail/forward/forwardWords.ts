/**
 * The words around a forwarded mail, by client and language: the lines that announce it, the labels of its header
 * block, and the marks in the subject. All lower-cased, without dashes, colons and bold marks.
 */

/** Lines that say "here follows a forwarded mail"; Gmail and Thunderbird put dashes around them, Apple a colon behind. */
const forwardMarkerWords: readonly string[] = [
  ...["forwarded message", "begin forwarded message", "forwarded mail"],
  ...["start of forwarded message", "forwarded e-mail", "begin forwarded mail"],
  ...["this is a forwarded message", "forwarded email", "mensagem encaminhada", "forwarded"],
  ...["przekazana wiadomość", "przekazana wiadomosc", "wiadomość przekazana"],
  ...["treść przekazanej wiadomości", "początek przekazywanej wiadomości"],
  ...["początek przekazanej wiadomości", "wiadomość napisana przez", "przekazywana wiadomość"],
  ...["treść przesłanej dalej wiadomości", "wiadomość przesłana dalej", "przesłana wiadomość"],
  ...["wiadomość przekazywana dalej", "weitergeleitete nachricht"],
  ...["anfang der weitergeleiteten nachricht", "beginn der weitergeleiteten nachricht"],
  ...["weitergeleitete e-mail", "weitergeleitete mail", "anfang der weitergeleiteten e-mail"],
  ...["beginn weitergeleiteter nachricht", "message transféré", "message transfere"],
  ...["début du message transféré", "début du message réexpédié", "message réexpédié"],
  ...["courriel transféré", "message transmis", "début du courriel transféré"],
  ...["mail transféré", "message suivi", "mensaje reenviado", "mensaje original reenviado"],
  ...["inicio del mensaje reenviado", "comienza el mensaje reenviado", "correo reenviado"],
  ...["mensaje re-enviado", "inicio de mensaje reenviado", "missatge reenviat"],
  ...["inici del missatge reenviat", "messaggio inoltrato", "inizio messaggio inoltrato"],
  ...["inizio del messaggio inoltrato", "inizia messaggio inoltrato", "messaggio rinviato"],
  ...["e-mail inoltrata", "início da mensagem reencaminhada", "início da mensagem encaminhada"],
  ...["mensagem reencaminhada", "início de mensagem encaminhada", "e-mail encaminhado"],
  ...["início da mensagem enviada", "doorgestuurd bericht", "begin doorgestuurd bericht"],
  ...["doorgestuurde e-mail", "begin van het doorgestuurde bericht", "doorgestuurde mail"],
  ...["přeposlaná zpráva", "přeposlaný e-mail", "začátek přeposlané zprávy"],
  ...["začátek přeposílané zprávy", "předaná zpráva", "preposlaná správa"],
  ...["začiatok preposlanej správy", "odoslaná správa", "preposlaný e-mail"],
  ...["vidarebefordrat meddelande", "vidarebefordrat brev", "vidarebefordrat mejl"],
  ...["börja vidarebefordrat meddelande", "vidarebefordrat mail"],
  ...["början på vidarebefordrat meddelande", "videresendt melding", "videresendt e-post"],
  ...["start på videresendt melding", "begynnelse på videresendt melding"],
  ...["start av videresendt melding", "videresendt meddelelse", "videresendt besked"],
  ...["start på videresendt besked", "begynd videresendt besked", "videresendt mail"],
  ...["videresendt e-mail", "start på videresendt meddelelse", "påbegynn videresendt melding"],
  ...["välitetty viesti", "edelleen lähetetty viesti", "välitetty viesti alkaa"],
  ...["välitetyn viestin alku", "viesti välitetty", "továbbított üzenet", "továbbított levél"],
  ...["továbbított levél kezdete", "továbbított üzenet kezdete", "az üzenet eredeti"],
  ...["mesaj redirecționat", "mesaj redirecţionat", "mesaj redirectionat"],
  ...["începutul mesajului redirecționat", "început mesaj redirecționat", "mesaj înaintat"],
  ...["mesaj transmis", "переслане повідомлення", "пересилане повідомлення"],
  ...["початок пересланого повідомлення", "початок листа, що пересилається"],
  ...["переслане повідомлення почалося", "переадресоване повідомлення", "пересланный лист"],
  ...["переадресованный лист", "пересылаемое сообщение", "пересылаемое письмо"],
  ...["пересланное сообщение", "начало переадресованного сообщения"],
  ...["начало пересылаемого сообщения", "перенаправленное сообщение"],
  ...["переадресованное сообщение", "начало перенаправленного сообщения", "пересланное письмо"],
  ...["iletilen mesaj", "iletilmiş mesaj", "yönlendirilen ileti", "yönlendirilmiş ileti"],
  ...["iletilen ileti", "iletilmiş ileti", "başlangıç iletilen ileti", "yönlendirilen mesaj"],
  ...["yönlendirilen e-posta", "iletilen ileti başlangıcı", "προωθημένο μήνυμα"],
  ...["έναρξη προωθημένου μηνύματος", "αρχή προωθημένου μηνύματος", "προωθούμενο μήνυμα"],
  ...[
    "転送されたメッセージ",
    "転送メッセージ",
    "転送されたメール",
    "forwarded by",
    "转发的邮件",
    "轉寄的郵件",
    "转发邮件",
    "轉寄郵件",
  ],
  ...[
    "轉寄信件",
    "转发的信息",
    "已转发的邮件",
    "以下是转发的邮件",
    "開始轉寄郵件",
    "轉寄訊息",
    "开始转发的邮件",
    "轉寄的訊息",
    "下面是被转发的邮件",
  ],
  ...["전달된 메시지", "전달된 메일", "전달된 이메일", "전달 메일", "proslijeđena poruka", "posredovano sporočilo"],
  ...["prosleđena poruka", "препратено съобщение", "прослеђена порука", "edastatud kiri"],
  ...["pārsūtītā ziņa", "persiųstas laiškas", "هذه رسالة معاد توجيهها"],
  ...["započni proslijeđenu poruku", "začni posredovano sporočilo"],
  ...["începe mesajul redirecționat", "ileti başlangıcı", "edelleenlähetetty viesti"],
  ...["перенаправлене повідомлення", "välitetty viesti / fwd.msg"],
  ...["preposlaná správa --- forwarded message", "original forwarded message"],
  ...["forwarding message", "wiadomość przekazana dalej", "treść przekazywanej wiadomości"],
  ...["treść oryginalnej wiadomości", "weitergeleitete original-nachricht"],
  ...["message réacheminé", "mensaje reexpedido", "reenviado"],
];

/** Lines with dashes that stand above an earlier mail in answers as well as in forwards. */
const originalMarkerWords: readonly string[] = [
  ...["original message", "original mail", "original e-mail", "original email"],
  ...["original message text", "originalmessage", "wiadomość oryginalna"],
  ...["oryginalna wiadomość", "wiadomosc oryginalna", "oryginalna wiadomosc"],
  ...["wiadomość pierwotna", "ursprüngliche nachricht", "originalnachricht"],
  ...["original-nachricht", "ursprüngliche mail", "originalmail", "originale nachricht"],
  ...["message d'origine", "message d’origine", "message original", "message initial"],
  ...["courriel original", "mail original", "mensaje original", "mensaje de origen"],
  ...["messaggio originale", "messaggio originario", "mensagem original"],
  ...["oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht"],
  ...["původní zpráva", "pôvodná správa", "original zpráva", "originalmeddelande"],
  ...["ursprungligt meddelande", "opprinnelig melding", "original melding"],
  ...["oprindelig meddelelse", "originalmeddelelse", "original besked", "alkuperäinen viesti"],
  ...["eredeti üzenet", "eredeti levél", "mesaj original", "mesajul original"],
  ...["вихідне повідомлення", "оригінальне повідомлення", "початкове повідомлення"],
  ...["исходное сообщение", "исходное письмо", "оригинальное сообщение", "orijinal mesaj"],
  ...["özgün ileti", "orijinal ileti", "αρχικό μήνυμα", "元のメッセージ", "元のメール", "原始邮件", "原始郵件"],
  ...["原邮件", "原件", "원본 메시지", "원본 메일", "원본 이메일", "izvorna poruka"],
];

export type BlockField = "from" | "date" | "to" | "cc" | "subject" | "other";

const labelTable: Record<BlockField, readonly string[]> = {
  from: [
    ...["from", "od", "von", "de", "da", "van", "från", "fra", "lähettäjä", "feladó", "від"],
    ...["от", "от кого", "від кого", "kimden", "gönderen", "από", "差出人", "送信元", "发件人", "寄件者"],
    ...["寄件人", "보낸 사람", "보낸사람", "발신", "expéditeur", "remitente", "mittente", "remetente"],
    ...["afzender", "nadawca", "absender", "odesílatel", "odosielateľ", "avsändare"],
    ...["avsender", "afsender", "expeditor", "отправитель", "відправник", "de la", "šalje"],
    ...["from (sender)", "발신자", "送信者", "de:", "lähettänyt", "saatja", "expeditorul"],
    ...["siuntėjas", "no", "pošiljatelj", "sender name", "nadawca wiadomości", "odesilatel"],
    ...["från:", "absenderadresse", "pengirim", "người gửi", "מאת", "من"],
  ],
  date: [
    ...["date", "sent", "wysłano", "wyslano", "data", "datum", "gesendet", "gesendet am"],
    ...[
      "envoyé",
      "envoye",
      "envoyé le",
      "date d'envoi",
      "enviado",
      "enviada em",
      "enviado em",
      "enviado el",
      "enviado em",
    ],
    ...["enviada", "fecha", "inviato", "inviata", "data invio", "verzonden", "verstuurd"],
    ...["odesláno", "odoslané", "dátum", "skickat", "skickat den", "sendt", "dato"],
    ...["lähetetty", "päivämäärä", "päiväys", "pvm", "elküldve", "küldve", "trimis", "dată"],
    ...["надіслано", "дата", "відправлено", "отправлено", "дата и время", "tarih"],
    ...["gönderildi", "gönderilme tarihi", "ημερομηνία", "στάλθηκε", "απεστάλη", "日付", "日時"],
    ...[
      "送信日時",
      "发送时间",
      "发送日期",
      "日期",
      "寄件日期",
      "寄送日期",
      "傳送時間",
      "时间",
      "날짜",
      "보낸 날짜",
      "보낸날짜",
    ],
    ...["일시", "poslano", "date/time", "sent at", "sent on", "wysłane", "data wysłania", "zeit"],
    ...["kiedy", "envoyée", "fecha de envío", "poslané", "date envoyée", "發送時間", "gönderilen"],
    ...["envoyé à", "kuupäev", "poslano:", "data e hora", "sent date", "data/godzina"],
    ...["datum/uhrzeit", "发送", "日期时间", "תאריך", "wysłano dnia", "kelt", "date sent"],
  ],
  to: [
    ...["to", "do", "an", "à", "a", "para", "aan", "komu", "till", "til", "vastaanottaja"],
    ...["címzett", "către", "catre", "кому", "до", "kime", "alıcı", "προς", "宛先", "收件人", "收件者"],
    ...["받는 사람", "받는사람", "수신", "destinataire", "destinataires", "destinatario", "destinatari"],
    ...["destinatário", "ontvanger", "odbiorca", "empfänger", "mottaker", "mottagare"],
    ...["modtager", "adresat", "pro", "pre", "получатель", "收信人", "수신자", "a:", "prima"],
    ...["saaja", "kenelle", "pour", "destinatarul", "saajad", "primatelj", "destinatários"],
    ...["odbiorcy", "příjemce", "prijemca", "alıcılar", "אל", "إلى", "收件人地址", "til:"],
  ],
  cc: [
    ...["cc", "dw", "kopia", "do wiadomości", "kopie", "copie à", "copie", "copia"],
    ...["con copia", "cópia", "kopia till", "kopi", "kopio", "másolat", "másolatot kap"],
    ...["копія", "копия", "bilgi", "κοιν", "κοιν.", "κοινοποίηση", "抄送", "副本", "ccへ", "참조"],
    ...["kópia", "dw.", "udw", "cópia para", "cc a", "kopie (cc)", "pour info", "másolat:"],
    ...["c.c.", "в копии", "copy", "en copie", "kopija", "cc:", "w kopii", "kopie an"],
    ...["másolatban", "în cc", "ktl", "kópie"],
  ],
  subject: [
    ...["subject", "temat", "betreff", "objet", "sujet", "asunto", "oggetto", "assunto"],
    ...["onderwerp", "předmět", "predmet", "ämne", "emne", "aihe", "tárgy", "subiect", "тема"],
    ...["konu", "θέμα", "件名", "主题", "主旨", "标题", "主題", "제목", "re", "wg", "titel", "assumpte"],
    ...["subiectul", "naslov", "teema", "tema", "onderwerp:", "sujet du message", "asunto:"],
    ...["נושא", "الموضوع", "主 题", "主旨："],
  ],
  other: [
    ...["bcc", "reply-to", "reply to", "odpowiedz do", "odpowiedz-do", "antwort an"],
    ...["antwort-an", "répondre à", "responder a", "rispondi a", "responder para"],
    ...["antwoord aan", "odpovědět komu", "svar till", "svar til", "vastausosoite"],
    ...["importance", "ważność", "priority", "priorytet", "wichtigkeit", "priorität"],
    ...["importancia", "importanza", "importância", "urgentie", "attachments", "załączniki"],
    ...["anlagen", "anhänge", "pièces jointes", "datos adjuntos", "adjuntos", "allegati"],
    ...["anexos", "bijlagen", "přílohy", "bilagor", "vedlegg", "liitteet", "mellékletek"],
    ...["sender", "organization", "organizacja", "organisation", "message-id", "x-mailer"],
    ...["sensitivity", "ответить", "categories", "kategorie", "resent-from", "ccii", "cci"],
    ...["cco", "ukryta kopia", "blindkopie", "delivered-to", "return-path", "mime-version"],
    ...["content-type", "references", "in-reply-to", "user-agent", "odgovori na", "odpověď na"],
    ...["vastaus", "válaszcím", "odpowiedź-do", "odpowiedź do", "răspuns către", "ответ-кому"],
    ...["odpovedať-pre", "svara till", "yanıt adresi", "кому відповісти", "antworten an"],
    ...["to (reply)", "followup-to", "newsgroups", "status", "size", "list-id", "approved"],
  ],
};

const labels: ReadonlyMap<string, BlockField> = new Map(
  (["other", "cc", "subject", "to", "date", "from"] as const).flatMap((field) =>
    labelTable[field].map((label) => [plainWord(label), field] as const),
  ),
);

/** Lower-case without the dot that lower-casing a Turkish İ leaves behind, white space single. */
export function plainWord(text: string): string {
  return text
    .toLowerCase()
    .replace(/\u0307/g, "")
    .replace(/[\s\u00a0]+/g, " ")
    .trim();
}

/** Every label of a header as mail programs write it, capitalised, for lines on which several run together. */
export const allLabels: readonly string[] = [...labels.keys()].flatMap((label) => [
  label.charAt(0).toUpperCase() + label.slice(1),
  ...(label === "cc" || label === "dw" ? [label.toUpperCase()] : []),
]);

/** Which header a label means, or null. "Do" is To in Polish; "Da" From in Italian; "De" From in four languages. */
export function fieldOf(label: string): BlockField | null {
  return (
    labels.get(
      label
        .toLowerCase()
        .replace(/[\s\u00a0]+/g, " ")
        .trim(),
    ) ?? null
  );
}

/** Words before the colon of a subject that say "passed on". */
const forwardSubjectWords: readonly string[] = [
  ...["fwd", "fw", "forward", "forwarded", "wg", "tr", "pd", "rv", "i", "vb", "vs", "enc"],
  ...["doorst", "i̇lt", "ilt", "转发", "轉寄", "轉發", "転送", "전달", "przekazano", "przekaż"],
  ...["podaj dalej", "weitergeleitet", "transf", "réf", "renv", "reenv", "rnv", "fs", "vl"],
  ...["vidarebefordrat", "videresendt", "välitetty", "továbbítás", "továbbítva", "tov"],
  ...["fwd:fwd", "přeposláno", "předáno", "fwd fwd", "přep", "preposlané", "redirecționare"],
  ...["înaintat", "redir", "пересл", "переслано", "переслать", "пер", "fw(2)", "πρθ"],
  ...["προωθ", "προώθηση", "inoltro", "inoltrato", "encaminhado", "encaminhar", "reenvío"],
  ...["reenviado", "doorgestuurd", "ilet", "iletilen", "yön", "prosl", "trs", "terusan"],
  ...["chuyển tiếp", "הועבר", "إعادة توجيه", "ส่งต่อ", "ds", "vdst", "pdf fwd"],
  ...["przesłano dalej", "redir.", "videresend", "vid", "bil", "doorgest", "przek", "pdk"],
  ...["wtr", "fwd.", "fw.", "转", "轉", "전송", "forwardné", "preposl"],
];

/** Words before the colon that say "answered": they make a header block the quote of an answer. */
const replySubjectWords: readonly string[] = [
  ...["re", "odp", "aw", "antw", "sv", "rép", "rep", "r", "rif", "res", "resp", "vá"],
  ...["odpověď", "ynt", "atb", "回复", "回覆", "返信", "答复", "답장", "회신", "отв", "ответ", "відп"],
  ...["απ", "σχετ", "ref", "svar", "vast", "vs."],
];

export const forwardMarkers: ReadonlySet<string> = new Set(forwardMarkerWords.map(plainWord));
export const originalMarkers: ReadonlySet<string> = new Set(originalMarkerWords.map(plainWord));
export const forwardSubjects: ReadonlySet<string> = new Set(forwardSubjectWords.map(plainWord));
export const replySubjects: ReadonlySet<string> = new Set(replySubjectWords.map(plainWord));
