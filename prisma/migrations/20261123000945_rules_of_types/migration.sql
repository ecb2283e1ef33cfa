-- AlterTable
ALTER TABLE "Organisation" ADD COLUMN     "fourEyesFrom" INTEGER,
ADD COLUMN     "fourEyesRegistered" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "MessageType" ADD COLUMN     "languages" TEXT[],
ADD COLUMN     "defaultReplyOption" JSONB,
ADD COLUMN     "fourEyes" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "unopenedAfterDays" INTEGER,
ADD COLUMN     "unopenedStep" TEXT NOT NULL DEFAULT 'tell',
ADD COLUMN     "unopenedByItself" BOOLEAN NOT NULL DEFAULT false;
