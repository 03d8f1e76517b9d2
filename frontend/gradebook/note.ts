/** The small note under a cell: why it is closed, why its text was not taken, what could be typed. Never takes the focus. */
import { h } from "./dom"

export interface NoteButton { label: string; key: string; press: () => void }

const GAP = 4

export class Note {
  readonly element = h("div", { class: "gb-note", hidden: true })
  private under: HTMLElement | null = null

  /** `frame` is what the note is placed in and may not leave. */
  constructor(private readonly frame: HTMLElement) {
    // The focus stays in the cell while a button of the note is pressed.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault())
    this.element.addEventListener("mousedown", (event) => event.preventDefault())
  }

  show(under: HTMLElement, text: string, tone: "plain" | "wrong" | "conflict", buttons: NoteButton[] = []): void {
    this.under = under
    this.element.dataset["tone"] = tone
    this.element.replaceChildren(h("p", {}, text), ...(buttons.length > 0 ? [this.row(buttons)] : []))
    this.element.hidden = false
    this.place()
  }

  hide(): void {
    this.under = null
    if (!this.element.hidden) this.element.hidden = true
  }

  /** Puts the note under its cell, or above it where there is no room below. */
  place(): void {
    if (!this.under) return
    const frame = this.frame.getBoundingClientRect()
    const cell = this.under.getBoundingClientRect()
    const width = this.element.offsetWidth
    const height = this.element.offsetHeight
    const below = cell.bottom + GAP
    const above = cell.top - height - GAP
    const top = below + height > window.innerHeight && above > 0 ? above : below
    const left = Math.max(Math.min(cell.left, frame.right - width), frame.left)
    this.element.style.top = `${top - frame.top}px`
    this.element.style.left = `${left - frame.left}px`
  }

  private row(buttons: NoteButton[]): HTMLElement {
    return h("div", { class: "gb-note-buttons" }, ...buttons.map(({ label, key, press }) => {
      const element = h("button", { type: "button", class: "btn btn-sm", tabindex: -1 }, label, " ", h("kbd", {}, key))
      element.addEventListener("click", press)
      return element
    }))
  }
}
