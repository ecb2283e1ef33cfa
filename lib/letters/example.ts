import type { Letter } from "@/lib/letters/schema";

/** A letter with every part, to try templates and rules on; its people and numbers do not exist. */
export const exampleLetter: Letter = {
  language: "nl",
  environment: "production",
  sender: {
    organisationName: "Stad Maanrode",
    serviceName: "Dienst Financiën",
    addressLines: ["Markt 1", "9999 Maanrode"],
    contact: {
      email: "financien@maanrode.example",
      phone: "+32 9 999 99 99",
      website: "https://maanrode.example/belastingen",
    },
  },
  recipient: { name: "Dirk Verhoeven", addressLines: ["Kerkstraat 14 bus 2", "9999 MAANRODE"] },
  reference: "MR-2026-01187/041",
  ownReference: "FIN/2026/AB-118",
  date: "2026-11-02",
  deliveryChoice: "registered_with_acknowledgement",
  subject: "Afvalbelasting 2026, tweede aanslag",
  body: {
    type: "doc",
    content: [
      { type: "paragraph", content: [{ type: "text", text: "Geachte heer Verhoeven" }] },
      {
        type: "paragraph",
        content: [
          { type: "text", text: "Mogen wij u vragen het bedrag " },
          { type: "text", text: "vóór 2 december 2026", marks: [{ type: "bold" }] },
          { type: "text", text: " te betalen?" },
        ],
      },
    ],
  },
  payment: {
    amountCents: 8600,
    iban: "BE72000000001616",
    beneficiary: "Stad Maanrode",
    communication: { kind: "structured", value: "010806817183" },
    dueDate: "2026-12-02",
  },
  reply: { kind: "ebox" },
};
