-- CreateTable
CREATE TABLE "Attachment" (
    "id" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "mediaType" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "position" INTEGER NOT NULL,
    "scanState" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditRecord" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "organisationId" UUID,
    "serviceId" UUID,
    "personId" UUID,
    "sessionId" UUID,
    "act" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT,
    "numberHash" BYTEA,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditRecord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "ownReference" TEXT NOT NULL DEFAULT '',
    "recipientKind" TEXT NOT NULL,
    "recipientNumberEncrypted" BYTEA NOT NULL,
    "recipientNumberHash" BYTEA NOT NULL,
    "recipientName" TEXT NOT NULL,
    "recipientSearch" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "deliveryChoice" TEXT NOT NULL,
    "structuredCommunication" TEXT,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "letter" JSONB NOT NULL,
    "letterSha256" BYTEA,
    "letterSize" INTEGER,
    "idempotencyKey" UUID NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "callingSince" TIMESTAMPTZ(3),
    "outcomeUnknownSince" TIMESTAMPTZ(3),
    "mailboxMessageId" TEXT,
    "hasDigitalUser" BOOLEAN,
    "failureCode" TEXT,
    "failureDetail" TEXT,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedAt" TIMESTAMPTZ(3),
    "openedAt" TIMESTAMPTZ(3),
    "unopenedSeenAt" TIMESTAMPTZ(3),
    "repliedAt" TIMESTAMPTZ(3),
    "failedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "nextCheckAt" TIMESTAMPTZ(3),
    "movedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeliveryEvent" (
    "id" UUID NOT NULL,
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "occurredAt" TIMESTAMPTZ(3),
    "observedAt" TIMESTAMPTZ(3) NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "DeliveryEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailboxAnswer" (
    "id" UUID NOT NULL,
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "call" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "sha256" BYTEA NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MailboxAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "numberEncrypted" BYTEA NOT NULL,
    "numberHash" BYTEA NOT NULL,
    "givenName" TEXT NOT NULL,
    "surname" TEXT NOT NULL,
    "email" TEXT,
    "language" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "organisationId" UUID,
    "serviceId" UUID,
    "role" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "personId" UUID NOT NULL,
    "csamSubject" TEXT NOT NULL,
    "csamSession" TEXT,
    "idToken" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "endReason" TEXT,
    "organisationId" UUID,
    "serviceId" UUID,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LogoutToken" (
    "jti" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LogoutToken_pkey" PRIMARY KEY ("jti")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "messageTypeId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "lockNumber" INTEGER NOT NULL DEFAULT 1,
    "language" TEXT,
    "ownReference" TEXT NOT NULL DEFAULT '',
    "subject" TEXT NOT NULL DEFAULT '',
    "body" JSONB NOT NULL,
    "paymentWanted" BOOLEAN,
    "payment" JSONB,
    "replyAllowed" BOOLEAN,
    "deliveryChoice" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "savedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMPTZ(3),
    "sentById" UUID,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MessageRecipient" (
    "id" UUID NOT NULL,
    "messageId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "numberEncrypted" BYTEA NOT NULL,
    "numberHash" BYTEA NOT NULL,
    "name" TEXT NOT NULL,
    "addressLines" TEXT[],
    "attention" TEXT,
    "values" JSONB NOT NULL DEFAULT '{}',
    "reachability" TEXT NOT NULL DEFAULT 'unknown',
    "checkedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MessageRecipient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organisation" (
    "id" UUID NOT NULL,
    "enterpriseNumber" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "senderApplicationId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Service" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "partition" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "addressLines" TEXT[],
    "contactEmail" TEXT,
    "contactPhone" TEXT,
    "website" TEXT,
    "logo" BYTEA,
    "iban" TEXT,
    "bic" TEXT,

    CONSTRAINT "Service_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MessageType" (
    "id" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "description" JSONB NOT NULL,
    "validityNumber" INTEGER NOT NULL,
    "validityUnit" TEXT NOT NULL,
    "paymentExpected" BOOLEAN NOT NULL DEFAULT false,
    "replyByDefault" BOOLEAN NOT NULL DEFAULT false,
    "legalBasis" TEXT,

    CONSTRAINT "MessageType_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RegisteredCapability" (
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "messageTypeId" UUID NOT NULL,
    "channel" TEXT NOT NULL,

    CONSTRAINT "RegisteredCapability_pkey" PRIMARY KEY ("organisationId","serviceId","messageTypeId","channel")
);

-- CreateTable
CREATE TABLE "Evidence" (
    "id" UUID NOT NULL,
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "eventTime" TIMESTAMPTZ(3) NOT NULL,
    "payload" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EvidenceSeal" (
    "evidenceId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "jws" BYTEA NOT NULL,
    "salt" BYTEA NOT NULL,
    "leafIndex" BIGINT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EvidenceSeal_pkey" PRIMARY KEY ("evidenceId")
);

-- CreateTable
CREATE TABLE "LogNode" (
    "level" INTEGER NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "LogNode_pkey" PRIMARY KEY ("level","index")
);

-- CreateTable
CREATE TABLE "Checkpoint" (
    "id" UUID NOT NULL,
    "size" BIGINT NOT NULL,
    "rootHash" BYTEA NOT NULL,
    "note" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Checkpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CheckpointStamp" (
    "checkpointId" UUID NOT NULL,
    "token" BYTEA NOT NULL,
    "stampedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CheckpointStamp_pkey" PRIMARY KEY ("checkpointId")
);

-- CreateTable
CREATE TABLE "Reply" (
    "id" UUID NOT NULL,
    "deliveryId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "serviceId" UUID NOT NULL,
    "mailboxMessageId" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "observedAt" TIMESTAMPTZ(3) NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "files" JSONB NOT NULL DEFAULT '[]',
    "readAt" TIMESTAMPTZ(3),
    "readById" UUID,

    CONSTRAINT "Reply_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailboxCursor" (
    "organisationId" UUID NOT NULL,
    "readUntil" TIMESTAMPTZ(3) NOT NULL,
    "checkedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MailboxCursor_pkey" PRIMARY KEY ("organisationId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Attachment_messageId_position_key" ON "Attachment"("messageId", "position");

-- CreateIndex
CREATE INDEX "AuditRecord_organisationId_at_idx" ON "AuditRecord"("organisationId", "at");

-- CreateIndex
CREATE INDEX "AuditRecord_numberHash_idx" ON "AuditRecord"("numberHash");

-- CreateIndex
CREATE INDEX "AuditRecord_subjectKind_subjectId_idx" ON "AuditRecord"("subjectKind", "subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_reference_key" ON "Delivery"("reference");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_idempotencyKey_key" ON "Delivery"("idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_mailboxMessageId_key" ON "Delivery"("mailboxMessageId");

-- CreateIndex
CREATE INDEX "Delivery_serviceId_sentAt_id_idx" ON "Delivery"("serviceId", "sentAt", "id");

-- CreateIndex
CREATE INDEX "Delivery_organisationId_sentAt_id_idx" ON "Delivery"("organisationId", "sentAt", "id");

-- CreateIndex
CREATE INDEX "Delivery_recipientNumberHash_idx" ON "Delivery"("recipientNumberHash");

-- CreateIndex
CREATE INDEX "Delivery_structuredCommunication_idx" ON "Delivery"("structuredCommunication");

-- CreateIndex
CREATE INDEX "Delivery_nextCheckAt_idx" ON "Delivery"("nextCheckAt");

-- CreateIndex
CREATE INDEX "Delivery_state_movedAt_idx" ON "Delivery"("state", "movedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_messageId_position_key" ON "Delivery"("messageId", "position");

-- CreateIndex
CREATE INDEX "DeliveryEvent_deliveryId_observedAt_idx" ON "DeliveryEvent"("deliveryId", "observedAt");

-- CreateIndex
CREATE INDEX "MailboxAnswer_deliveryId_requestedAt_idx" ON "MailboxAnswer"("deliveryId", "requestedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Person_numberHash_key" ON "Person"("numberHash");

-- CreateIndex
CREATE INDEX "Membership_personId_idx" ON "Membership"("personId");

-- CreateIndex
CREATE INDEX "Membership_organisationId_idx" ON "Membership"("organisationId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_csamSession_idx" ON "Session"("csamSession");

-- CreateIndex
CREATE INDEX "Session_csamSubject_idx" ON "Session"("csamSubject");

-- CreateIndex
CREATE INDEX "Session_personId_idx" ON "Session"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Message_reference_key" ON "Message"("reference");

-- CreateIndex
CREATE INDEX "Message_serviceId_state_savedAt_idx" ON "Message"("serviceId", "state", "savedAt");

-- CreateIndex
CREATE UNIQUE INDEX "MessageRecipient_messageId_position_key" ON "MessageRecipient"("messageId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Organisation_enterpriseNumber_key" ON "Organisation"("enterpriseNumber");

-- CreateIndex
CREATE UNIQUE INDEX "Service_organisationId_partition_key" ON "Service"("organisationId", "partition");

-- CreateIndex
CREATE UNIQUE INDEX "MessageType_organisationId_code_key" ON "MessageType"("organisationId", "code");

-- CreateIndex
CREATE INDEX "Evidence_deliveryId_createdAt_idx" ON "Evidence"("deliveryId", "createdAt");

-- CreateIndex
CREATE INDEX "Evidence_createdAt_id_idx" ON "Evidence"("createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "EvidenceSeal_leafIndex_key" ON "EvidenceSeal"("leafIndex");

-- CreateIndex
CREATE UNIQUE INDEX "Checkpoint_size_key" ON "Checkpoint"("size");

-- CreateIndex
CREATE UNIQUE INDEX "Reply_mailboxMessageId_key" ON "Reply"("mailboxMessageId");

-- CreateIndex
CREATE INDEX "Reply_serviceId_readAt_idx" ON "Reply"("serviceId", "readAt");

-- CreateIndex
CREATE INDEX "Reply_deliveryId_idx" ON "Reply"("deliveryId");

-- AddForeignKey
ALTER TABLE "Attachment" ADD CONSTRAINT "Attachment_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeliveryEvent" ADD CONSTRAINT "DeliveryEvent_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MailboxAnswer" ADD CONSTRAINT "MailboxAnswer_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_messageTypeId_fkey" FOREIGN KEY ("messageTypeId") REFERENCES "MessageType"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MessageRecipient" ADD CONSTRAINT "MessageRecipient_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Service" ADD CONSTRAINT "Service_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MessageType" ADD CONSTRAINT "MessageType_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegisteredCapability" ADD CONSTRAINT "RegisteredCapability_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegisteredCapability" ADD CONSTRAINT "RegisteredCapability_serviceId_fkey" FOREIGN KEY ("serviceId") REFERENCES "Service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegisteredCapability" ADD CONSTRAINT "RegisteredCapability_messageTypeId_fkey" FOREIGN KEY ("messageTypeId") REFERENCES "MessageType"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evidence" ADD CONSTRAINT "Evidence_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvidenceSeal" ADD CONSTRAINT "EvidenceSeal_evidenceId_fkey" FOREIGN KEY ("evidenceId") REFERENCES "Evidence"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckpointStamp" ADD CONSTRAINT "CheckpointStamp_checkpointId_fkey" FOREIGN KEY ("checkpointId") REFERENCES "Checkpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reply" ADD CONSTRAINT "Reply_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
