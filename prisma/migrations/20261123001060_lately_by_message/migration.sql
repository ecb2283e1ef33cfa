CREATE INDEX "Message_serviceId_sentAt_id_idx" ON "Message" ("serviceId", "sentAt", id);
