/** The docs of a shop platform in English and Polish, and what customers write: the cases that suggestions are judged by. */

export type DocsPage = { path: string; language: "en" | "pl"; title: string; text: string };

const english: [title: string, text: string][] = [
  [
    "Reset your password",
    "Open the sign-in page and follow Forgot password. We mail you a link that works for one hour. Choose a new password of at least twelve characters.",
  ],
  [
    "Export your orders as CSV",
    "In Orders choose Export. Pick the columns and the period; the file is mailed to you when it is ready. Large exports take some minutes.",
  ],
  [
    "Import products from a spreadsheet",
    "Prepare a file with one product a row. Upload it under Products, Import, and match the columns. Errors are listed by row.",
  ],
  [
    "Set up two-factor authentication",
    "Under Security turn on two-factor authentication and scan the code with an app on your phone. Keep the recovery codes in a safe place.",
  ],
  [
    "Change the billing address on your invoices",
    "Go to Billing, Details. The new address stands on all invoices from then on; earlier invoices are not changed.",
  ],
  [
    "Refund a payment",
    "Open the order, choose Refund and say how much. The money is back on the card within five to ten days. Partial refunds are possible.",
  ],
  [
    "Connect your own domain",
    "Add a CNAME record at your DNS provider that points to shops.example, then enter the domain under Settings. A certificate is made for you.",
  ],
  [
    "Webhooks: retries and signatures",
    "We send each event to your endpoint and try again for three days. Verify the signature header with your secret before you trust the body.",
  ],
  [
    "API rate limits",
    "Each key may send one hundred requests a minute. Above that we answer 429 with a Retry-After header. Ask us for a higher limit.",
  ],
  [
    "Invite a colleague and choose their role",
    "Under Team choose Invite. Owners may do everything, editors change products, viewers only look.",
  ],
  [
    "Delete your account and your data",
    "Owners can delete the account under Settings. Everything is removed after thirty days and cannot be brought back.",
  ],
  [
    "Track a parcel",
    "Each shipment has a tracking number in the order. Customers get it by mail when the parcel leaves your warehouse.",
  ],
  [
    "Why is my mail marked as spam?",
    "Publish SPF and DKIM records for your sending domain, warm up slowly, and keep your lists clean. Check the bounce report.",
  ],
  [
    "Schedule a campaign",
    "Write the campaign, choose the audience and set date and hour. Scheduled campaigns can be stopped until they begin.",
  ],
  ["Print shipping labels", "Choose the orders, then Print labels. Labels come as PDF for A4 or a label printer."],
  [
    "Taxes and VAT rates",
    "Set the VAT rate for each country under Taxes. Prices are shown with tax where the law asks for it.",
  ],
];

