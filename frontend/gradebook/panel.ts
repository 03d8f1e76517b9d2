/** The panel beside the grid (over its lower part where the window is narrow). It never has to be answered. */
import { button, h } from "./dom"
import type { Words } from "./words"

export interface PanelPage {
  // All made anew each time the panel is drawn.
  title(): string
  subtitle?(): string
  content(): Node[]
  /** What takes the focus when the page opens; the close button where there is nothing. */
  focus?(body: HTMLElement): HTMLElement | null
}

export class Panel {
  readonly element: HTMLElement
  private readonly title = h("h2", { class: "gb-panel-title", id: "gb-panel-title" })
  private readonly subtitle = h("p", { class: "gb-panel-subtitle" })
  private readonly body = h("div", { class: "gb-panel-body" })
  private readonly closer: HTMLButtonElement
  private page: PanelPage | null = null
  /** Between press and release nothing is drawn anew: the button under the finger would be gone before the click. */
  private pressed = false
  private stale = false

  /** `resized` is told when the panel comes or goes, `closed` gives the focus back to where the person was. */
  constructor(words: Words, private readonly resized: () => void, private readonly closed: () => void) {
    this.closer = button(words("close"), () => this.close(), { class: "btn btn-sm", "aria-keyshortcuts": "Escape" })
    const head = h("div", { class: "gb-panel-head" }, h("div", {}, this.title, this.subtitle), this.closer)
    this.element = h("aside", { class: "gb-panel", "aria-labelledby": "gb-panel-title", hidden: true }, head, this.body)
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return
      event.preventDefault()
      this.close()
    })
    this.element.addEventListener("pointerdown", () => { this.pressed = true })
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => this.release())
  }

  get isOpen(): boolean {
    return this.page !== null
  }

  open(page: PanelPage): void {
    this.page = page
    this.element.hidden = false
    this.draw()
    this.resized()
    const target = page.focus?.(this.body) ?? this.closer
    target.focus()
  }

  /** Draws the page again, if it is still the open one; a field being written keeps its text, caret and focus. */
  refresh(page: PanelPage | null = this.page): void {
    if (page === null || page !== this.page) return
    this.stale = this.pressed
    if (this.pressed) return
    const active = document.activeElement
    if (active instanceof HTMLTextAreaElement && this.body.contains(active)) return
    const name = active instanceof HTMLElement && this.body.contains(active) ? active.dataset["name"] : undefined
    this.draw()
    if (name !== undefined) (this.body.querySelector<HTMLElement>(`[data-name="${name}"]`) ?? this.closer).focus()
  }

  close(): void {
    if (!this.page) return
    this.page = null
    // Leaving a field keeps it: its change event must come while it is still in the page.
    if (document.activeElement instanceof HTMLElement && this.element.contains(document.activeElement)) document.activeElement.blur()
    this.element.hidden = true
    this.body.replaceChildren()
    this.resized()
    this.closed()
  }

  private release(): void {
    if (!this.pressed) return
    setTimeout(() => {
      this.pressed = false
      if (this.stale) this.refresh()
    })
  }

  private draw(): void {
    if (!this.page) return
    this.title.textContent = this.page.title()
    this.subtitle.textContent = this.page.subtitle?.() ?? ""
    this.body.replaceChildren(...this.page.content())
  }
}
