/** Who can sign in to the demonstration, as the last lines of `npm run demo` say. */
export const people = [
  ["01031200268", "An Willems", "sender, Stad Maanrode, Dienst Financiën"],
  ["02070400167", "Karim Haddad", "sender, Stad Maanrode, Dienst Omgeving"],
  ["03112300329", "Peter Maes", "approver, Stad Maanrode, Dienst Financiën"],
  ["04051700292", "Sofie Jacobs", "administrator, Stad Maanrode"],
  ["05093000539", "Luc Lambert", "auditor, Stad Maanrode"],
  ["06021400407", "Ingrid Schmitz", "operator of the portal"],
  ["07082100652", "Nora Peeters", "two organisations, several roles"],
  ["09060600843", "Marie Dupont", "sender, Agence des Marées, Inspection"],
  ["08120100721", "Tom Claes", "no role: sees what that looks like"],
] as const;

/** Some of those to whom one can write; the numbers are invented, like everything here. */
export const recipients = [
  ["02050501806", "Els Wouters", "citizen, Dutch, has an eBox"],
  ["03081901618", "Lucie Martin", "citizen, French, has an eBox"],
  ["0000000295", "Bakkerij De Zonnebloem", "enterprise, Dutch, has an eBox"],
  ["04022901784", "Hendrik De Smedt", "citizen, Dutch, cannot be reached by eBox"],
] as const;

/** Citizens of the sandbox with a box, to whom a draft is sent as a test. */
export const testRecipients = recipients
  .filter(([, , what]) => what.startsWith("citizen") && what.endsWith("has an eBox"))
  .map(([number, name]) => ({ number, name, addressLines: ["Kerkstraat 14", "9999 Maanrode"] }));