const polish: [title: string, text: string][] = [
  [
    "Jak zresetować hasło",
    "Na stronie logowania wybierz Nie pamiętam hasła. Wyślemy odnośnik ważny godzinę. Nowe hasło musi mieć co najmniej dwanaście znaków.",
  ],
  [
    "Eksport zamówień do pliku CSV",
    "W Zamówieniach wybierz Eksport. Wskaż kolumny i okres; plik przyjdzie pocztą, gdy będzie gotowy.",
  ],
  [
    "Import produktów z arkusza",
    "Przygotuj plik, jeden produkt w wierszu. Wczytaj go w Produkty, Import i dopasuj kolumny. Błędy są podane według wierszy.",
  ],
  [
    "Włączanie logowania dwuetapowego",
    "W Bezpieczeństwie włącz logowanie dwuetapowe i zeskanuj kod aplikacją w telefonie. Kody zapasowe trzymaj w bezpiecznym miejscu.",
  ],
  [
    "Zmiana adresu na fakturach",
    "Wejdź w Rozliczenia, Dane. Nowy adres będzie na kolejnych fakturach; wcześniejszych się nie zmienia.",
  ],
  [
    "Zwrot płatności klientowi",
    "Otwórz zamówienie, wybierz Zwrot i podaj kwotę. Pieniądze wracają na kartę w ciągu pięciu do dziesięciu dni.",
  ],
  [
    "Podłączanie własnej domeny",
    "Dodaj rekord CNAME u dostawcy DNS, a potem wpisz domenę w Ustawieniach. Certyfikat powstaje sam.",
  ],
  [
    "Limity zapytań API",
    "Każdy klucz może wysłać sto zapytań na minutę. Powyżej odpowiadamy 429 z nagłówkiem Retry-After.",
  ],
  [
    "Zapraszanie współpracowników i role",
    "W Zespole wybierz Zaproś. Właściciel może wszystko, redaktor zmienia produkty, gość tylko ogląda.",
  ],
  [
    "Usuwanie konta i danych",
    "Właściciel może usunąć konto w Ustawieniach. Wszystko znika po trzydziestu dniach i nie da się tego przywrócić.",
  ],
  [
    "Śledzenie przesyłki",
    "Każda przesyłka ma numer w zamówieniu. Kupujący dostaje go pocztą, gdy paczka opuszcza magazyn.",
  ],
  [
    "Dlaczego moje wiadomości trafiają do spamu",
    "Opublikuj rekordy SPF i DKIM dla domeny, z której wysyłasz, i dbaj o listę odbiorców.",
  ],
  [
    "Planowanie kampanii",
    "Napisz kampanię, wybierz odbiorców i ustaw dzień oraz godzinę. Zaplanowaną kampanię można zatrzymać.",
  ],
  [
    "Drukowanie etykiet",
    "Zaznacz zamówienia i wybierz Drukuj etykiety. Etykiety są w PDF na A4 albo drukarkę etykiet.",
  ],
  ["Stawki VAT", "Stawkę VAT ustawia się dla każdego kraju w Podatkach."],
];

const slug = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

const pagesOf = (language: "en" | "pl", list: [string, string][]): DocsPage[] =>
  list.map(([title, text]) => ({ path: `${language}/${slug(title)}`, language, title, text }));

export const docsPages: DocsPage[] = [...pagesOf("en", english), ...pagesOf("pl", polish)];

