/** Elements in one expression. Text only ever becomes text: no markup is parsed. */

type Attributes = Record<string, string | number | boolean | undefined>

/** Attributes that are false or undefined are left out, true ones are empty. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, attributes: Attributes = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : String(value))
  }
  element.append(...children)
  return element
}

export function button(label: string, press: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = h("button", { type: "button", class: "btn btn-sm", ...attributes }, label)
  element.addEventListener("click", press)
  return element
}

/** Sets an attribute only when it differs; null takes it away. */
export function setAttribute(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name)
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}
