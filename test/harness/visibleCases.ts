/** Mails whose point is not the client but what the writer did: answered inside, signed, pasted a log, passed a mail on. */

export type MailCase = { name: string; text: string; html?: string; visible: string };

const attribution = "On Wed, Nov 18, 2026 at 10:14 AM Jan Kowalski <jan@shop.example> wrote:";
const quote = "> Did it help?\n> Please tell us.";

/** Text that holds no quote at all and must come back whole. */
const whole: Record<string, string> = {
  "content-starts-with-on":
    'On Tuesday my colleague wrote:\n"the export is broken". Since then nobody answered.\n\nWhen will it be repaired?',
  "content-on-date-someone-wrote":
    "On 18 November 2026 your colleague wrote:\nwe will call you back.\n\nNobody called. What now?",
  "content-shell-transcript":
    "This is what I typed:\n\n$ psql shop\n> SELECT count(*) FROM orders;\n> \\q\n\nIt prints 0, but there are orders.",
  "content-npm-output":
    "The build fails:\n\n> shop@1.0.0 build\n> tsc -p .\n\nerror TS2307: Cannot find module './cart'.\n\nAny idea?",
  "content-diff":
    "I changed one line and now it works:\n\n3c3\n< timeout = 5\n---\n> timeout = 30\n\nCould that be the default?",
  "content-unified-diff":
    "My patch:\n\n--- a/cart.ts\n+++ b/cart.ts\n@@ -1,3 +1,3 @@\n-const max = 5;\n+const max = 30;\n\nPlease have a look.",
  "content-python-prompt":
    "In the console:\n\n>>> import shop\n>>> shop.version\n'1.2.3'\n\nIs this version still supported?",
  "content-stack-trace":
    "The log says:\n\njava.lang.IllegalStateException: no cart\n    at com.shop.Cart.open(Cart.java:42)\n    at com.shop.Main.main(Main.java:7)\nCaused by: java.io.IOException: closed\n    ... 12 more\n\nWhat does it mean?",
  "content-log-with-mail-fields":
    "Our relay prints:\n\nFrom: noreply@shop.example\nTo: ada@example.org\nStatus: deferred\n\nWhy is it deferred?",
  "content-travel-from-to":
    "Please book a train for me:\n\nFrom: Warszawa\nTo: Kraków\nDate: 12 December, in the morning\nSubject: business trip\n\nThank you!",
  "content-form":
    "New order from the form:\n\nFrom: Ada\nPhone: 123 456 789\nSubject: Order 17\nMessage: Please call me back.\n\nCan you see it in the panel too?",
  "content-poem":
    "My poem for your newsletter:\n\nThe rain has written on the pane\na letter to the street again:\n  come out, come out,\n  the day is plain.\n\nMay I have it printed?",
  "content-table":
    "Here are the numbers:\n\n| day | sent | opened |\n|-----|------|--------|\n| Mon | 1200 | 340    |\n| Tue | 1180 | 12     |\n\nTuesday cannot be right.",
  "content-dashes-between-parts":
    "First question: how do I export?\n\n---\n\nSecond question: how do I import?\n\n---\n\nThird question: can I have both? We need them every morning, for the shop, the warehouse and the accountants.",
  "content-menu-path": "I clicked\n\n> Settings > Billing > Invoices\n\nand the page stayed empty.",
  "content-markdown-code": "```\nif (a > b) {\n  send();\n}\n```\n\nIs this loop right?",
  "content-sent-from-in-sentence":
    "The mails that are\nsent from my iPhone app never arrive at your side, while those from the browser do. What can I do?",
  "content-disclaimer-talk":
    "I received this message in error, please delete the attachments from my account and tell me who else saw the confidential numbers.",
  "content-list-of-times":
    "These are the times at which it failed:\n\n18.11.2026 10:14\n18.11.2026 10:20\n19.11.2026 07:02\n\nCan you see anything at your side?",
  "content-begins-with-dashes": "--\nHello,\n\nthe import is stuck at 40 percent since Monday. Please help.",
  "content-xml":
    "The answer of your API:\n\n<order>\n  <from>shop</from>\n  <to>ada</to>\n</order>\n\nThere is no price in it.",
  "content-polish-od-do":
    "Proszę o fakturę za okres:\n\nOd: 1 listopada\nDo: 15 listopada\n\nDziękuję z góry za pomoc.",
  "forward-gmail-no-note":
    "---------- Forwarded message ---------\nFrom: Ada <ada@example.org>\nDate: Wed, Nov 18, 2026 at 10:14 AM\nSubject: Broken cart\nTo: <ewa@shop.example>\n\n\nThe cart stays empty.",
  "forward-outlook-no-note":
    "From: Ada <ada@example.org>\nSent: Wednesday, November 18, 2026 10:14 AM\nTo: Ewa Nowak <ewa@shop.example>\nSubject: Broken cart\n\nThe cart stays empty.",
  "forward-apple-no-note":
    "Begin forwarded message:\n\nFrom: Ada <ada@example.org>\nSubject: Broken cart\nDate: 18 November 2026 at 10:14:22 CET\nTo: ewa@shop.example\n\nThe cart stays empty.",
  "forward-gmail-with-note-pl":
    "Proszę spojrzeć na zgłoszenie klientki poniżej.\n\n---------- Forwarded message ---------\nOd: Ada <ada@example.org>\nDate: śr., 18 lis 2026 o 10:14\nSubject: Pusty koszyk\nTo: <ewa@shop.example>\n\n\nKoszyk jest pusty.",
  "content-request-to-erase":
    "Dzień dobry,\n\nProszę o usunięcie moich danych osobowych zgodnie z RODO. Jestem adresatem Państwa newslettera i nie wyrażam zgody na ich przetwarzanie.",
  "content-own-warning": "Warning: your external API is down since morning and we lose orders.\n\nPlease help",
  "content-own-attention":
    "Attention: external links in your mails are broken, nobody can click them.\n\nSince Monday.",
  "content-address-after-thanks": "It fails.\n\nThanks\n\nHere is the address:\nul. Długa 1\ntel. 600 100 200",
  "content-order-number-after-name": "It fails.\n\nRegards,\nJan\n\nOrder no. 12345678\nwww.shop.example/broken",
  "content-new-number-after-name":
    "It fails.\n\nRegards\nJan Kowalski\nMy new number is +48 600 100 200, please change it in the profile",
  "content-pasted-source-of-a-mail":
    "Here are the headers of the message that fails:\n\nReceived: from a by b\nFrom: noreply@shop.example\nDate: Wed, 18 Nov 2026 10:14:22 +0000\nTo: ada@example.org\nSubject: Order\nMessage-ID: <1@shop.example>\n\nWhy was it not delivered?",
  "content-timeline-with-wrote":
    "Timeline:\n\n10:14 On 18/11/2026 Jan wrote:\n please restart\n10:20 restarted\n\nWhat now?",
  "content-journey-with-date":
    "We have two cases.\n\nCase 1:\nFrom: Berlin\nDate: 18.11.2026 10:14\nTo: Warsaw\n\nCase 2 is the same but later.",
  "content-user-list":
    "Please add these users:\n\nName: Jan\nFrom: 1.12.2026\nTo: 31.12.2026\nSubject: access\n\nThanks",
  "content-sql-with-dashes": "SELECT 1\n--\nSELECT 2\n\nWhich of the two is right?",
  "content-machine-wrote-fr": "Bonjour\n\nLe 18 novembre 2026 à 10:14 le serveur a écrit :\nerreur 42\n\nPourquoi ?",
  "content-machine-wrote-de": "Guten Tag,\nAm 18.11.2026 um 10:14 schrieb der Server ins Log:\nerror 42\n\nWarum?",
  "content-notice-to-change":
    "Could you change our footer to:\n\nThis e-mail is confidential and intended solely for the addressee. Any disclosure is prohibited.",
  "content-quoted-terms":
    "Cytuję regulamin:\n\n> Użytkownik może odstąpić od umowy w ciągu 14 dni.\n\nJak mam to zrobić?",
  "content-sent-from-my-desk": "Here is another mail.\n\nSent from my desk, is much easier than my mobile phone.",
  "content-command-on-your-host":
    "On your remote host you can run:\n\n    telnet 127.0.0.1 52698\n\nThis should connect on 18.11.2026. If that\nfails, the tunnel does not work.",
  "content-fields-of-a-log":
    "Hi,\n\nFrom the log: ok\n\nDate: 18.11.2026 10:14\nUser: jan\nTo: /dev/null\nError: 42\nSubject: none\n\nplease check",
  "content-customer-wrote-pl":
    'Dzień dobry,\n\nw dniu 18.11.2026 o 10:14 klient napisał:\n\n"gdzie paczka?"\n\nProszę sprawdzić.',
  "content-pasted-bounce":
    "I got this back:\n\nThe following address failed: ada@example.org\n\n----- Original message -----\n\nReceived: by a.example\nMessage-ID: <1@shop.example>\nFrom: noreply@shop.example\n\nWhat does it mean?",
  "content-meeting-notes": "Meeting notes:\n\nJan wrote: the API is slow\nEwa said: yes\n\nCan you check?",
  "content-contact-as-matter":
    "Hi,\n\nthe contact has changed to:\n\nJan Kowalski\n+48 600 100 200\njan@shop.example\n\nRegards\nEwa",
};

