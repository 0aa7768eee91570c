/** The people of the demo: customers of three accounts, a stranger, and the agents of the desk in desk.yaml. */

export type DemoPerson = { key: string; name: string; address: string; who: string };

export const supportAddress = "support@acme.example";

export const people: DemoPerson[] = [
  { key: "ada", name: "Ada Nowak", address: "ada@shop.example", who: "customer, Shop Example (standard)" },
  {
    key: "zofia",
    name: "Zofia Lis",
    address: "zofia@sklep.example",
    who: "customer, Sklep Przykład (premium), Polish",
  },
  { key: "alan", name: "Alan Berg", address: "alan@bank.example", who: "customer, Bank Example (enterprise)" },
  { key: "nemo", name: "Nemo Smith", address: "nemo@nowhere.example", who: "writes from an address nobody knows" },
  { key: "jan", name: "Jan Kowalski", address: "jan@acme.example", who: "agent, technical" },
  { key: "ola", name: "Ola Zielińska", address: "ola@acme.example", who: "agent, success" },
  { key: "ewa", name: "Ewa Nowak", address: "ewa@acme.example", who: "lead" },
  { key: "pm", name: "Piotr Maj", address: "pm@acme.example", who: "lead, product" },
];

export function person(key: string): DemoPerson {
  const found = people.find((each) => each.key === key);
  if (!found) throw new Error(`nobody in the demo is called ${key}`);
  return found;
}
