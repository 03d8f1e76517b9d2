/** The line above the grid: the state of saving in one quiet word, and the few tools that also have keys. */
import type { Book } from "./book"
import { button, h } from "./dom"
import type { Word } from "./words"

export interface ToolbarHost {
  openQueue(): void
  openDetails(): void
  openKeys(): void
  undo(): void
  redo(): void
  /** Goes to the first student found, or to the next one; false when there is none. */
  find(text: string, next: boolean): boolean
  backToGrid(): void
}

export class Toolbar {
  readonly element: HTMLElement
  private readonly word = h("span", { class: "gb-state-word" })
  private readonly problems = h("span", { class: "gb-state-problems" })
  private readonly state: HTMLButtonElement
  private readonly signIn: HTMLAnchorElement
  private readonly storage = h("p", { class: "gb-storage", role: "alert", hidden: true })
  private readonly search: HTMLInputElement
  private readonly nothing = h("span", { class: "gb-nothing", role: "status" })

  constructor(private readonly book: Book, private readonly host: ToolbarHost) {
    const { words } = book
    this.state = h("button", { type: "button", class: "gb-state" }, this.word, this.problems)
    this.state.addEventListener("click", () => host.openQueue())
    this.signIn = h("a", { class: "gb-sign-in", target: "_blank", rel: "noopener", href: window.location.href, hidden: true }, words("sign_in"))
    this.search = h("input", {
      class: "form-control form-control-sm gb-find", type: "search", placeholder: words("find"), "aria-label": words("find"),
      "aria-keyshortcuts": "/", autocomplete: "off",
    })
    this.search.addEventListener("input", () => this.find(false))
    this.search.addEventListener("keydown", (event) => this.pressInSearch(event))
    const quiet = { class: "btn btn-sm btn-ghost-secondary" }
    const steps = book.journal.section.editable
      ? [button(words("undo"), () => host.undo(), { class: `${quiet.class} gb-undo`, "aria-keyshortcuts": "Control+Z" }),
        button(words("redo"), () => host.redo(), { ...quiet, "aria-keyshortcuts": "Control+Y" })]
      : []
    const tools = h("div", { class: "gb-tools" }, this.nothing, this.search, ...steps,
      button(words("cell_details"), () => host.openDetails(), { ...quiet, "aria-keyshortcuts": "Alt+Enter" }),
      button(words("keys_help"), () => host.openKeys(), { ...quiet, class: `${quiet.class} gb-keys-button`, "aria-keyshortcuts": "?" }))
    this.element = h("div", { class: "gb-toolbar" }, this.state, this.signIn, tools, this.storage)
    this.draw()
  }

  focusSearch(): void {
    this.search.select()
    this.search.focus()
  }

  draw(): void {
    const { book } = this
    const text = stateWords(book)
    if (this.word.textContent !== text) this.word.textContent = text
    const problems = problemWords(book)
    if (this.problems.textContent !== problems) this.problems.textContent = problems
    this.state.dataset["line"] = book.saver.count === 0 && book.saver.line === "sending" ? "idle" : book.saver.line
    this.signIn.hidden = book.saver.line !== "signed-out"
    this.storage.hidden = book.kept
    if (!book.kept) this.storage.textContent = book.words("storage_failed")
  }

  private find(next: boolean): void {
    const text = this.search.value.trim()
    const found = text === "" || this.host.find(text, next)
    this.nothing.textContent = found ? "" : this.book.words("find_nothing")
  }

  private pressInSearch(event: KeyboardEvent): void {
    if (event.key === "ArrowDown") this.find(true)
    else if (event.key === "Enter" || event.key === "Escape") this.leaveSearch()
    else return
    event.preventDefault()
  }

  private leaveSearch(): void {
    this.search.value = ""
    this.nothing.textContent = ""
    this.host.backToGrid()
  }
}

/** «сохранено», «сохраняется…», «нет сети: 4 в очереди» */
export function stateWords({ saver, words }: Book): string {
  const { count, line } = saver
  if (line === "idle" || line === "sending") return words(count > 0 ? "saving" : "saved")
  const [alone, queued] = BROKEN[line]
  return count > 0 ? words(queued, { count }) : words(alone)
}

const BROKEN: Record<"offline" | "failing" | "signed-out", [alone: Word, queued: Word]> = {
  "offline": ["offline", "offline_queued"],
  "failing": ["failing", "failing_queued"],
  "signed-out": ["signed_out", "signed_out_queued"],
}

export function problemWords({ journal, words }: Book): string {
  const conflicts = [...journal.problems.values()].filter(({ kind }) => kind === "conflict").length
  const refused = journal.problems.size - conflicts + journal.lessonProblems.size
  return [
    refused > 0 && words("refused_count", { count: refused }),
    conflicts > 0 && words("conflict_count", { count: conflicts }),
  ].filter(Boolean).join(" · ")
}
