import "server-only";
import { createHash } from "node:crypto";
import type { SystemActor } from "@/lib/auth/schema";
import { now } from "@/lib/clock";
import { withActor } from "@/lib/db";
import { addEvent, auditOf } from "@/lib/deliveries/facts/jobs";
import { decryptBytes } from "@/lib/number-vault";
import type { PartFacts } from "@/lib/proofs/evidence-facts";
import { addEvidence } from "@/lib/proofs/mutations";
import { answeredBySchema, type AnswerContent } from "@/lib/replies/answers/schema";
import { contentOf } from "@/lib/replies/requests/data";
import { answerFileName } from "@/lib/replies/answers/rules";

/** Makes event and evidence of an answer given on the reply page, once, however often it is asked. */
export async function keepAnswer(
  actor: SystemActor,
  { answerId }: { answerId: string },
): Promise<void> {
  await withActor(actor, async (tx) => {
    // Two at once would both find no evidence yet.
    await tx.$queryRaw`SELECT id FROM "ReplyAnswer" WHERE id = ${answerId}::uuid FOR UPDATE`;
    const answer = await tx.replyAnswer.findUnique({ where: { id: answerId } });
    const isKept = (await tx.evidence.count({ where: { id: answerId } })) > 0;
    if (!answer || isKept) return;
    const { deliveryId, number, answeredAt } = answer;
    const delivery = await tx.delivery.findUniqueOrThrow({
      where: { id: deliveryId },
      include: { organisation: true, service: true },
    });
    const bytes = decryptBytes(answer.content);
    const content = contentOf(answer.content);
    const by = answeredBySchema.parse(
      JSON.parse(Buffer.from(decryptBytes(answer.answeredBy)).toString("utf8")),
    );
    // Nobody answers what they have not opened, but opening is told by the mailbox alone.
    await tx.delivery.updateMany({
      where: { id: deliveryId, state: "opened" },
      data: { state: "replied", movedAt: now() },
    });
    await tx.delivery.updateMany({
      where: { id: deliveryId, repliedAt: null },
      data: { repliedAt: answeredAt },
    });
    await addEvent(tx, delivery, "answered", answeredAt, now(), {
      answerId,
      number,
      by: by.name,
      method: by.method,
      level: by.level,
    });
    await addEvidence(tx, delivery, {
      id: answerId,
      event: "Reply",
      at: answeredAt,
      answeredBy: {
        name: by.name,
        signIn: {
          method: by.method,
          fasLevel: by.fasLevel,
          level: by.level,
          at: new Date(by.signedInAt),
        },
      },
      parts: partsOf(bytes, content),
    });
    await auditOf(tx, actor, delivery, "delivery_replied", {
      answerId,
      number,
      method: by.method,
      level: by.level,
    });
  });
}

/** The answer as it was kept, and what was attached to it. */
function partsOf(bytes: Uint8Array, { number, entries }: AnswerContent): PartFacts[] {
  return [
    {
      identifier: answerFileName(number),
      role: "main_content",
      contentType: "application/json",
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest(),
    },
    ...entries.flatMap(({ file }): PartFacts[] =>
      file
        ? [
            {
              identifier: file.fileName,
              role: "attachment",
              contentType: file.mediaType,
              size: file.size,
              sha256: Buffer.from(file.sha256, "hex"),
            },
          ]
        : [],
    ),
  ];
}
