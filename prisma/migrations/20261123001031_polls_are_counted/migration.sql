-- CreateTable
CREATE TABLE "MailboxPolls" (
    "organisationId" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "statusCalls" INTEGER NOT NULL DEFAULT 0,
    "statusMessages" INTEGER NOT NULL DEFAULT 0,
    "boxCalls" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "MailboxPolls_pkey" PRIMARY KEY ("organisationId")
);

-- The worker's alone: what it counts comes into the audit trail hour by hour.
ALTER TABLE "MailboxPolls" ENABLE ROW LEVEL SECURITY;
