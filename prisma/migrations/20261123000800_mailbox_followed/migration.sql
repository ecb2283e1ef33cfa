-- An answer about a message names its recipient: beside an unkeyed digest of it, every number could be
-- tried out. Whoever may decrypt the answer computes the digest.
ALTER TABLE "MailboxAnswer" DROP COLUMN "sha256";

-- An organisation whose statuses cannot be had is asked later and later, and holds up no other; a box
-- too big for one round is read on from where the last round stopped.
ALTER TABLE "MailboxCursor" ADD COLUMN     "newestSeen" TIMESTAMPTZ(3),
ADD COLUMN     "nextPage" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "statusFailures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "statusNextTryAt" TIMESTAMPTZ(3);

-- Health is public: what it counts must not be looked for in every delivery ever made.
CREATE INDEX "Delivery_doubtful_idx" ON "Delivery" ("doubtfulSince") WHERE "doubtfulSince" IS NOT NULL;
CREATE INDEX "Delivery_nameless_idx" ON "Delivery" ("organisationId")
  WHERE state = 'published' AND "mailboxMessageId" IS NULL;
