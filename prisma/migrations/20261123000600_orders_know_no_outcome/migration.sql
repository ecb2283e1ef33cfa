-- What is known of a delivery's outcome is the worker's to tell, also in the columns that came later.
CREATE POLICY knowing_nothing ON "Delivery" AS RESTRICTIVE FOR INSERT TO portal_app
  WITH CHECK ("doubtfulSince" IS NULL AND "takenAfter" IS NULL);
