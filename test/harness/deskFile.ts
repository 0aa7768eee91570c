/** The desk of the journeys and benchmarks, and its addresses. */

/** Our own border server of the journeys: what it says of a mail's sender is believed. */
export const border = "mx.acme.example";
export const support = "support@acme.example";

export const deskYaml = `
name: Acme Support
language: en
calendars:
  office: { timezone: Europe/Warsaw, hours: { mon-fri: "09:00-17:00" }, holidays: PL }
  always: { timezone: Europe/Warsaw, hours: { mon-sun: "00:00-24:00" } }
severities:
  A: { tags: [A, A-category, critical, P1, krytyczny], means: "prevents normal operation" }
  B: { tags: [B, B-category, P2], means: "limits operation" }
  C: { tags: [C, P3], means: "a minor issue" }
  non-urgent: { tags: [non-urgent, N, P4], default: true, means: "a general question" }
plans:
  standard:
    calendar: office
    targets:
      A: { firstResponse: 1h, resolution: 4h }
      B: { firstResponse: 2h, resolution: 12h }
      C: { firstResponse: 24h }
      non-urgent: { firstResponse: 24h }
  enterprise: { extends: standard, calendar: always, targets: { A: { firstResponse: 30m, resolution: 2h } } }
requestTypes:
  question: { tags: [question], means: "how something works", team: success }
  issue: { tags: [issue, bug], team: technical }
reminders: { before: [50%, 75%, 90%], overdueEvery: 1h }
answers: { holdSeconds: 0 }
resolution: { remindAfter: [2, 5], lapseAfter: never }
teams: { technical: [jan@acme.example, ewa@acme.example], success: [ola@acme.example] }
agents:
  jan@acme.example: { name: Jan Kowalski, role: specialist }
  ewa@acme.example: { name: Ewa Nowak, role: lead }
  ola@acme.example: { name: Ola Wrona, role: specialist }
references:
  project: { pattern: "proj_[A-Za-z0-9]{8,}", ask: true }
`;
