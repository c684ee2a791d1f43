import type { Subscription } from '#protocol/subscription.ts'
import { markup, type Markup } from '#shared/markup.ts'
import type { PeoplePage } from '../people/page.ts'

/** How to be told of outages. Feeds and programs need no mail server. */
export function subscribePage(hasMail: boolean): PeoplePage {
  return {
    title: 'Be told of outages',
    main: markup`<h1>Be told of outages</h1>
      <h2>By e-mail</h2>
      ${hasMail ? mailForm : noMail}
      <h2>In this browser</h2>
      <p>On the page for help in the app there is a button: “Tell me when it is back”.</p>
      <h2>By a feed or a program</h2>
      <p>
        <a href="history.atom">Atom</a>, <a href="history.rss">RSS</a>, or <a href="api/v2/summary.json">JSON</a> in the
        form of Statuspage. The operator sets up webhooks.
      </p>
      <p><a class="button" href="./">To the status page</a></p>`,
  }
}

const mailForm = markup`<form method="post" action="subscribe">
  <label for="mail">Your e-mail address</label>
  <input id="mail" name="mail" type="email" maxlength="254" autocomplete="email" required>
  <p><button>Send me a link to confirm</button></p>
  <p class="note">One mail for each phase of an outage. It is used for nothing else, and ends with one tap.</p>
</form>`

const noMail = markup`<p>This status page cannot send mail: its operator has set no mail server for it.</p>`

/** The same whatever was known of the address, so that nobody learns from it who is subscribed. */
export const lookIntoMailPage: PeoplePage = {
  title: 'Look into your mailbox',
  main: markup`<h1>Look into your mailbox</h1>
    <p>If this address was not subscribed yet, a link is on its way there. Nothing is sent before you have opened it and said yes.</p>
    <p><a class="button" href="./">To the status page</a></p>`,
}

/** Opening a link changes nothing: programs that look for dangerous mail open them, too. */
export function subscriptionPage({ secret, isActive }: Subscription): PeoplePage {
  const title = isActive ? 'You are told of outages' : 'Shall we tell you of outages?'
  return {
    title,
    main: markup`<h1>${title}</h1>
      ${isActive ? markup`` : button(secret, 'confirm', 'Yes, tell me')}
      ${button(secret, 'end', isActive ? 'Tell me no more' : 'No, forget my address')}`,
  }
}

function button(secret: string, what: string, words: string): Markup {
  return markup`<form method="post" action="${secret}">
    <input type="hidden" name="do" value="${what}">
    <p><button>${words}</button></p>
  </form>`
}

export const confirmedPage: PeoplePage = {
  title: 'You will be told',
  main: markup`<h1>You will be told</h1>
    <p>One mail for each phase of an outage. Every mail has the way to end it.</p>
    <p><a class="button" href="../">To the status page</a></p>`,
}

export const endedPage: PeoplePage = {
  title: 'You are told no more',
  main: markup`<h1>You are told no more</h1>
    <p>Your address is forgotten.</p>
    <p><a class="button" href="../">To the status page</a></p>`,
}
