/**
 * The words by which a mail server's own letter is known: its names, its subjects, its opening sentences, and the
 * lines after which the returned mail begins. All lower-cased; white space is single.
 */

/** Local parts that mail servers write from. */
export const daemonLocals: readonly string[] = [
  ...["mailer-daemon", "mailerdaemon", "mailer_daemon", "mailer.daemon", "mail-daemon", "maildaemon"],
  ...["mdaemon", "postmaster", "mail-delivery", "mail-delivery-subsystem", "maildelivery", "mailsystem"],
  ...["mail-system", "mailadmin", "mail-admin", "bounce", "bounces", "bounce-notification"],
  ...["microsoftexchange", "daemon", "mail.daemon", "exchange", "returnedmail", "delivery-failure"],
  ...["undeliverable"],
];

/** Names in From by which they sign. */
export const daemonNames: readonly string[] = [
  ...["mail delivery subsystem", "mail delivery system", "mail delivery service", "mail delivery software"],
  ...["mail deliver system", "mailer-daemon", "mailer daemon", "postmaster", "mail administrator"],
  ...["system administrator", "systemadministrator", "administrator systemu", "mail system"],
  ...["microsoft outlook", "internet mail delivery", "email delivery system", "mail gateway"],
  ...["the mail system", "администратор"],
];

/** Subjects of bounces, anywhere in the subject. A customer may write them too, so they never decide alone. */
export const bounceSubjects: readonly string[] = [
  ...["undeliver", "delivery status notification", "delivery status", "delivery failure", "delivery failed"],
  ...["delivery has failed", "delivery delayed", "delivery delay", "delivery incomplete", "delivery error"],
  ...["delivery notification", "delivery problem", "delivery report", "delivery unsuccessful"],
  ...["mail delivery", "message delivery", "failure notice", "failure delivery", "failed mail"],
  ...["failed delivery", "failed to deliver", "returned mail", "mail returned", "returned to sender"],
  ...["return to sender", "mail system error", "mail error", "mail failure", "mail not delivered"],
  ...["message not delivered", "message delayed", "not delivered", "could not be delivered"],
  ...["couldn't be delivered", "cannot be delivered", "could not send", "unable to deliver", "non delivery"],
  ...["non-delivery", "nondeliver", "user unknown", "address not found", "message you sent blocked"],
  ...["blocked by our", "message rejected", "mail rejected", "delayed mail", "bounce", "warning: message"],
  ...["warning: could not send", "warning from", "send failed", "invalid address", "email rejected"],
  ...["unzustellbar", "nicht zugestellt", "nicht zustellbar", "nicht übermittelt", "zustellung"],
  ...["zustellfehler", "unzustellbare", "niedostarcz", "nie dostarczono", "nie można dostarczyć"],
  ...["nie mozna dostarczyc", "nie została dostarczona", "nie zostala dostarczona"],
  ...["nie moze byc dostarczon", "zwrot poczty", "zwrot wiadomości", "zwrot wiadomosci", "zwrot"],
  ...["błąd dostarcz", "blad dostarcz", "problem z dostarczeniem", "opóźnienie", "échec de la remise"],
  ...["échec de remise", "échec de la distribution", "echec de", "non remis", "non distribu"],
  ...["impossible de remettre", "courrier non", "no se puede entregar", "no se ha podido entregar"],
  ...["no entregado", "no se pudo entregar", "correo devuelto", "não é possível entregar", "não entregue"],
  ...["falha na entrega", "non recapitabile", "mancato recapito", "mancata consegna"],
  ...["impossibile recapitare", "onbestelbaar", "niet bezorgd", "niet afgeleverd", "nedoručiteln"],
  ...["nedoručen", "nedoručiteľn", "не доставлено", "недоставлен", "не удается доставить"],
  ...["не удалось доставить", "не доставлен", "не вдалося доставити", "недоставленное", "kan ikke leveres"],
  ...["kunne ikke leveres", "ikke levert", "ikke leveret", "kan inte levereras", "olevererbar"],
  ...["ej levererat", "ei voi toimittaa", "toimittaminen epäonnistui", "kézbesíthetetlen", "nelivrabil"],
  ...["nu poate fi livrat", "teslim edilemedi", "teslim edilemeyen", "μη παραδοτέο", "配信不能", "配信できません"],
  ...["未送達", "届きません", "無法傳遞", "无法送达", "退信", "未传递", "传递失败", "배달되지 않음", "배달 실패"],
];

