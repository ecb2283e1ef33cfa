import "server-only";
import { fullName, managedOrganisation } from "@/lib/auth/rules";
import type { PersonActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import { listMembers } from "@/lib/members/data";
import { reviewDueAt } from "@/lib/members/reviews/rules";
import type { Review, ReviewDue } from "@/lib/members/reviews/schema";

/** The review under way with everybody it looks at; null for who may not look. */
export async function getReview(actor: PersonActor): Promise<Review | null> {
  const organisationId = managedOrganisation(actor);
  const members = await listMembers(actor);
  if (organisationId === null || !members) return null;
  const open = await withActor(actor, (tx) =>
    tx.rightsReview.findFirst({
      where: { organisationId, finishedAt: null },
      include: {
        kept: { select: { membershipId: true } },
        startedBy: { select: { givenName: true, surname: true } },
      },
    }),
  );
  const kept = new Set(open?.kept.map(({ membershipId }) => membershipId));
  return {
    startedAt: open?.startedAt ?? null,
    startedBy: open && fullName(open.startedBy),
    people: members.map(({ personId, name, rights }) => ({
      ...{ personId, name, rights },
      isDone: rights.every(({ id }) => kept.has(id)),
    })),
  };
}

/** When rights were looked at last, and by when they are to be again. */
export async function getReviewDue(actor: PersonActor): Promise<ReviewDue | null> {
  const organisationId = managedOrganisation(actor);
  if (organisationId === null) return null;
  return withActor(actor, async (tx) => {
    const reviews = await tx.rightsReview.findMany({
      where: { organisationId },
      orderBy: { startedAt: "desc" },
      take: 2,
    });
    const { createdAt } = await tx.organisation.findUniqueOrThrow({
      where: { id: organisationId },
    });
    const lastAt = reviews.find(({ finishedAt }) => finishedAt !== null)?.finishedAt ?? null;
    const dueAt = reviewDueAt(lastAt ?? createdAt);
    const isOpen = reviews.some(({ finishedAt }) => finishedAt === null);
    return { lastAt, dueAt, isDue: dueAt <= now(), isOpen };
  });
}
