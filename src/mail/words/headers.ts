/**
 * The names of the header fields that clients print above a quoted mail ("From: … Sent: … To: …"), and the lines that
 * announce a quoted or a forwarded mail, in the languages we read. Plain data, lower-cased.
 */
import { table } from "./table.ts";

export type QuotedField = "from" | "date" | "to" | "cc" | "subject" | "other";

const names: Record<QuotedField, string[]> = {
  from: table(`
  from | von | od | de | da | van | från | fra | lähettäjä | feladó | expéditeur | mittente | remitente |
  remetente | afzender | absender | nadawca | odesílatel | odosielateľ | avsändare | avsender | afsender | de la |
  expeditor | від | от | от кого | відправник | отправитель | kimden | gönderen | από | αποστολέας | 差出人 | 送信者 |
  发件人 | 寄件者 | 寄件人 | 發件人 | 보낸 사람 | 보낸사람 | 发送人 | from: | lähettäjältä | saatja | nuo | no | pošiljatelj | šalje |
  kirjoittaja | desde
`),
  date: table(`
  sent | date | gesendet | datum | wysłano | wysłane | data | data wysłania | envoyé | envoyé le | enviado |
  enviado el | enviada em | enviado em | fecha | inviato | inviata | verzonden | verzonden op | odesláno |
  posláno | odoslané | odoslaná | dátum | skickat | sendt | dato | lähetetty | päivämäärä | päiväys | küldve |
  elküldve | trimis | dată | надіслано | дата | отправлено | gönderildi | gönderilme tarihi | tarih |
  gönderim tarihi | στάλθηκε | απεστάλη | ημερομηνία | 送信日時 | 日付 | 送信日 | 发送时间 | 發送時間 | 发送日期 | 日期 | 寄件日期 | 時間 |
  时间 | 傳送時間 | 보낸 날짜 | 날짜 | 보낸날짜 | saadetud | išsiųsta | poslano | gesendet am | sent on | date/time | godzina |
  data i godzina | sent date
`),
  to: table(`
  to | an | do | à | a | para | aan | komu | till | til | vastaanottaja | címzett | către | catre | кому | kime |
  alıcı | προς | 宛先 | 收件人 | 收件者 | 받는 사람 | 받는사람 | destinataire | destinatario | destinatário | empfänger |
  odbiorca | adresat | naar | ontvanger | příjemce | príjemca | mottagare | mottaker | modtager | per | pre |
  pro | prima | за | к | kam | saaja | kellele | à :
`),
  cc: table(`
  cc | dw | kopie | kopia | do wiadomości | kopi | copie à | copia | cópia | másolat | másolatot kap | копія |
  копия | bilgi | κοιν | κοινοποίηση | 抄送 | 副本 | 참조 | udw | bcc | skrytá kopie | kk | cci | cco | ccn | kópia |
  kopio
`),
  subject: table(`
  subject | betreff | temat | objet | sujet | asunto | assunto | oggetto | onderwerp | předmět | predmet | ämne |
  emne | aihe | tárgy | subiect | тема | konu | θέμα | 件名 | 主题 | 主旨 | 主題 | 제목 | re | teema | tema | titel
`),
  other: table(`
  importance | priority | attachments | reply-to | reply to | antwort an | odpowiedz do | wichtigkeit | ważność |
  priorytet | załączniki | anlagen | importancia | importância | priorità | priorité | pièces jointes |
  organization | message-id | sensitivity | flag | kategorie | categories | when | where | répondre à |
  mailed-by | signed-by | beantwoorden | bijlagen | bijlage | důležitost | tärkeys | prioritet | 重要性 | 附件 | 중요도 |
  要確認 | x-mailer | reply-to address | newsgroups | sender | cc/bcc | please respond to | on behalf of
`),
};

/** Field name as printed, lower-cased, to what it means. The first language that claims a name wins. */
export const fieldNames: ReadonlyMap<string, QuotedField> = new Map(
  (Object.keys(names) as QuotedField[])
    .toReversed()
    .flatMap((field) => names[field].map((name): [string, QuotedField] => [name, field])),
);

