import { describe, expect, test } from "vitest";
import { visible } from "../../src/mail/visible/visible.ts";

const advertising = [
  "Sent from my iPhone",
  "Sent from my iPad",
  "Sent from my Galaxy",
  "Sent from my Verizon, Samsung Galaxy smartphone",
  "Sent via the Samsung GALAXY S®4, an AT&T 4G LTE smartphone",
  "Sent from my BlackBerry 10 smartphone.",
  "Sent from my Verizon Wireless BlackBerry",
  "Sent from my mobile device, please excuse any typos",
  "Sent from Mail for Windows",
  "Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows 10",
  "Sent from Yahoo Mail on Android",
  "Sent from Outlook for Android",
  "Sent with Proton Mail secure email.",
  "Sent via Superhuman iOS",
  "Get Outlook for iOS<https://aka.ms/o0ukef>",
  "Get Outlook for Android <https://aka.ms/AAb9ysg>",
  "Get BlueMail for Android",
  "Wysłane z iPhone'a",
  "Wysłane z mojego iPhone’a",
  "Wysłano z mojego smartfona Galaxy",
  "Wysłano z Yahoo Mail na Androidzie",
  "Wysłane z aplikacji Poczta dla systemu Windows",
  "Pobierz aplikację Outlook dla systemu iOS<https://aka.ms/o0ukef>",
  "Pobierz Outlooka dla systemu Android",
  "Von meinem iPhone gesendet",
  "Von meinem Samsung Galaxy Smartphone gesendet.",
  "Gesendet von Outlook für Android",
  "Gesendet mit der GMX Mail App",
  "Diese Nachricht wurde von meinem Android Mobiltelefon mit WEB.DE Mail gesendet.",
  "Outlook für iOS beziehen",
  "Envoyé de mon iPhone",
  "Envoyé depuis mon appareil mobile Samsung.",
  "Télécharger Outlook pour iOS",
  "Enviado desde mi iPhone",
  "Obtener Outlook para Android",
  "Inviato da iPhone",
  "Inviato dal mio telefono Android",
  "Ottieni Outlook per iOS",
  "Enviado do meu iPhone",
  "Obter o Outlook para iOS",
  "Verstuurd vanaf mijn iPhone",
  "Verzonden vanaf Outlook voor Android",
  "Odesláno z iPhonu",
  "Získat Outlook pro iOS",
  "Odoslané z iPhonu",
  "Skickat från min iPhone",
  "Hämta Outlook för iOS",
  "Sendt fra min iPhone",
  "Hent Outlook til iOS",
  "Lähetetty iPhonesta",
  "Hanki Outlook for iOS",
  "Küldve az iPhone-omról",
  "Trimis de pe iPhone-ul meu",
  "Надіслано з iPhone",
  "Отправлено с iPhone",
  "Отправлено из Яндекс.Почты для мобильных",
  "iPhone'umdan gönderildi",
  "Στάλθηκε από το iPhone μου",
  "iPhoneから送信",
  "发自我的 iPhone",
  "從我的 iPhone 傳送",
  "나의 iPhone에서 보냄",
];

describe("a client's advertising at the end is no word of the writer", () => {
  test.each(advertising)("%s", (line) => {
    expect(visible(`It works now.\n\n${line}\n`, null).visible).toBe("It works now.");
  });
});

const said = [
  "Sent from my desk, is much easier than my mobile phone.",
  "Sent from the shop: 20 parcels. Received: 18. Where are two?",
  "Get Outlook working again, please!",
  "Sent from my iPhone the pictures are not uploaded",
  "Wysłane z panelu faktury nie dochodzą na telefon klienta.",
  "Von meinem iPhone kann ich die Seite nicht öffnen",
];

describe("a sentence that begins like it stays", () => {
  test.each(said)("%s", (line) => {
    expect(visible(`It fails.\n\n${line}\n`, null).visible).toBe(`It fails.\n\n${line}`);
  });
});

test("a signature goes up to its delimiter, and the closing above it stays", () => {
  const text =
    "It works.\n\nBest regards,\n\n-- \nEwa Nowak\nShop\n+48 600 100 200\n\nPlease consider the environment before printing.\n";
  const found = visible(text, null);
  expect(found.visible).toBe("It works.\n\nBest regards,");
  expect(found.cuts).toEqual([
    { rule: "signature", from: 5, to: 8 },
    { rule: "disclaimer", from: 10, to: 10 },
  ]);
});

test("a mail of nothing but a quote shows nothing new", () => {
  expect(visible("On 18/11/2026 10:14, Jan Kowalski wrote:\n> Did it help?\n", null)).toEqual({
    visible: "",
    elided: "On 18/11/2026 10:14, Jan Kowalski wrote:\n> Did it help?",
    cuts: [
      { rule: "attribution", from: 1, to: 1 },
      { rule: "quote", from: 2, to: 2 },
    ],
  });
});
