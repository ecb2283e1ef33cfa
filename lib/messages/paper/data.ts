import "server-only";
import type { PersonActor } from "@/lib/auth/schema";
import { fullName } from "@/lib/auth/rules";
import { withActor } from "@/lib/db";
import { freshRuns } from "@/lib/messages/paper/rules";
import type { Printing } from "@/lib/messages/paper/schema";

/** Null where no letter of the message is for paper. */
export async function getPrinting(actor: PersonActor, messageId: string): Promise<Printing | null> {
  return withActor(actor, async (tx) => {
    const where = { messageId, serviceId: { in: [...actor.writes] } };
    const count = await tx.delivery.count({ where: { ...where, state: "on_paper" } });
    if (count === 0) return null;
    const runs = await tx.printedLetter.groupBy({
      by: ["run", "printedAt", "printedById"],
      where,
      orderBy: { run: "asc" },
      _count: true,
    });
    const people = await tx.person.findMany({
      where: { id: { in: runs.map(({ printedById }) => printedById) } },
      select: { id: true, givenName: true, surname: true },
    });
    const nameOf = new Map(people.map((person) => [person.id, fullName(person)]));
    const printed = runs.map(({ run, printedAt, printedById, _count }) => ({
      run,
      letters: _count,
      at: printedAt,
      by: nameOf.get(printedById) ?? "",
    }));
    const out = printed.reduce((sum, { letters }) => sum + letters, 0);
    return {
      printed,
      fresh: freshRuns(
        printed.map(({ run }) => run),
        count - out,
      ),
    };
  });
}