/** What somebody types, and the guide that must come first; null: none fits. */
export const typedCases: [words: string, language: "en" | "pl" | null, title: string | null][] = [
  ["password", null, "Reset your password"],
  ["reset password", "en", "Reset your password"],
  ["how do I reset my password?", null, "Reset your password"],
  ["pasword reset", "en", "Reset your password"],
  ["passwrod", null, "Reset your password"],
  ["exporting orders", "en", "Export your orders as CSV"],
  ["csv export", null, "Export your orders as CSV"],
  ["order exports to csv", "en", "Export your orders as CSV"],
  ["importing products", "en", "Import products from a spreadsheet"],
  ["product import spredsheet", "en", "Import products from a spreadsheet"],
  ["2fa authentication", "en", "Set up two-factor authentication"],
  ["two factor authentification", "en", "Set up two-factor authentication"],
  ["invoice address", "en", "Change the billing address on your invoices"],
  ["refunds", "en", "Refund a payment"],
  ["refunding payments", "en", "Refund a payment"],
  ["custom domain", "en", "Connect your own domain"],
  ["webhook signature", "en", "Webhooks: retries and signatures"],
  ["rate limit", "en", "API rate limits"],
  ["429 too many requests", "en", "API rate limits"],
  ["invite colleagues", "en", "Invite a colleague and choose their role"],
  ["delete account", "en", "Delete your account and your data"],
  ["parcel tracking", "en", "Track a parcel"],
  ["mails in spam", "en", "Why is my mail marked as spam?"],
  ["DKIM", null, "Why is my mail marked as spam?"],
  ["shcedule campaigns", "en", "Schedule a campaign"],
  ["shipping label", "en", "Print shipping labels"],
  ["VAT", "en", "Taxes and VAT rates"],
  ["hasło", "pl", "Jak zresetować hasło"],
  ["haslo", "pl", "Jak zresetować hasło"],
  ["hasła", null, "Jak zresetować hasło"],
  ["reset hasel", "pl", "Jak zresetować hasło"],
  ["zapomniałem hasła", "pl", "Jak zresetować hasło"],
  ["eksportować zamówienia", "pl", "Eksport zamówień do pliku CSV"],
  ["eksport zamowien", "pl", "Eksport zamówień do pliku CSV"],
  ["zamówienie csv", "pl", "Eksport zamówień do pliku CSV"],
  ["eksprot zamówień", "pl", "Eksport zamówień do pliku CSV"],
  ["zaimportować produkty", "pl", "Import produktów z arkusza"],
  ["produkt z arkuszem", "pl", "Import produktów z arkusza"],
  ["dwuetapowe logowanie", "pl", "Włączanie logowania dwuetapowego"],
  ["adres na fakturze", "pl", "Zmiana adresu na fakturach"],
  ["faktury adres", "pl", "Zmiana adresu na fakturach"],
  ["zwroty płatności", "pl", "Zwrot płatności klientowi"],
  ["zwrot platnosc", "pl", "Zwrot płatności klientowi"],
  ["domena", "pl", "Podłączanie własnej domeny"],
  ["podlaczyc wlasna domene", "pl", "Podłączanie własnej domeny"],
  ["limit api", "pl", "Limity zapytań API"],
  ["zaprosić współpracownika", "pl", "Zapraszanie współpracowników i role"],
  ["usunąć konto", "pl", "Usuwanie konta i danych"],
  ["usuniecie konta", "pl", "Usuwanie konta i danych"],
  ["śledzić przesyłkę", "pl", "Śledzenie przesyłki"],
  ["przesylek sledzenie", "pl", "Śledzenie przesyłki"],
  ["spam", "pl", "Dlaczego moje wiadomości trafiają do spamu"],
  ["zaplanować kampanię", "pl", "Planowanie kampanii"],
  ["kampanja", "pl", "Planowanie kampanii"],
  ["etykieta", "pl", "Drukowanie etykiet"],
  ["stawka vat", "pl", "Stawki VAT"],
  ["passw", null, "Reset your password"],
  ["reset your passwo", "en", "Reset your password"],
  ["expo", "en", "Export your orders as CSV"],
  ["webho", null, "Webhooks: retries and signatures"],
  ["custom dom", "en", "Connect your own domain"],
  ["hasl", "pl", "Jak zresetować hasło"],
  ["zresetować hasł", "pl", "Jak zresetować hasło"],
  ["ekspo", "pl", "Eksport zamówień do pliku CSV"],
  ["kamp", "pl", "Planowanie kampanii"],
  ["śledz", "pl", "Śledzenie przesyłki"],
  ["blockch", null, null],
  ["%%%", null, null],
  ["blockchain", null, null],
  ["quarterly earnings forecast", "en", null],
  ["cheese", "en", null],
  ["warsaw office opening hours", "en", null],
  ["godziny otwarcia biura", "pl", null],
  ["przepis na bigos", "pl", null],
  ["the and of", "en", null],
  ["", null, null],
  ["'; drop table guide; --", null, null],
];

