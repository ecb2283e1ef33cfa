"use server";

import { action } from "@/lib/auth/gate";
import { deliveryRefSchema } from "@/lib/deliveries/schema";
import * as replies from "@/lib/replies/mutations";

export const markRepliesRead = action("message:write", deliveryRefSchema, replies.markRepliesRead);
