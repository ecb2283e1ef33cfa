import accessibility from "./nl/accessibility.json";
import agreements from "./nl/agreements.json";
import approvals from "./nl/approvals.json";
import answering from "./nl/answering.json";
import attachments from "./nl/attachments.json";
import audit from "./nl/audit.json";
import auth from "./nl/auth.json";
import common from "./nl/common.json";
import deliveries from "./nl/deliveries.json";
import errors from "./nl/errors.json";
import history from "./nl/history.json";
import home from "./nl/home.json";
import layout from "./nl/layout.json";
import letters from "./nl/letters.json";
import members from "./nl/members.json";
import messages from "./nl/messages.json";
import operator from "./nl/operator.json";
import types from "./nl/types.json";
import unopened from "./nl/unopened.json";
import orders from "./nl/orders.json";
import organisations from "./nl/organisations.json";
import overview from "./nl/overview.json";
import payments from "./nl/payments.json";
import proofs from "./nl/proofs.json";

import receipts from "./nl/receipts.json";
import recipients from "./nl/recipients.json";
import refusals from "./nl/refusals.json";
import replies from "./nl/replies.json";
import retention from "./nl/retention.json";

import services from "./nl/services.json";
import sheets from "./nl/sheets.json";
import templates from "./nl/templates.json";

export const nl = {
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