/** What a customer mails, and the titles that may be offered: the first must be, the others may; none: nothing is. */
export const mailCases: [subject: string, text: string, language: "en" | "pl", titles: string[]][] = [
  [
    "Forgot my password",
    "Hello, I cannot sign in any more. How can I reset the password? Regards, Ada",
    "en",
    ["Reset your password"],
  ],
  ["How can I reset the pasword of my account?", "Thanks", "en", ["Reset your password"]],
  [
    "[C] Exporting orders",
    "Hi, is there a way to get all our orders as a CSV file? We need it for accounting.",
    "en",
    ["Export your orders as CSV"],
  ],
  ["Refund for one order", "A customer paid twice. How do we refund one of the payments?", "en", ["Refund a payment"]],
  [
    "wrong address on invoice",
    "Our office has moved. Please tell us how the billing address on the invoices can be changed.",
    "en",
    ["Change the billing address on your invoices"],
  ],
  [
    "Two factor authentication",
    "We would like to turn on two-factor authentication for everybody.",
    "en",
    ["Set up two-factor authentication"],
  ],
  ["Question about API limits", "We get 429 sometimes. What are the rate limits?", "en", ["API rate limits"]],
  [
    "Importing a product spreadsheet fails",
    "Row 12 has an error when I import the products.",
    "en",
    ["Import products from a spreadsheet"],
  ],
  ["our own domain", "How do we connect our own domain to the shop?", "en", ["Connect your own domain"]],
  ["Tracking", "My customers ask where their parcels are. Where can they track a parcel?", "en", ["Track a parcel"]],
  [
    "Inviting colleagues",
    "How can I invite a colleague, and which role do they need?",
    "en",
    ["Invite a colleague and choose their role"],
  ],
  ["labels", "How do I print the shipping labels on A4?", "en", ["Print shipping labels"]],
  [
    "[A] Checkout is down",
    "Nobody can pay since nine. The button Pay now turns grey; TypeError: cart.total is not a function.",
    "en",
    [],
  ],
  [
    "Production server returns 500",
    "Every request to the storefront fails with an internal error since the deploy last night.",
    "en",
    [],
  ],
  ["Meeting next week", "Could we meet on Tuesday to talk about the contract and next year's prices?", "en", []],
  [
    "Out of stock items are sold",
    "Products without stock can still be ordered. This costs us money, please look at it.",
    "en",
    [],
  ],
  ["Thank you", "Everything works now. Have a nice day!", "en", []],
  ["Invoice 2026/10/77", "We have paid invoice 2026/10/77 yesterday. Please confirm.", "en", []],
  ["Slow dashboard", "The dashboard takes thirty seconds to open for our account since Monday.", "en", []],
  ["Legal question", "Our lawyer asks whether you would sign the attached agreement.", "en", []],
  [
    "Nie pamiętam hasła",
    "Dzień dobry, nie mogę się zalogować. Jak mogę zresetować hasło? Pozdrawiam, Ada",
    "pl",
    ["Jak zresetować hasło"],
  ],
  ["reset hasla", "Prosze o pomoc", "pl", ["Jak zresetować hasło"]],
  [
    "Eksport zamówień",
    "Czy możemy dostać zamówienia w pliku CSV? Potrzebujemy do księgowości.",
    "pl",
    ["Eksport zamówień do pliku CSV"],
  ],
  ["Zwrot płatności", "Klient zapłacił dwa razy, jak zwrócić jedną płatność?", "pl", ["Zwrot płatności klientowi"]],
  [
    "zły adres na fakturze",
    "Zmieniliśmy siedzibę. Jak zmienić adres na fakturze?",
    "pl",
    ["Zmiana adresu na fakturach"],
  ],
  [
    "Logowanie dwuetapowe",
    "Chcielibyśmy włączyć logowanie dwuetapowe dla wszystkich.",
    "pl",
    ["Włączanie logowania dwuetapowego"],
  ],
  [
    "Import produktów",
    "Przy imporcie produktów z arkusza mam błąd w wierszu 12.",
    "pl",
    ["Import produktów z arkusza"],
  ],
  ["Własna domena", "Jak podłączyć własną domenę do sklepu?", "pl", ["Podłączanie własnej domeny"]],
  ["przesylka", "Gdzie moi klienci moga sledzic przesylke?", "pl", ["Śledzenie przesyłki"]],
  ["kampania", "Jak zaplanować kampanię na przyszły tydzień?", "pl", ["Planowanie kampanii"]],
  ["Etykiety", "Jak wydrukować etykiety na A4?", "pl", ["Drukowanie etykiet"]],
  ["Sklep nie działa", "Od rana nikt nie może zapłacić, przycisk Zapłać jest szary.", "pl", []],
  ["Błąd 500 na produkcji", "Od wczorajszego wdrożenia każda strona zwraca błąd wewnętrzny.", "pl", []],
  ["Spotkanie", "Czy możemy spotkać się we wtorek w sprawie umowy i cen na przyszły rok?", "pl", []],
  ["Faktura 2026/10/77", "Wczoraj zapłaciliśmy fakturę 2026/10/77. Proszę o potwierdzenie.", "pl", []],
  ["Dziękuję", "Wszystko już działa. Miłego dnia!", "pl", []],
  ["Wolny panel", "Panel otwiera się trzydzieści sekund od poniedziałku.", "pl", []],
];
