-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "otherTexts" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "MessageRecipient" ADD COLUMN     "language" TEXT;

-- A text is in a language that letters have, and in no other than its own.
ALTER TABLE "Message"
  ADD CONSTRAINT known_languages CHECK (jsonb_typeof("otherTexts") = 'object'
    AND "otherTexts" - ARRAY['nl', 'fr', 'de'] = '{}'
    AND ("otherTexts" = '{}' OR "language" IS NOT NULL AND NOT "otherTexts" ? "language"));
ALTER TABLE "MessageRecipient"
  ADD CONSTRAINT known_language CHECK ("language" IN ('nl', 'fr', 'de'));
GRANT UPDATE ("language") ON "MessageRecipient" TO portal_app;
