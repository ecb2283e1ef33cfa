import type { Answer } from "./http/answer";
import { html } from "./http/html";
import { pageAnswer } from "./http/page";

export function homePage(): Answer {
  return pageAnswer({
    title: "The outside world, in miniature",
    content: html`<p>
        These stand-ins speak the protocols of the real services, for tests and for developers.
      </p>
      <h2>For people</h2>
      <ul>
        <li><a href="/box">Test boxes</a>: read what was sent, reply, pay</li>
        <li><a href="/mail">Mail</a> that the portal sent</li>
      </ul>
      <h2>For the portal</h2>
      <ul>
        <li><a href="/fas/oauth2/.well-known/openid-configuration">Sign-in (OpenID Connect)</a></li>
        <li>Tokens: <code>POST /REST/oauth/v5/token</code> and <code>/introspect</code></li>
        <li>Messages: <code>/REST/ebox/enterprise/messageRegistry/v3</code></li>
        <li>Reachability: <code>/REST/ebox/enterprise/federation/v1</code></li>
        <li>Time stamps: <code>POST /tsa</code>, <a href="/tsa/ca.pem">its root certificate</a></li>
        <li>
          <a href="/witness">Witness</a> of the log: <code>POST /witness/add-checkpoint</code>
        </li>
      </ul>
      <h2>For tests</h2>
      <ul>
        <li><a href="/control/journal">Journal</a> of every request</li>
        <li>
          <a href="/control/faults">Faults</a> on order (<code>PUT</code>, <code>DELETE</code>)
        </li>
        <li>
          <a href="/control/messages">Messages</a>; <code>POST …/{id}/open</code>,
          <code>/reply</code>, <code>/expire</code>
        </li>
        <li>
          <code>POST /control/recipients</code> adds recipients,
          <code>POST /control/logout</code> signs somebody out
        </li>
        <li><a href="/health">Health</a></li>
      </ul>`,
  });
}
