import { expect, test } from 'vitest'
import { markup, trustedMarkup } from './markup.ts'

test('what is filled in is text, in an element as in an attribute', () => {
  const hostile = `"><script>alert('&')</script>`
  const escaped = '&#34;&#62;&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;'
  expect(markup`<p title="${hostile}">${hostile}</p>`.text).toBe(`<p title="${escaped}">${escaped}</p>`)
})

test('markup stays markup, one piece or many', () => {
  const item = (text: string) => markup`<li>${text}</li>`
  expect(markup`<ul>${[item('a'), item('<b>')]}</ul>${trustedMarkup('<hr>')}`.text).toBe(
    '<ul><li>a</li>\n<li>&#60;b&#62;</li></ul><hr>',
  )
})
