/**
 * The demonstration: organisations and people, then some fifty deliveries through the very pipeline
 * that real ones take, so that each of their proofs verifies. Needs the app, the worker and the
 * sandbox running; where there is anything already, it only adds templates to who has none.
 */
import { closeDatabase } from "@/lib/db";
import { environment } from "@/lib/env";
import type { PersonActor } from "@/lib/auth/schema";
import { demonstrate } from "./demonstration";
import { isEmpty, layHouse } from "./house";
import { signIn } from "./sign-in";
import { layMissingTemplates } from "./templates";

const SENDERS = {
  finance: "01031200268",
  planning: "02070400167",
  tides: "09060600843",
} as const;

if (await isEmpty()) {
  await layHouse();
  const isHouseOnly = process.argv.includes("--house-only");
  if (!isHouseOnly) {
    const portal = environment().PORTAL_URL;
    const actors: Record<keyof typeof SENDERS, PersonActor> = {
      finance: await signIn(portal, SENDERS.finance, "eid"),
      planning: await signIn(portal, SENDERS.planning, "bmid"),
      tides: await signIn(portal, SENDERS.tides, "eid"),
    };
    const sent = await demonstrate(actors, process.env.SANDBOX_URL ?? "");
    process.stdout.write(`${sent} deliveries sent, opened, answered and refused\n`);
  }
}
await layMissingTemplates();
await closeDatabase();
