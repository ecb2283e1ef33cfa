import { expect, test } from "vitest";
import { EMPTY_SERVICE, fieldsApart, serviceInput, typedOfService } from "./answers";
import { archivingRefusal, nameWhenSent } from "./rules";
import { addServiceSchema } from "./schema";

const typed = {
  ...EMPTY_SERVICE,
  partition: "CITIZENS",
  "name.nl": "Burgerzaken",
  "name.fr": "Population",
  "name.de": "Einwohnerdienst",
  addressLines: "Markt 1\r\n9999 Maanrode\r\n",
};
const codes = (changed: Record<string, string>) =>
  addServiceSchema
    .safeParse(serviceInput({ ...typed, ...changed }))
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

test("a service needs its three names, a partition and an address, and no more", () => {
  expect(addServiceSchema.parse(serviceInput(typed))).toEqual({
    partition: "CITIZENS",
    name: { nl: "Burgerzaken", fr: "Population", de: "Einwohnerdienst", en: "Burgerzaken" },
    addressLines: ["Markt 1", "9999 Maanrode"],
    replyAddressLines: [],
    contactEmail: null,
    contactPhone: null,
    website: null,
    openingHours: null,
  });
});

test.each([
  [{ "name.fr": "  " }, ["name.fr: name_missing"]],
  [{ "name.nl": "x".repeat(121) }, ["name.nl: too_long"]],
  [{ partition: "GENERAL" }, ["partition: partition_reserved"]],
  [{ partition: "a b" }, ["partition: partition_invalid"]],
  [{ partition: "1ST" }, ["partition: partition_invalid"]],
  [{ addressLines: " \n " }, ["addressLines: address_missing"]],
  [{ addressLines: "1\n2\n3\n4\n5\n6\n7\n8\n9\n10" }, ["addressLines: address_lines"]],
  [{ replyAddressLines: "x".repeat(200) }, ["replyAddressLines.0: address_line_long"]],
  [{ contactEmail: "balie" }, ["contactEmail: email_invalid"]],
  [{ contactPhone: "bel ons" }, ["contactPhone: phone_invalid"]],
  [{ website: "javascript:alert(1)" }, ["website: website_invalid"]],
  [{ website: "maanrode.example" }, ["website: website_invalid"]],
  [
    { "mon.0.from": "09:00" },
    ["openingHours.days.mon.0.until: hours_invalid", "openingHours.days.mon.0: hours_invalid"],
  ],
])("%j is refused", (changed, told) => {
  expect(codes(changed as Record<string, string>)).toEqual(told);
});

test("what is typed comes back as it was, and what somebody else changed is named", () => {
  const facts = addServiceSchema.parse(
    serviceInput({ ...typed, "mon.0.from": "09:00", "mon.0.until": "12:00" }),
  );
  const shown = typedOfService({ ...facts, id: "", lockNumber: 1, archivedAt: null });
  expect(addServiceSchema.parse(serviceInput(shown))).toEqual(facts);
  expect(
    fieldsApart(shown, { ...shown, contactPhone: "02 555 12 34", "mon.0.until": "13:00" }),
  ).toEqual(["contactPhone", "mon.0.until"]);
});

test.each([
  ["9", "09:00"],
  ["9.30", "09:30"],
  ["09:30", "09:30"],
  ["9u30", "09:30"],
  ["9 h 30", "09:30"],
  ["9 h", "09:00"],
])("a time written %s is %s", (written, from) => {
  const input = serviceInput({ ...typed, "mon.0.from": written, "mon.0.until": "12" });
  expect(input.openingHours?.days.mon).toEqual([{ from, until: "12:00" }]);
});

test("a service is archived when nothing of it is under way and another one sends", () => {
  const service = { id: "a" };
  const two = [{ id: "a" }, { id: "b" }];
  expect(archivingRefusal(service, { unfinished: 0, active: two })).toBeNull();
  expect(archivingRefusal(service, { unfinished: 1, active: two })).toBe("service_busy");
  expect(archivingRefusal(service, { unfinished: 0, active: [service] })).toBe("service_last");
});

test("what was sent keeps the name that the service had then", () => {
  const [before, after] = ["Toen", "Nu"].map((nl) => ({ nl, fr: nl, de: nl, en: nl }));
  expect(nameWhenSent({ facts: { sender: { serviceName: before } } }, after)).toEqual(before);
  expect(nameWhenSent(null, after)).toEqual(after);
});
