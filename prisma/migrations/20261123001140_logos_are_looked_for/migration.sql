-- Whether a stored file is the logo that some letters were ordered under is asked of every file that is swept.
CREATE INDEX "Message_order_logo_idx" ON "Message" (("order"->>'logoSha256'))
  WHERE "order"->>'logoSha256' IS NOT NULL;