/** What stands between dashes above the quoted mail of an answer. */
export const originalMessageWords = table(`
  original message | original mail | original email | original e-mail | oryginalna wiadomość |
  wiadomość oryginalna | oryginał wiadomości | treść oryginalnej wiadomości | originalnachricht |
  original nachricht | ursprüngliche nachricht | ursprüngliche mail | original-nachricht | urspr. nachricht |
  message d'origine | message d’origine | message original | message initial | mensaje original |
  mensagem original | messaggio originale | messaggio originario | oorspronkelijk bericht |
  oorspronkelijke bericht | origineel bericht | původní zpráva | původní e-mail | pôvodná správa |
  ursprungligt meddelande | originalmeddelande | opprinnelig melding | opprinnelig e-post | original melding |
  oprindelig meddelelse | oprindelig besked | original meddelelse | alkuperäinen viesti | eredeti üzenet |
  eredeti levél | mesaj original | mesajul original | mesajul inițial | оригінальне повідомлення |
  вихідне повідомлення | початкове повідомлення | исходное сообщение | оригинальное сообщение |
  пересылаемое письмо | особисте повідомлення | orijinal mesaj | özgün ileti | orijinal ileti | asıl ileti |
  asıl mesaj | αρχικό μήνυμα | μήνυμα | original message from | 元のメッセージ | original-mail | 原始邮件 | 原邮件 | 原始郵件 |
  原始訊息 | 原文 | 邮件原件 | 원본 메일 | 원본 메시지 | 원본 이메일 | 원래 메시지 | reply message | reply separator | vorherige nachricht |
  originalna poruka | izvorna poruka
`);

/** What stands between dashes, or alone on a line, above a mail that was passed on. */
export const forwardedWords = table(`
  forwarded message | begin forwarded message | start of forwarded message | forwarded by | forwarded email |
  forwarded mail | forward message | forwarded letter | przekazana wiadomość | wiadomość przekazana dalej |
  przesłana wiadomość | początek przekazanej wiadomości | treść przekazanej wiadomości |
  początek przekazywanej wiadomości | początek przesłanej dalej wiadomości | wiadomość przekazana |
  przesłana dalej wiadomość | treść przekazywanej wiadomości | weitergeleitete nachricht |
  anfang der weitergeleiteten nachricht | anfang der weitergeleiteten e-mail | weitergeleitet von |
  message transféré | message transmis | début du message transféré | début du message réexpédié |
  message réexpédié | mensaje reenviado | inicio del mensaje reenviado | mensagem encaminhada |
  mensagem reencaminhada | início da mensagem reencaminhada | início da mensagem encaminhada |
  messaggio inoltrato | inizio messaggio inoltrato | inizia messaggio inoltrato | doorgestuurd bericht |
  begin doorgestuurd bericht | přeposlaná zpráva | přeposlaný e-mail | začátek přeposlané zprávy |
  preposlaná správa | začiatok preposlanej správy | preposielaná správa | vidarebefordrat meddelande |
  vidarebefordrat brev | vidarebefordrat mejl | början på vidarebefordrat brev | videresendt melding |
  videresendt e-post | start på videresendt melding | videresendt meddelelse | videresendt besked |
  start på videresendt besked | start på videresendt e-mail | välitetty viesti | edelleenlähetetty viesti |
  välitetty viesti alkaa | továbbított üzenet | továbbított levél | továbbított levél kezdete |
  mesaj redirecționat | mesaj redirectionat | mesaj transmis | începutul mesajului redirecționat |
  переслане повідомлення | перенаправлене повідомлення | початок листа, що пересилається |
  пересылаемое сообщение | пересылаемое сообщения | перенаправленное сообщение |
  начало переадресованного сообщения | начало пересылаемого сообщения | yönlendirilmiş ileti | iletilen mesaj |
  iletilmiş mesaj | yönlendirilen ileti | iletilen ileti başlangıcı | προωθημένο μήνυμα | μήνυμα που προωθήθηκε |
  έναρξη προωθημένου μηνύματος | 転送されたメッセージ | 転送メッセージ | 转发的邮件 | 转发邮件信息 | 轉寄郵件 | 轉寄的郵件 | 轉寄訊息 | 전달된 메시지 | 전달된 메일 |
  proslijeđena poruka | weitergeleitete mail | forwarded | začátek přeposílané zprávy |
  ileti başlangıcı | iletinin başlangıcı | wiadomość przesłana dalej | pôvodná preposlaná správa
`);

/** Stems by which a line between dashes announces a forward, whatever the client calls it. */
export const forwardedStems = table(`
  forward | fwd | przesłan | przekazan | przekazyw | weitergeleit | transféré | réexpédi | transmis | reenviad |
  inoltrat | encaminhad | doorgestuurd | přeposl | preposl | preposiel | vidarebefordr | videresend | välitet |
  edelleenlähe | továbbít | redirec | переслан | перенаправ | пересыл | iletilen | iletilmiş | yönlendiril | προωθη |
  転送 | 转发 | 轉寄 | 轉發 | 전달
`);
