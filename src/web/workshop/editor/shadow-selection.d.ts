interface ShadowRoot {
  /** Chromium alone: there each shadow tree has a selection of its own, of which the document's says nothing. */
  readonly getSelection?: () => Selection | null
}
