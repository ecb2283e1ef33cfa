import { Html, html } from "../http/html";
import { pageText } from "../http/page";
import { enterprises, fullName, people, type Person } from "../people";
import { levelUrn, means } from "./levels";

/** The form comes from the provider; the script only saves a click, the button works without it. */
export function logoutPage(form: string): string {
  const button =
    '<input type="hidden" name="logout" value="yes"><p><button>Sign out</button></p></form>';
  return pageText({
    title: "Sign out",
    content: html`<p>You are signing out of every service opened with this identity.</p>
      ${new Html(form.replace("</form>", button))}
      <script>
        document.forms[0].submit();
      </script>`,
  });
}

export function signedOutPage(): string {
  return pageText({ title: "You are signed out", content: html`<p>You may close this page.</p>` });
}

export function errorPage({
  error,
  error_description,
}: {
  error: string;
  error_description?: string;
}): string {
  return pageText({
    title: "Signing in did not work",
    content: html`<p>${error_description ?? "The request was not understood."}</p>
      <p>Code: <code>${error}</code></p>`,
  });
}

function personOption(person: Person) {
  const role = person.portalRole === undefined ? "" : ` · ${person.portalRole}`;
  const actsFor = (person.actsFor ?? []).map(nameOfEnterprise).join(", ");
  return html`<option value="${person.niss}">
    ${fullName(person)} · ${person.language}${role}${actsFor && ` · acts for ${actsFor}`}
  </option>`;
}

function nameOfEnterprise(number: string): string {
  return enterprises.find(({ enterpriseNumber }) => enterpriseNumber === number)?.name ?? number;
}

interface PickerOptions {
  action: string;
  clientId: string;
  requiredLevel: number;
}

/** Everything may be chosen, also what the service will refuse: seeing that refusal is the point. */
export function pickerPage({ action, clientId, requiredLevel }: PickerOptions): string {
  const preselected = means.findLast(({ level }) => level >= requiredLevel) ?? means[0];
  const choice = (each: (typeof means)[number]) =>
    html`<label
      ><input
        type="radio"
        name="means"
        value="${each.id}"
        required${each === preselected ? new Html(" checked") : ""}
      />
      ${each.label} (level ${each.level})</label
    >`;
  const enough = means.filter(({ level }) => level >= requiredLevel);
  const tooLow = means.filter(({ level }) => level < requiredLevel);
  return pageText({
    title: "Who are you today?",
    content: html`<p>
        <strong>${clientId}</strong> asks you to identify
        yourself${requiredLevel > 0 && html`, at least at <code>${levelUrn(requiredLevel)}</code>`}.
      </p>
      <form method="post" action="${action}">
        <label for="niss">Test person</label>
        <select id="niss" name="niss" required>
          <optgroup label="Portal">
            ${people.filter(({ portalRole }) => portalRole !== undefined).map(personOption)}
          </optgroup>
          <optgroup label="Citizens">
            ${people.filter(({ portalRole }) => portalRole === undefined).map(personOption)}
          </optgroup>
        </select>
        <fieldset>
          <legend>Means of identification</legend>
          ${enough.map(choice)}
        </fieldset>
        ${
          tooLow.length > 0 &&
          html`<fieldset>
            <legend>Lower than the service asks: it should refuse</legend>
            ${tooLow.map(choice)}
          </fieldset>`
        }
        <p>
          <button name="decision" value="continue">Continue</button>
          <button class="quiet" name="decision" value="cancel" formnovalidate>Cancel</button>
        </p>
      </form>`,
  });
}
