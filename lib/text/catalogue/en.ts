import accessibility from "./en/accessibility.json";
import agreements from "./en/agreements.json";
import approvals from "./en/approvals.json";
import answering from "./en/answering.json";
import attachments from "./en/attachments.json";
import audit from "./en/audit.json";
import auth from "./en/auth.json";
import common from "./en/common.json";
import deliveries from "./en/deliveries.json";
import errors from "./en/errors.json";
import history from "./en/history.json";
import home from "./en/home.json";
import layout from "./en/layout.json";
import letters from "./en/letters.json";
import members from "./en/members.json";
import messages from "./en/messages.json";
import operator from "./en/operator.json";
import types from "./en/types.json";
import unopened from "./en/unopened.json";
import orders from "./en/orders.json";
import organisations from "./en/organisations.json";
import overview from "./en/overview.json";
import payments from "./en/payments.json";
import proofs from "./en/proofs.json";

import receipts from "./en/receipts.json";
import recipients from "./en/recipients.json";
import refusals from "./en/refusals.json";
import replies from "./en/replies.json";
import retention from "./en/retention.json";

import services from "./en/services.json";
import sheets from "./en/sheets.json";
import templates from "./en/templates.json";

export const en = {
  accessibility,
  agreements,
  approvals,
  answering,
  attachments,
  audit,
  auth,
  common,
  deliveries,
  errors,
  history,
  home,
  layout,
  letters,
  members,
  messages,
  operator,
  types,
  unopened,
  orders,
  organisations,
  overview,
  payments,
  proofs,

  receipts,
  recipients,
  refusals,
  replies,
  retention,
  services,
  sheets,
  templates,
};