export const mailCases: MailCase[] = [
  ...Object.entries(whole).map(([name, text]) => ({ name, text, visible: text })),
  {
    name: "answers-between",
    text: `${attribution}\n\n> 1. Which browser?\n\nFirefox 148.\n\n> 2. Since when?\n\nSince Monday.\n\n> 3. Do others see it?\n> Please ask.\n\nYes, three of us.\n`,
    visible: "Firefox 148.\n\nSince Monday.\n\nYes, three of us.",
  },
  {
    name: "answers-between-tight",
    text: `${attribution}\n> Which browser?\nFirefox 148.\n> Since when?\nSince Monday.\n`,
    visible: "Firefox 148.\nSince Monday.",
  },
  {
    name: "answers-before-between-after",
    text: `Hello, see below.\n\n${attribution}\n> Which browser?\n\nFirefox 148.\n\n> Regards\n> Jan\n\nBy the way: thank you!\n`,
    visible: "Hello, see below.\n\nFirefox 148.\n\nBy the way: thank you!",
  },
  {
    name: "answers-between-html-gmail",
    text: `Hello\n\n${attribution}\n\n> Which browser?\n>\nFirefox 148.\n\n> Since when?\n>\nSince Monday.\n`,
    html: `<div dir="ltr"><div>Hello</div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed, Nov 18, 2026 at 10:14 AM Jan Kowalski &lt;<a href="mailto:jan@shop.example">jan@shop.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote">Which browser?<br></blockquote><div>Firefox 148.</div><blockquote class="gmail_quote">Since when?<br></blockquote><div>Since Monday.</div></div>`,
    visible: "Hello\n\nFirefox 148.\n\nSince Monday.",
  },
  {
    name: "nested-quotes",
    text: `Fine.\n\n${attribution}\n>\n> On Tue, Nov 17, 2026 at 9:00 AM Ewa <ewa@shop.example> wrote:\n>>\n>>> older\n>> old\n> new\n`,
    visible: "Fine.",
  },
  {
    name: "quote-broken-by-relay",
    text: `${attribution}\n> We looked into the export of your campaigns and found that the scheduled\njob was\n> stopped by the update of last Friday, which we have now rolled back for\nall\n> accounts.\n\nThank you, it runs.\n`,
    visible: "Thank you, it runs.",
  },
  {
    name: "quote-without-attribution",
    text: "> Did you try another browser?\n\nYes, the same there.\n",
    visible: "Yes, the same there.",
  },
  { name: "empty-above-quote", text: `\n\n${attribution}\n${quote}\n`, visible: "" },
  { name: "only-phone-line-above-quote", text: `Sent from my iPhone\n\n${attribution}\n${quote}\n`, visible: "" },
  {
    name: "signature-with-space",
    text: `Thanks!\n\n-- \nEwa Nowak\nShop sp. z o.o.\n+48 600 100 200\n\n${attribution}\n${quote}\n`,
    visible: "Thanks!",
  },
  {
    name: "signature-without-space",
    text: "Thanks!\n\n--\nEwa Nowak | Shop\nhttps://shop.example\n",
    visible: "Thanks!",
  },
  {
    name: "signature-contact-en",
    text: "It works, thank you.\n\nBest regards,\nEwa Nowak\nHead of Sales\nShop Inc.\nphone: +48 600 100 200\nwww.shop.example\n",
    visible: "It works, thank you.\n\nBest regards,\nEwa Nowak",
  },
  {
    name: "signature-contact-pl",
    text: "Działa, dziękuję.\n\nZ poważaniem\nEwa Nowak\nKierownik sprzedaży\n\nShop sp. z o.o.\nul. Długa 1, 00-001 Warszawa\ntel. 600 100 200\ne-mail: ewa@shop.example\n",
    visible: "Działa, dziękuję.\n\nZ poważaniem\nEwa Nowak",
  },
  {
    name: "signature-contact-de-before-outlook",
    text: "Es geht wieder.\n\nMit freundlichen Grüßen\nEwa Nowak\n\nShop GmbH\nHauptstraße 1, 10115 Berlin\nTel.: +49 30 1234567\n\nVon: Jan Kowalski <jan@acme.example>\nGesendet: Mittwoch, 18. November 2026 10:14\nAn: Ewa Nowak <ewa@shop.example>\nBetreff: AW: Export\n\nHat es geholfen?\n",
    visible: "Es geht wieder.\n\nMit freundlichen Grüßen\nEwa Nowak",
  },
  {
    name: "signature-then-postscript",
    text: "It works.\n\nRegards,\nEwa\n\nPS: please also call me at +48 600 100 200 tomorrow.\n",
    visible: "It works.\n\nRegards,\nEwa\n\nPS: please also call me at +48 600 100 200 tomorrow.",
  },
  {
    name: "closing-and-name-only",
    text: "It works.\n\nKind regards\nEwa\n",
    visible: "It works.\n\nKind regards\nEwa",
  },
  {
    name: "signature-underscores-list",
    text: "I see the same.\n\n_______________________________________________\nshop-users mailing list\nshop-users@lists.example.org\nhttps://lists.example.org/mailman/listinfo/shop-users\n",
    visible: "I see the same.",
  },
  {
    name: "list-footer-google-groups",
    text: 'I see the same.\n\n-- \nYou received this message because you are subscribed to the Google Groups "shop" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to shop+unsubscribe@googlegroups.example.\nTo view this discussion visit https://groups.example/d/msgid/shop/abc.\n',
    visible: "I see the same.",
  },
  {
    name: "notification-reply-github",
    text: "Fixed in the last release.\n\nOn Wed, Nov 18, 2026 at 10:14 AM Jan Kowalski ***@***.***> wrote:\n\n> It still fails here.\n>\n> —\n> Reply to this email directly, view it on GitHub\n> <https://github.example/shop/cart/issues/17>, or unsubscribe\n> <https://github.example/notifications/unsubscribe/abc>.\n> You are receiving this because you were mentioned.Message ID:\n> ***@***.***>\n>\n",
    visible: "Fixed in the last release.",
  },
  {
    name: "notification-github",
    text: "It still fails here.\n\n—\nReply to this email directly, view it on GitHub<https://github.example/shop/cart/issues/17>, or unsubscribe<https://github.example/notifications/abc>.\nYou are receiving this because you were mentioned.Message ID: <shop/cart/issues/17@github.example>\n",
    visible: "It still fails here.",
  },
  {
    name: "disclaimer-en",
    text: "Please find the file attached.\n\nEwa\n\nThis e-mail and any attachments are confidential and intended solely for the use of the individual to whom it is addressed. If you have received this email in error please notify the sender and delete it. Any unauthorised disclosure or copying is strictly prohibited.\n\nPlease consider the environment before printing this e-mail.\n",
    visible: "Please find the file attached.\n\nEwa",
  },
  {
    name: "disclaimer-pl",
    text: "W załączeniu plik.\n\nEwa\n\nTa wiadomość może zawierać informacje poufne, przeznaczone wyłącznie dla adresata. Jeżeli nie są Państwo jej adresatem, prosimy o powiadomienie nadawcy i usunięcie wiadomości wraz z załącznikami. Kopiowanie i rozpowszechnianie jest zabronione.\n",
    visible: "W załączeniu plik.\n\nEwa",
  },
  {
    name: "disclaimer-de",
    text: "Anbei die Datei.\n\nEwa\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Empfänger sind, informieren Sie bitte sofort den Absender und vernichten Sie diese E-Mail. Das unerlaubte Kopieren sowie die unbefugte Weitergabe sind nicht gestattet.\n",
    visible: "Anbei die Datei.\n\nEwa",
  },
  {
    name: "disclaimer-fr",
    text: "Voici le fichier.\n\nEwa\n\nCe message et ses pièces jointes sont confidentiels et établis à l'intention exclusive de leurs destinataires. Si vous avez reçu ce message par erreur, merci d'avertir l'expéditeur et de le détruire. Toute diffusion est interdite.\n",
    visible: "Voici le fichier.\n\nEwa",
  },
  {
    name: "disclaimer-company-pl",
    text: "Potwierdzam.\n\nEwa Nowak\n\nShop sp. z o.o. z siedzibą w Warszawie, ul. Długa 1, wpisana do rejestru przedsiębiorców KRS pod numerem 0000123456, NIP 5250000000, REGON 140000000, kapitał zakładowy 50 000 zł\n",
    visible: "Potwierdzam.\n\nEwa Nowak",
  },
  {
    name: "banner-external-tag",
    text: "[EXTERNAL]\n\nThe export is empty today.\n",
    visible: "The export is empty today.",
  },
  {
    name: "banner-caution",
    text: "CAUTION: This email originated from outside of the organization. Do not click links or open\nattachments unless you recognize the sender and know the content is safe.\n\n\nThe export is empty today.\n",
    visible: "The export is empty today.",
  },
  {
    name: "banner-pl",
    text: "UWAGA: Ta wiadomość pochodzi spoza organizacji. Nie otwieraj załączników i odnośników, jeżeli nie znasz nadawcy.\n\nEksport jest dziś pusty.\n",
    visible: "Eksport jest dziś pusty.",
  },
  {
    name: "banner-unusual-sender",
    text: "You don't often get email from ewa@shop.example. Learn why this is important<https://aka.ms/LearnAboutSenderIdentification>\nThe export is empty today.\n",
    visible: "The export is empty today.",
  },
  {
    name: "reply-marker",
    text: "Yes, please close it.\n\n##- Please type your reply above this line -##\n\nYour request was answered.\n\nJan, Acme Support\n",
    visible: "Yes, please close it.",
  },
  {
    name: "own-letter-below",
    text: "Yes, please close it.\n\nOn Thu, 19 Nov 2026 at 09:00, Acme Support <support+abc@acme.example> wrote:\n> Is it solved?\n>\n> Ref: k1abcdefghijklmnopqrstuvwxyz234567\n",
    visible: "Yes, please close it.",
  },
  {
    name: "thread-of-outlook",
    text: "Agreed.\n\nEwa\n\nFrom: Jan Kowalski <jan@acme.example>\nSent: Wednesday, November 18, 2026 10:14 AM\nTo: Ewa Nowak <ewa@shop.example>\nCc: Ola <ola@shop.example>; Piotr Wiśniewski <piotr.wisniewski@shop.example>; Anna\n Zielińska <anna@shop.example>\nSubject: RE: Export\n\nShall we?\n\nFrom: Ewa Nowak <ewa@shop.example>\nSent: Tuesday, November 17, 2026 9:00 AM\nTo: Jan Kowalski <jan@acme.example>\nSubject: Export\n\nHello\n",
    visible: "Agreed.\n\nEwa",
  },
  {
    name: "outlook-underscores",
    text: "Agreed.\n\n_____\n\nFrom: Jan Kowalski [mailto:jan@acme.example]\nSent: Wednesday, November 18, 2026 10:14 AM\nTo: 'Ewa Nowak'\nSubject: RE: Export\n\nShall we?\n",
    visible: "Agreed.",
  },
  {
    name: "enron-like",
    text: 'Vince,\n\nI will be there.\n\nShirley\n\n\n\n\n"John Smith" <jsmith@energy.example> on 01/10/2026 03:39:20 PM\nTo: Vince Miller/HOU/ACME@ACME\ncc: Shirley Crane/HOU/ACME@ACME\nSubject: Meeting\n\nCan you come?\n',
    visible: "Vince,\n\nI will be there.\n\nShirley",
  },
  {
    name: "html-only-outlook-web",
    text: "",
    html: `<html><body><div>Agreed, please close it.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Jan Kowalski &lt;jan@acme.example&gt;<br><b>Sent:</b> Wednesday, November 18, 2026 10:14 AM<br><b>To:</b> Ewa<br><b>Subject:</b> Export<div>&nbsp;</div></div><div>Shall we close it?</div></body></html>`,
    visible: "Agreed, please close it.",
  },
  {
    name: "html-only-gmail",
    text: "",
    html: `<div dir="ltr">Agreed.<div><br></div><div>Ewa</div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed, Nov 18, 2026 at 10:14 AM Jan &lt;<a href="mailto:jan@acme.example">jan@acme.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">Shall we close it?</blockquote></div>`,
    visible: "Agreed.\n\nEwa",
  },
  {
    name: "html-knows-language-we-do-not",
    text: "Sawa, funga tiketi hii.\n\nMnamo Jumatano, 18 Novemba 2026 saa 10:14, Jan Kowalski <jan@acme.example> ameandika hivi:\n\nJe, tufunge tiketi?\nAsante.\n",
    html: `<div dir="ltr">Sawa, funga tiketi hii.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Mnamo Jumatano, 18 Novemba 2026 saa 10:14, Jan Kowalski &lt;jan@acme.example&gt; ameandika hivi:<br></div><blockquote class="gmail_quote">Je, tufunge tiketi?<br>Asante.</blockquote></div>`,
    visible: "Sawa, funga tiketi hii.",
  },
  {
    name: "html-answer-below-unmarked-quote",
    text: "On Wed, Nov 18, 2026 at 10:14 AM Jan Kowalski <jan@acme.example> wrote:\n\nShall we close the ticket?\n\nYes, do close it, everything works.\n",
    html: `<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed, Nov 18, 2026 at 10:14 AM Jan Kowalski &lt;jan@acme.example&gt; wrote:<br></div><blockquote class="gmail_quote">Shall we close the ticket?</blockquote></div><div dir="ltr">Yes, do close it, everything works.</div>`,
    visible: "Yes, do close it, everything works.",
  },
  {
    name: "html-typed-marks-are-content",
    text: `It prints\n\n> ready\n> steady, then nothing happens for an hour\n\nand stops.\n\n${attribution}\n${quote}\n`,
    html: `<div dir="ltr">It prints<br><br>&gt; ready<br>&gt; steady, then nothing happens for an hour<br><br>and stops.</div><br><div class="gmail_quote"><div class="gmail_attr">On Wed, Nov 18, 2026 at 10:14 AM Jan Kowalski &lt;jan@shop.example&gt; wrote:<br></div><blockquote class="gmail_quote">Did it help?<br>Please tell us.</blockquote></div>`,
    visible: "It prints\n\n> ready\n> steady, then nothing happens for an hour\n\nand stops.",
  },
  {
    name: "html-gmail-signature",
    text: `Works.\n\nEwa Nowak\nShop, Warsaw\n\n${attribution}\n${quote}\n`,
    html: `<div dir="ltr">Works.<div><br></div><div class="gmail_signature"><div>Ewa Nowak</div><div>Shop, Warsaw</div></div></div><br><div class="gmail_quote"><div class="gmail_attr">On Wed, Nov 18, 2026 at 10:14 AM Jan Kowalski &lt;jan@shop.example&gt; wrote:<br></div><blockquote class="gmail_quote">Did it help?<br>Please tell us.</blockquote></div>`,
    visible: "Works.",
  },
  {
    name: "below-signature",
    text: "Hello\n\n-- \nJan\n\nOne more thing that I forgot above: the export to the warehouse is empty as well.\n",
    visible: "Hello\n\nOne more thing that I forgot above: the export to the warehouse is empty as well.",
  },
  {
    name: "attribution-in-pieces",
    text: "Fine.\n\nOn\n18 Nov 2026,\nJan Kowalski <jan@shop.example>\nwrote:\n\n> Did it help?\n",
    visible: "Fine.",
  },
  {
    name: "attribution-blank-before-wrote",
    text: "Fine.\n\nOn Wed, Nov 18, 2026 at 10:14 AM, Jan\nKowalski <jan@shop.example>\n\nwrote:\n\n> Did it help?\n",
    visible: "Fine.",
  },
  {
    name: "fields-above-values",
    text: "Fine.\n\nFrom:\nJan Kowalski <jan@shop.example>\nTo:\nEwa <ewa@shop.example>\nDate:\n18/11/2026 10:14\nSubject:\nRe: Export\n\nDid it help?\n",
    visible: "Fine.",
  },
  {
    name: "quoted-with-bars",
    text: "On 18/11/2026 10:14, Jan Kowalski wrote:\n| Did it help?\n| Please tell us.\n\nIt did.\n",
    visible: "It did.",
  },
  {
    name: "quoted-with-initials",
    text: "On 18/11/2026 10:14, Jan Kowalski wrote:\n\nJK> Did it help?\nJK> Please tell us.\n\nIt did.\n",
    visible: "It did.",
  },
  {
    name: "framed-attribution-pl",
    text: "Tak.\n\n---- Użytkownik Jan Kowalski napisał ----\n\nCzy pomogło?\n",
    visible: "Tak.",
  },
  {
    name: "notes-tabs",
    text: "I agree.\n\n\n\n\n\tJan Kowalski\n\t01/10/2026 03:39 PM\n\t\t \n\t\t To: Vince Miller/HOU/ACME@ACME\n\t\t cc: \n\t\t Subject: Meeting\n\nCan you come?\n",
    visible: "I agree.",
  },
  {
    name: "notes-date-behind-name",
    text: "I agree.\n\n\n\n\nFrom: Jan Kowalski@ACME on 01/10/2026 03:39 PM\nTo: Vince Miller/HOU/ACME@ACME\ncc:  \nSubject: Meeting\n\nCan you come?\n",
    visible: "I agree.",
  },
  {
    name: "phone-block-on-one-line",
    text: "Fine.\nSent from my Verizon, Samsung Galaxy smartphone\n-------- Original message --------From: Jan <jan@shop.example> Date: 11/18/26  10:14 AM  (GMT-05:00) To: ewa@shop.example Subject: Re: Export \nDid it help?\n",
    visible: "Fine.",
  },
  {
    name: "marked-outlook-block",
    text: "Yes.\n\n> -----Original Message-----\n> From: Jan Kowalski <jan@shop.example>\n> Sent: Wednesday, November 18, 2026 10:14 AM\n> To: Ewa Nowak <ewa@shop.example>\n> Subject: Export\n>\n> if (a) { b(); }\n> c = d;\n> e = f;\n> g = h;\n> i = j;\n> k = l;\n> m = n;\n",
    visible: "Yes.",
  },
  {
    name: "html-bare-blockquote-with-nested-cite",
    text: `Fine.\n\nOn 18/11/2026 10:14, Jan Kowalski wrote:\n\n> Did it help?\n>\n>> The older mail.\n`,
    html: `<div>Fine.</div><div>On 18/11/2026 10:14, Jan Kowalski wrote:</div><blockquote>Did it help?<blockquote type="cite">The older mail.</blockquote></blockquote>`,
    visible: "Fine.",
  },
  {
    name: "html-knows-only-the-older-quote",
    text: "Agreed, thank you.\n\nFrom: Jan Kowalski <jan@acme.example>\nSent: Wednesday, November 18, 2026 10:14 AM\nTo: Ewa Nowak <ewa@shop.example>\nSubject: RE: Export\n\nShall we close the ticket now?\n\nOn Tue, Nov 17, 2026 at 9:00 AM Ewa Nowak <ewa@shop.example> wrote:\n\nThe export works again since this morning.\n",
    html: `<p>Agreed, thank you.</p><div><b>From:</b> Jan Kowalski &lt;jan@acme.example&gt;<br><b>Sent:</b> Wednesday, November 18, 2026 10:14 AM<br><b>To:</b> Ewa Nowak &lt;ewa@shop.example&gt;<br><b>Subject:</b> RE: Export</div><p>Shall we close the ticket now?</p><div class="gmail_quote"><div class="gmail_attr">On Tue, Nov 17, 2026 at 9:00 AM Ewa Nowak &lt;ewa@shop.example&gt; wrote:</div><blockquote class="gmail_quote">The export works again since this morning.</blockquote></div>`,
    visible: "Agreed, thank you.",
  },
  {
    name: "html-outlook-mac-2011",
    text: "See below.\n\nFrom: Jan Kowalski <jan@acme.example>\nDate: Wednesday, 18 November 2026 at 10:14\nTo: Ewa Nowak <ewa@shop.example>\nSubject: Export\n\nDid it help?\n",
    html: `<div>See below.</div><span id="OLK_SRC_BODY_SECTION"><div><b>From:</b> Jan Kowalski &lt;jan@acme.example&gt;<br><b>Date:</b> Wednesday, 18 November 2026 at 10:14<br><b>To:</b> Ewa Nowak<br><b>Subject:</b> Export</div><div>Did it help?</div></span>`,
    visible: "See below.",
  },
  {
    name: "attribution-vietnamese",
    text: "Cảm ơn.\n\nVào 10:14 18 tháng 11, 2026, Jan Kowalski <jan@shop.example> đã viết:\n\n> Xin chào\n",
    visible: "Cảm ơn.",
  },
  {
    name: "attribution-date-with-hyphens",
    text: "Thanks.\n\nOn 18-Nov-2026, at 10:14 AM, Jan Kowalski <jan@shop.example> wrote:\n\nDid it help?\n",
    visible: "Thanks.",
  },
  {
    name: "groupwise-wrapped-attribution",
    text: ">>> Jan Kowalski <jan@shop.example> schrieb am 13.07.2026 um 17:12 in\nNachricht\n<xmqq@shop.example>:\n> Hat es geholfen?\n> Bitte melden.\n\nDanke, geht.\n",
    visible: "Danke, geht.",
  },
  {
    name: "groupwise-unmarked",
    text: "Thanks, it works.\n\n>>> Jan Kowalski <jan@shop.example> 11/18/2026 10:14 AM >>>\nHello,\n\ndid it help?\n",
    visible: "Thanks, it works.",
  },
  {
    name: "outlook-mac-2019-indented",
    text: 'This mends it.\n\n\ufeffOn 13/05/26, 11:36 AM, "Jan Kowalski" <jan@shop.example> wrote:\n\n    Hello,\n    \n    did it help?\n    \n\n_______________________________________________\nshop-users mailing list\nshop-users@lists.example.org\nhttps://lists.example.org/mailman/listinfo/shop-users\n',
    visible: "This mends it.",
  },
  {
    name: "yahoo-old-fields-in-quote",
    text: "I understand.\n\nThanks,\n\nEwa\n\n\n--- On Tue, 12/2/08, Jan Kowalski <jan@shop.example> wrote:\n\n> From: Jan Kowalski <jan@shop.example>\n> Subject: Re: Export\n> To: ewa@shop.example\n> Date: Tuesday, December 2, 2008, 3:51 PM\n> Did you\n> try again?\n",
    visible: "I understand.\n\nThanks,\n\nEwa",
  },
  {
    name: "attribution-without-colon",
    text: "On Wednesday 23 April 2026 at 17:04 Jan Kowalski <jan@shop.example> wrote\n> Did it help?\n\nYes, that looks better.\n\n--\nEwa\n\nAny email and files/attachments transmitted with it are intended solely for the use of the individual or entity to whom they are addressed. If this message has been sent to you in error, you must not copy, distribute or disclose the information it contains.\n",
    visible: "Yes, that looks better.",
  },
  {
    name: "notes-sent-by",
    text: "ok\n\n\n\n\nVince Miller\nSent by: Shirley Crane\n12/12/2026 09:00 AM\nTo: Jan Kowalski/HOU/ACME@ACME\ncc: \nSubject: Re: x\n\nhello\n",
    visible: "ok",
  },
  {
    name: "notes-blank-lines-in-block",
    text: "I agree.\n\n\n\n\n\tFrom:  Jan Kowalski                           12/12/2026 09:00 AM\n\t\n\nTo: Vince Miller/HOU/ACME@ACME\ncc:  \nSubject: Meeting\n\nhello\n",
    visible: "I agree.",
  },
  {
    name: "html-outlook-rule-alone",
    text: "Sawa, nimeelewa sasa.\n\nKutoka: Jan Kowalski\nImetumwa: Jumatano, Novemba 18, 2026\nMada: Tiketi\n\nJe, tufunge tiketi hii leo?\n",
    html: `<div>Sawa, nimeelewa sasa.</div><hr style="display:inline-block;width:98%" tabindex="-1"><div><b>Kutoka:</b> Jan Kowalski<br><b>Imetumwa:</b> Jumatano, Novemba 18, 2026<br><b>Mada:</b> Tiketi</div><div>Je, tufunge tiketi hii leo?</div>`,
    visible: "Sawa, nimeelewa sasa.",
  },
];
