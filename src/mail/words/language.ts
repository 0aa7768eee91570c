/**
 * The commonest short words of each language, and letters that only some have. Words shared by several languages stand
 * under each of them, so that they decide nothing alone.
 */

const words: Record<string, string> = {
  en: "the and of to is in that it for you was on are with as have be this not but we at from they can by will if or an our your has there would what when please which been do how i my hello hi dear thanks thank regards could no so me since cannot",
  pl: "i w na z że do się nie jest to o jak ale po co tak za od czy przez dla już przy są był była było może tylko oraz lub pan pani proszę dziękuję dzień dobry mam nam nas gdy ten ta te mi jeszcze pozdrawiam witam bardzo można który która które kiedy mamy mogę więc aby pod ze ponieważ",
  de: "der die das und ist in zu den mit von nicht ein eine auf für im des sich auch an als dem es wir sie ich werden wird bei hat noch oder aus wie nach bitte danke haben kann sind über ihr ihre guten tag hallo geht seit aber dass wenn mir uns vielen dank mehr kein keine",
  fr: "le la les de des et est un une du en que qui dans pour pas sur avec ce il je vous nous au plus par ne se sont mais ou cette bonjour merci avez avons votre notre été être faire depuis c'est j'ai d'une qu'il n'est mon ma mes peut bien aux comme encore quelque chose dites si s'il manque hier toujours faire besoin",
  es: "el la los las de y que en un una es por con no para su se del al lo como más pero sus le ya este sí porque esta entre cuando muy sin sobre también me hasta hay donde desde nos hola gracias saludos buenos días está puedo tengo tenemos usted favor ha he son",
  it: "il lo la i gli le di e che è un una per non in con del della si da come al dei più ma sono ho ha nel alla anche questo questa grazie buongiorno ciao saluti abbiamo può essere dal delle mi ci vi cui quando perché molto nostro vostro salve cordiali",
  pt: "o a os as de e que do da em um uma é para com não por mais dos como mas ao ele das à seu sua ou quando muito nos já eu também só pelo pela até isso olá obrigado obrigada bom dia está estou temos você favor são foi meu minha tem estamos ainda alguma coisa diga ontem hoje fazer quero preciso",
  nl: "de het een en van is in dat op te zijn met voor niet aan er om ook als dan maar bij nog wel naar uit kan ik je we u hebben heeft wordt deze dit die door over bedankt graag geen hallo beste mijn onze wij meer sinds kunnen kunt vriendelijke groet",
  cs: "a v na se je že s z do o i to k ve pro za by ale jsou jako po od jsem jsme při není nebo který která které už až co tak dobrý den děkuji prosím mám máme může také jen když ještě bylo byla byl mi nám vás tento tato díky zdravím",
  sk: "a v na sa je že s z do o i to k vo pre za by ale sú ako po od som sme pri nie alebo ktorý ktorá ktoré už až čo tak dobrý deň ďakujem prosím mám máme môže tiež len keď ešte bolo bola bol mi nám vás tento táto vďaka zdravím",
  sv: "och i att det som en på är av för med till den har de inte om ett jag vi men så kan från var nu eller hej tack vid när där ska mycket detta min mitt vår bara också hur alla efter man skulle finns vara blir vänliga hälsningar något fortfarande hör sak till varje dag går igår",
  no: "og i det som en på er av for med til den har de ikke om et jeg vi men så kan fra var nå eller hei takk ved når der skal mye dette min mitt vår bare også hvordan etter man skulle finnes være blir vennlig hilsen hva noen noe meg deg å hvis fortsatt si ting går hver dag",
  da: "og i det som en på er af for med til den har de ikke om et jeg vi men så kan fra var nu eller hej tak ved når der skal meget dette min mit vores kun også hvordan efter man skulle findes være bliver venlig hilsen hvad nogen noget mig dig at hvis stadig sig ting går hver dag",
  fi: "ja on ei että se en oli hän mutta ovat kun niin kuin myös tai jos sen minä olen me voi vain jo nyt ole sitä mitä tämä joka mukaan kanssa hei kiitos onko terveisin meillä minun olemme voisitteko emme vielä koska ole kuitenkin sekä pitää yksi asia saada saisinko jos jotain kello päivä joka eilen tänään vai myös täällä",
  hu: "a az és hogy nem is egy van ez meg de volt már csak vagy mint el ha azt még kell lesz sem ki be fel le meg után minden köszönöm üdvözlettel kérem tisztelt jó napot szia lehet nincs mert amikor így én mi ön nekem hogyan",
  ro: "și în de la a cu nu o că pe este un din pentru mai care se sunt să am ce sau dar au fi fost după bună ziua mulțumesc vă rog salut stimă avem poate dacă când foarte acest această ne le i-am ați nostru",
  uk: "і в на не що з до є та як за це від для ми я ви але по у про вже так було при якщо або нам мені вас дякую добрий день будь ласка повагою ще його також можна може після який яка які привіт чи",
  ru: "и в на не что с до это как за от для мы я вы но по у о уже так было при если или нам мне вас спасибо добрый день пожалуйста уважением еще ещё его также можно может после который которая которые здравствуйте привет есть из",
  tr: "ve bir bu da de için ile ne çok daha ama gibi var mı mi olarak kadar ben siz biz değil olan sonra en her şey merhaba teşekkürler lütfen iyi günler yok olduğunu bunu nasıl veya ancak bize bana tarafından oldu ediyorum",
};

/** Word, lower-cased, to the languages that use it. */
export const stopWords: ReadonlyMap<string, string[]> = index();

function index(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [code, list] of Object.entries(words)) {
    for (const word of new Set(list.split(" "))) found.set(word, [...(found.get(word) ?? []), code]);
  }
  return found;
}

/** Letters that speak for a language when a word holds one. */
export const languageLetters: readonly (readonly [string, RegExp])[] = [
  ["pl", /[ąęłńśźż]|rz|cz|sz/u],
  ["de", /[ßäöü]/u],
  ["fr", /[èêçœàùâîô]|é/u],
  ["es", /[ñ¿¡]|ción/u],
  ["it", /[àèìòù]$|zione/u],
  ["pt", /[ãõ]|ção|ções/u],
  ["nl", /ij|aa|ee/u],
  ["cs", /[ěřů]/u],
  ["sk", /[ľĺŕôä]|ť$/u],
  ["sv", /[äö]|å/u],
  ["no", /[øæå]/u],
  ["da", /[øæå]/u],
  ["fi", /ää|yy|öö|ssa$|ssä$|lla$|llä$|kk/u],
  ["hu", /[őű]|sz|gy/u],
  ["ro", /[șțăşţ]/u],
  ["uk", /[іїєґ]/u],
  ["ru", /[ыэъё]/u],
  ["tr", /[ğışİ]/u],
];