/** Sentences that only mail servers open with. */
export const bounceOpenings: readonly string[] = [
  ...["this message was created automatically by mail delivery software"],
  ...["this message was created automatically by the mail system"],
  ...["a message that you sent could not be delivered", "a message that you sent has not yet been delivered"],
  ...["a message sent by you could not be delivered", "this is the mail system at host"],
  ...["this is the postfix program at host", "this is the qmail-send program"],
  ...["this is the mail delivery agent", "this is the machine generated message from mail service"],
  ...["this is an automatically generated delivery status notification"],
  ...["this is an automatically generated message", "this is a delivery status notification"],
  ...["this report relates to a message you sent", "this is a permanent error; i've given up"],
  ...["i'm sorry to have to inform you that", "i wasn't able to deliver your message", "i couldn't deliver"],
  ...["sorry, we were unable to deliver your message", "sorry it didn't work out"],
  ...["the original message was received at", "the following addresses had permanent"],
  ...["the following addresses had transient", "the following addresses had delivery"],
  ...["transcript of session follows", "the following message to <"],
  ...["delivery has failed to these recipients", "delivery to the following recipient"],
  ...["delivery to these recipients", "delivery to the following address"],
  ...["delivery is delayed to these recipients"],
  ...["your message did not reach some or all of the intended recipients", "your message wasn't delivered"],
  ...["your message was not delivered", "your message couldn't be delivered"],
  ...["your message could not be delivered", "your message cannot be delivered", "your message was rejected"],
  ...["your message was undeliverable", "your mail message to the following address"],
  ...["your mail to the following recipient", "could not be delivered to the following"],
  ...["could not be delivered to one or more", "could not deliver your message", "couldn't be delivered to"],
  ...["could not be delivered to", "was not delivered to", "was not delivered because"],
  ...["unable to deliver your message", "unable to deliver message to", "unable to deliver the message"],
  ...["unable to deliver to the following", "we were unable to deliver", "failed to deliver to"],
  ...["failed to deliver your", "message delivery failed", "message not delivered to the following"],
  ...["there was a temporary problem delivering your message", "there was a problem delivering your message"],
  ...["has not yet been delivered", "undeliverable address", "undeliverable to the following"],
  ...["undelivered message follows", "undeliverable mail", "returning message to sender", "remote host said"],
  ...["remote server returned", "response from the remote server", "remote mail server"],
  ...["generating server:", "diagnostic information for administrators", "diagnostic-code:"],
  ...["final-recipient:", "this is a warning message only", "no action is required on your part"],
  ...["message will be retried", "reason for failure", "reasons for failure", "failed recipient"],
  ...["the user(s) account is", "recipient's mailbox is full", "mailbox full", "no such user"],
  ...["user unknown", "over quota", "konnte nicht zugestellt werden", "konnten nicht zugestellt werden"],
  ...["konnte leider nicht zugestellt werden", "nicht an die folgenden empfänger"],
  ...["fehler bei der nachrichtenzustellung", "nie mogła zostać dostarczona", "nie mogla zostac dostarczona"],
  ...["nie może zostać dostarczona", "nie może być dostarczona", "nie moze byc dostarczona"],
  ...["nie została dostarczona", "nie zostala dostarczona", "nie udało się dostarczyć"],
  ...["nie udalo sie dostarczyc", "nie mogliśmy dostarczyć", "nie można dostarczyć", "nie mozna dostarczyc"],
  ...["nie dotarła do", "dostarczenie wiadomości do", "dostarczenie do następujących"],
  ...["n'a pas pu être remis", "n'a pas été remis", "échec de la remise", "n'a pas pu etre"],
  ...["no se pudo entregar", "no se ha podido entregar", "no se entregó", "error de entrega"],
  ...["não foi possível entregar", "não pôde ser entregue", "falha na entrega", "non è stato recapitato"],
  ...["impossibile recapitare", "non è stato possibile recapitare", "recapito non riuscito"],
  ...["kon niet worden bezorgd", "kan niet worden bezorgd", "niet worden afgeleverd", "nebylo možné doručit"],
  ...["nelze doručit", "nepodařilo se doručit", "не может быть доставлено", "не было доставлено"],
  ...["не удалось доставить", "не доставлено", "не вдалося доставити", "kunne ikke leveres"],
  ...["kunde inte levereras", "ei voitu toimittaa", "nem sikerült kézbesíteni", "nu a putut fi livrat"],
  ...[
    "teslim edilemedi",
    "配信できませんでした",
    "配信不能",
    "送信できませんでした",
    "无法送达",
    "無法傳遞",
    "无法投递",
    "未能送达",
  ],
];

/** Words of a mail that is still being tried. */
export const delayWords: readonly string[] = [
  ...["this is a warning message only", "you do not need to resend", "do not need to resend your message"],
  ...["no action is required on your part", "has not yet been delivered", "delivery incomplete"],
  ...["delivery status notification (delay", "delivery delayed", "delivery is delayed"],
  ...["delivery has been delayed", "delayed mail", "message delayed", "message is delayed"],
  ...["warning: message", "warning: could not send", "will continue to attempt", "will continue trying"],
  ...["will continue to try", "will keep trying", "will retry for", "gmail will retry", "will be retried"],
  ...["temporary problem delivering", "temporär", "verzögert", "zostanie ponowiona", "będziemy ponawiać"],
  ...["opóźnione", "opóźnienie", "a été retardé", "retrasad"],
];

/** How the line begins behind which the returned mail stands. */
export const returnedMailLines: readonly string[] = [
  ...["--- below this line is a copy of", "--- below the next line is a copy", "------ this is a copy of"],
  ...["--- this is a copy of", "this is a copy of your message", "--- the header of the original"],
  ...["--- the headers of the original", "--- original message follows", "--- undelivered message follows"],
  ...["--- returned message follows", "--- returned mail follows", "----- original message"],
  ...["-----original message", "---- original message", "--- original message", "----- original mail"],
  ...["----- unsent message", "--- unsent message", "----- message header", "----- message text"],
  ...["----- header of", "----- returned message", "----- forwarded message", "------ forwarded message"],
  ...["---------- forwarded message", "the text of the message you sent", "the original message was:"],
  ...["original message headers:", "original message header:", "original headers:", "your original message"],
  ...["original message follows", "message headers follow", "message header follows"],
  ...["the following is a copy", "the header of your message", "a copy of the original message"],
  ...["a copy of your message", "your message follows", "here is a copy", "return-path:", "received: from"],
  ...["received: by", "-------- original", "ursprüngliche nachricht", "ursprüngliche nachrichtenkopfzeilen"],
  ...["oryginalne nagłówki", "nagłówki oryginalnej wiadomości", "kopia wiadomości", "--- kopia"],
  ...["en-têtes de message d'origine", "encabezados de mensaje original", "intestazioni originali"],
  ...["oorspronkelijke berichtkoppen"],
];
