import { expect, test } from 'vitest'
import { html, trustedHtml } from './html.ts'

test('what is filled in is text, in an element as in an attribute', () => {
  const hostile = `"><script>alert('&')</script>`
  expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(
    '<p title="&#34;&#62;&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;">' +
      '&#34;&#62;&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;</p>',
  )
})

test('pieces of HTML stay HTML, one or many', () => {
  const item = (text: string) => html`<li>${text}</li>`
  expect(
    html`<ul>
        ${[item('a'), item('<b>')]}
      </ul>
      ${trustedHtml('<hr>')}`.text,
  ).toBe('<ul><li>a</li>\n<li>&#60;b&#62;</li></ul><hr>')
})
