/** The phone's keys: the six that matter at hand, the rest behind «Ещё». */
import type { Book } from "./book"
import { button, h } from "./dom"

const AT_HAND = ["5", "4", "3", "2", "н", "б"]

export interface KeypadHost {
  /** A code, or "" to erase. */
  press(key: string): void
  /** One student back or on. */
  step(by: number): void
}

export function buildKeypad(book: Book, who: HTMLElement, host: KeypadHost): HTMLElement {
  const { words } = book
  const titles = new Map(book.codes.absences.map(([code, title]) => [code, title]))
  const all = [...book.codes.marks, ...titles.keys()]
  const key = (code: string) => button(code, () => host.press(code), { class: "btn gb-key", title: titles.get(code), "data-key": code })
  const rest = h("div", { class: "gb-keys-rest", id: "gb-keys-rest", hidden: true }, ...all.filter((code) => !AT_HAND.includes(code)).map(key))
  const more = button(words("more_codes"), () => {
    rest.hidden = !rest.hidden
    more.setAttribute("aria-expanded", String(!rest.hidden))
  }, { class: "btn gb-key gb-key-word", "aria-expanded": "false", "aria-controls": "gb-keys-rest" })
  const erase = button(words("erase"), () => host.press(""), { class: "btn gb-key gb-key-word" })
  const arrow = (by: number, label: string, sign: string) => button(sign, () => host.step(by), { class: "btn gb-key-step", "aria-label": label })
  return h("div", { class: "gb-keypad", role: "group", "aria-label": words("keypad") },
    h("div", { class: "gb-keypad-who" }, arrow(-1, words("previous_student"), "↑"), who, arrow(1, words("next_student"), "↓")),
    rest,
    h("div", { class: "gb-keys-main" }, ...AT_HAND.filter((code) => all.includes(code)).map(key), erase, more))
}
