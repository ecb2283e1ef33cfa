import accessibility from "./fr/accessibility.json";
import agreements from "./fr/agreements.json";
import approvals from "./fr/approvals.json";
import answering from "./fr/answering.json";
import attachments from "./fr/attachments.json";
import audit from "./fr/audit.json";
import auth from "./fr/auth.json";
import common from "./fr/common.json";
import deliveries from "./fr/deliveries.json";
import errors from "./fr/errors.json";
import history from "./fr/history.json";
import home from "./fr/home.json";
import layout from "./fr/layout.json";
import letters from "./fr/letters.json";
import members from "./fr/members.json";
import messages from "./fr/messages.json";
import operator from "./fr/operator.json";
import types from "./fr/types.json";
import unopened from "./fr/unopened.json";
import orders from "./fr/orders.json";
import organisations from "./fr/organisations.json";
import overview from "./fr/overview.json";
import payments from "./fr/payments.json";
import proofs from "./fr/proofs.json";

import receipts from "./fr/receipts.json";
import recipients from "./fr/recipients.json";
import refusals from "./fr/refusals.json";
import replies from "./fr/replies.json";
import retention from "./fr/retention.json";

import services from "./fr/services.json";
import sheets from "./fr/sheets.json";
import templates from "./fr/templates.json";

export const fr = {
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
