// An element that may move into another document, such as a window on top: style sheets belong to the document they were made in (CSSOM, adoptedStyleSheets), so that there it needs its own.
import { LitElement } from 'lit';
import type { CSSResultOrNative } from 'lit';

type View = NonNullable<Document['defaultView']>;

export class MovableElement extends LitElement {
  /** One that is first drawn elsewhere must not share the sheets of its kind: the browser forbids it. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    if (this.ownerDocument === document) return super.createRenderRoot();
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    this.#style(root);
    return root;
  }

  adoptedCallback(): void {
    if (this.shadowRoot !== null) this.#style(this.shadowRoot);
  }

  #style(root: ShadowRoot): void {
    const view = this.ownerDocument.defaultView;
    if (view === null) return;
    const { elementStyles } = this.constructor as typeof MovableElement;
    root.adoptedStyleSheets = elementStyles.map((style) => sheetIn(view, style));
  }
}

function sheetIn(view: View, style: CSSResultOrNative): CSSStyleSheet {
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync('cssText' in style ? style.cssText : [...style.cssRules].map((rule) => rule.cssText).join('\n'));
  return sheet;
}
