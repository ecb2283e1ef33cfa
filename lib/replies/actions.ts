"use server";

import { action } from "@/lib/auth/gate";
import { deliveryRefSchema } from "@/lib/deliveries/schema";
import * as replies from "@/lib/replies/mutations";
import { answeringSchema } from "@/lib/replies/schema";

export const markRepliesRead = action("message:write", deliveryRefSchema, replies.markRepliesRead);
export const viewReplies = action("delivery:read", answeringSchema, replies.viewReplies);
