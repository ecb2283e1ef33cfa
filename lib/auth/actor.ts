import "server-only";
import type { PersonActor, RecipientActor, SystemActor } from "@/lib/auth/schema";

/** What a person's actor says, without the brand. */
export type PersonFields = {
  [K in keyof PersonActor as K extends symbol | "kind" ? never : K]: PersonActor[K];
};

/** Only lib/auth and the worker's own tasks call these: an actor is proof that somebody checked. */
export function mintPersonActor(fields: PersonFields): PersonActor {
  return { ...fields, kind: "person" } as PersonActor;
}

/** What a recipient's actor says, without the brand. */
export type RecipientFields = {
  [K in keyof RecipientActor as K extends symbol | "kind" ? never : K]: RecipientActor[K];
};

export function mintRecipientActor(fields: RecipientFields): RecipientActor {
  return { ...fields, kind: "recipient" } as RecipientActor;
}

/** The portal itself, acting in the worker: `systemActor("publish_delivery")`. */
export function systemActor(task: string): SystemActor {
  return { kind: "system", task } as SystemActor;
}
