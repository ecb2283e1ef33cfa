import accessibility from "./de/accessibility.json";
import agreements from "./de/agreements.json";
import approvals from "./de/approvals.json";
import answering from "./de/answering.json";
import attachments from "./de/attachments.json";
import audit from "./de/audit.json";
import auth from "./de/auth.json";
import common from "./de/common.json";
import deliveries from "./de/deliveries.json";
import errors from "./de/errors.json";
import history from "./de/history.json";
import home from "./de/home.json";
import layout from "./de/layout.json";
import letters from "./de/letters.json";
import members from "./de/members.json";
import messages from "./de/messages.json";
import operator from "./de/operator.json";
import types from "./de/types.json";
import unopened from "./de/unopened.json";
import orders from "./de/orders.json";
import organisations from "./de/organisations.json";
import overview from "./de/overview.json";
import payments from "./de/payments.json";
import proofs from "./de/proofs.json";

import receipts from "./de/receipts.json";
import recipients from "./de/recipients.json";
import refusals from "./de/refusals.json";
import replies from "./de/replies.json";
import retention from "./de/retention.json";

import services from "./de/services.json";
import sheets from "./de/sheets.json";
import templates from "./de/templates.json";

export const de = {
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
