import { describe, expect, test } from "vitest";
import { language } from "../../src/mail/language.ts";

const samples: [string, string][] = [
  [
    "en",
    "Hello, the export has been failing since this morning and we cannot send our campaigns. Can you please help?",
  ],
  ["pl", "Dzień dobry, od rana nie działa nam eksport i nie możemy wysłać kampanii. Proszę o pomoc."],
  [
    "de",
    "Guten Tag, seit heute Morgen funktioniert der Export nicht und wir können keine Kampagnen senden. Bitte helfen Sie uns.",
  ],
  [
    "fr",
    "Bonjour, depuis ce matin l'export ne fonctionne pas et nous ne pouvons plus envoyer nos campagnes. Merci de votre aide.",
  ],
  ["es", "Hola, desde esta mañana la exportación no funciona y no podemos enviar las campañas. ¿Nos pueden ayudar?"],
  [
    "it",
    "Buongiorno, da questa mattina l'esportazione non funziona e non possiamo inviare le campagne. Grazie per l'aiuto.",
  ],
  [
    "pt",
    "Bom dia, desde hoje de manhã a exportação não funciona e não conseguimos enviar as campanhas. Obrigado pela ajuda.",
  ],
  ["nl", "Hallo, sinds vanochtend werkt de export niet en kunnen we geen campagnes versturen. Kunt u ons helpen?"],
  [
    "cs",
    "Dobrý den, od rána nám nefunguje export a nemůžeme odesílat kampaně. Děkuji za pomoc, prosím ozvěte se ještě dnes.",
  ],
  [
    "sk",
    "Dobrý deň, od rána nám nefunguje export a nemôžeme odosielať kampane. Ďakujem za pomoc, prosím ozvite sa ešte dnes.",
  ],
  [
    "sv",
    "Hej, sedan i morse fungerar inte exporten och vi kan inte skicka våra kampanjer. Kan ni hjälpa oss? Tack på förhand.",
  ],
  [
    "no",
    "Hei, siden i morges fungerer ikke eksporten og vi kan ikke sende kampanjene våre. Hva kan vi gjøre nå? Takk for hjelpen.",
  ],
  [
    "da",
    "Hej, siden i morges virker eksporten ikke, og vi kan ikke sende vores kampagner. Hvad kan vi gøre nu? Tak for hjælpen.",
  ],
  ["fi", "Hei, vienti ei ole toiminut aamusta lähtien emmekä voi lähettää kampanjoita. Voisitteko auttaa? Kiitos."],
  [
    "hu",
    "Tisztelt Ügyfélszolgálat, reggel óta nem működik az export, és nem tudjuk elküldeni a kampányokat. Köszönöm a segítséget.",
  ],
  [
    "ro",
    "Bună ziua, de azi dimineață exportul nu funcționează și nu putem trimite campaniile. Vă mulțumesc pentru ajutor.",
  ],
  ["uk", "Добрий день, з ранку не працює експорт, і ми не можемо надіслати кампанії. Дякую за допомогу."],
  ["ru", "Здравствуйте, с утра не работает экспорт, и мы не можем отправить рассылки. Спасибо за помощь."],
  [
    "tr",
    "Merhaba, bu sabahtan beri dışa aktarma çalışmıyor ve kampanyalarımızı gönderemiyoruz. Yardımınız için teşekkürler.",
  ],
  ["el", "Καλημέρα, από το πρωί δεν λειτουργεί η εξαγωγή και δεν μπορούμε να στείλουμε τις καμπάνιες."],
  ["ja", "お世話になっております。今朝からエクスポートが動作せず、キャンペーンを送信できません。"],
  ["zh", "您好，从今天早上开始导出功能无法使用，我们无法发送活动。请帮忙处理，谢谢。"],
  ["ko", "안녕하세요, 오늘 아침부터 내보내기가 작동하지 않아 캠페인을 보낼 수 없습니다."],
];

describe("a text's language is told from its letters and common words", () => {
  test.each(samples)("%s", (code, text) => {
    expect(language(text)).toBe(code);
  });
});

test.each(["", "ok", "12345 67890", "https://example.com/the/of/and", "asdf qwer zxcv", "ERR_CONN_RESET 0x80004005"])(
  "nothing is guessed from %j",
  (text) => {
    expect(language(text)).toBeNull();
  },
);

test("only the first two thousand characters are looked at", () => {
  expect(language(`${"x".repeat(2_000)} ${samples[0]?.[1] ?? ""}`)).toBeNull();
});
