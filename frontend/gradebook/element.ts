/** <gradebook-grid>: puts the journal's parts on the page and lets them speak to each other. */
import { Book, type BookListener, type Redraw } from "./book"
import type { Lesson, PageData, Student } from "./data"
import { daysIn } from "./dates"
import { h } from "./dom"
import { findStudent } from "./find"
import { Grid, type Host } from "./grid"
import { historyPage } from "./history_page"
import { keysPage } from "./keys_page"
import { lessonPage } from "./lesson_page"
import { Panel, type PanelPage } from "./panel"
import { Phone, type PhoneHost } from "./phone"
import { queuePage, type QueueHost } from "./queue_page"
import { stateWords, Toolbar, type ToolbarHost } from "./toolbar"
import { wordsOf } from "./words"

const PHONE = "(max-width: 640px)"
const POLL_MS = 15_000

export class GradebookGrid extends HTMLElement implements BookListener, Host, PhoneHost, ToolbarHost, QueueHost {
  private book!: Book
  private view!: Grid | Phone
  private toolbar!: Toolbar
  private panel!: Panel
  private queueView: PanelPage | null = null
  private lessonView: PanelPage | null = null
  private readonly live = h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" })
  private readonly place = h("div", { class: "gb-place" })
  private saidState = ""
  private foundRow = 0

  connectedCallback(): void {
    if (this.book) return
    const data = pageData()
    if (!data) return
    const words = wordsOf(document.documentElement.lang)
    this.book = new Book(data, words, daysIn(document.documentElement.lang || "ru"), this)
    this.toolbar = new Toolbar(this.book, this)
    this.panel = new Panel(words, () => this.view?.reveal(), () => this.view?.focus())
    this.replaceChildren(...this.notice(data), this.toolbar.element, h("div", { class: "gb-desk" }, this.place, this.panel.element), this.live)
    if (!this.isEmpty(data)) this.start()
  }

  // What the book tells

  changed(redraw: Redraw): void {
    this.view?.redraw(redraw)
    if (redraw.lessons || redraw.cells) this.panel?.refresh(this.lessonView)
  }

  state(): void {
    this.toolbar?.draw()
    this.panel?.refresh(this.queueView)
    this.sayState()
  }

  say(text: string): void {
    // The same words twice are announced twice only if the text differs.
    this.live.textContent = this.live.textContent === text ? `${text}\u00a0` : text
  }

  // What the views ask

  openFind(): void {
    this.toolbar.focusSearch()
  }

  find(text: string, next: boolean): boolean {
    const { students } = this.book.journal
    const row = findStudent(students, text, next ? this.foundRow + 1 : 0)
    if (row < 0) return false
    this.foundRow = row
    this.view.showRow(row)
    this.say(students[row]?.name ?? "")
    return true
  }

  openKeys(): void {
    this.panel.open(keysPage(this.book.words))
  }

  openLesson(id: number): void {
    this.lessonView = lessonPage(this.book, id)
    this.panel.open(this.lessonView)
  }

  openHistory(student: Student, lesson: Lesson): void {
    this.panel.open(historyPage(this.book, student, lesson, (page) => this.panel.refresh(page)))
  }

  openDetails(): void {
    this.view.details()
  }

  openQueue(): void {
    this.queueView = queuePage(this.book, this)
    this.panel.open(this.queueView)
  }

  goToKey(key: string): void {
    this.view.goToKey(key)
    this.view.focus()
  }

  undo(): void {
    const [key] = this.book.undo()
    if (key) this.goToKey(key)
  }

  redo(): void {
    const [key] = this.book.redo()
    if (key) this.goToKey(key)
  }

  backToGrid(): void {
    this.view.focus()
  }

  // Inside

  private notice(data: PageData): Node[] {
    if (data.section.editable) return []
    return [h("p", { class: "gb-read-only" }, `${this.book.words("read_only")} ${data.section.reason}`.trim())]
  }

  private isEmpty(data: PageData): boolean {
    const word = data.students.length === 0 ? "empty_students" : data.lessons.length === 0 ? "empty_lessons" : null
    if (word) this.place.replaceChildren(h("p", { class: "gb-empty" }, this.book.words(word)))
    return word !== null
  }

  private start(): void {
    const narrow = window.matchMedia(PHONE)
    this.lay(narrow.matches)
    narrow.addEventListener("change", () => this.lay(narrow.matches))
    this.fit()
    window.addEventListener("resize", () => this.fit())
    void this.book.restore()
    this.watch()
    // The journal is opened to write in it: the first key should already count.
    if (!narrow.matches && this.book.journal.section.editable && document.activeElement === document.body) this.view.focus()
  }

  private lay(narrow: boolean): void {
    this.settle()
    this.view = narrow ? new Phone(this.book, this) : new Grid(this.book, this)
    this.dataset["view"] = narrow ? "phone" : "grid"
    this.place.replaceChildren(this.view.element)
    this.view.reveal()
  }

  /** The grid scrolls inside itself, so that its head and sides stay; it takes what the page leaves of the window. */
  private fit(): void {
    const top = this.place.getBoundingClientRect().top + window.scrollY
    this.style.setProperty("--gb-top", `${Math.round(top)}px`)
  }

  /** Keeps what is half typed: the view is about to change, or the page to go. */
  private settle(): void {
    if (this.view instanceof Grid) this.view.commit()
    const active = document.activeElement
    if (active instanceof HTMLTextAreaElement && this.contains(active)) active.blur()
  }

  private watch(): void {
    const ask = (now: boolean) => {
      if (document.visibilityState === "visible") void this.book.poll(now)
    }
    setInterval(() => ask(false), POLL_MS / 3)
    document.addEventListener("visibilitychange", () => (document.hidden ? this.settle() : ask(true)))
    window.addEventListener("pagehide", () => this.settle())
    window.addEventListener("focus", () => ask(true))
    window.addEventListener("online", () => {
      this.book.saver.send()
      ask(true)
    })
    window.addEventListener("offline", () => this.book.saver.observe({ kind: "offline" }))
    window.addEventListener("beforeunload", (event) => {
      // Only where nothing else keeps it: otherwise the queue survives by itself.
      if (!this.book.kept && this.book.saver.count > 0) event.preventDefault()
    })
  }

  /** Each word of state once, and «сохранено» only after something was not. */
  private sayState(): void {
    const { line } = this.book.saver
    const said = line === "sending" ? this.saidState : line
    if (said === this.saidState || (said === "idle" && this.saidState === "")) return
    this.saidState = said
    this.say(stateWords(this.book))
  }
}

function pageData(): PageData | null {
  const source = document.getElementById("gradebook-data")
  return source ? (JSON.parse(source.textContent ?? "null") as PageData | null) : null
}
