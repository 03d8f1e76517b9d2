/** The journal on a phone: one lesson, students as rows, big keys at the thumb. */
import type { Book, Redraw } from "./book"
import type { Lesson, Student } from "./data"
import { button, h, setAttribute } from "./dom"
import { tapped } from "./input"
import { attendanceBlock } from "./lesson_page"
import { cellDescription, cellLook, closedWords, isTopicMissing, lessonKind, lessonName } from "./look"
import { buildKeypad } from "./keypad"
import { cellKey } from "./queue"
import { onHold, onSwipe } from "./touch"

export interface PhoneHost {
  openLesson(id: number): void
  openHistory(student: Student, lesson: Lesson): void
  say(text: string): void
}

export class Phone {
  readonly element: HTMLElement
  private readonly head = h("div", { class: "gb-phone-head" })
  private readonly list = h("ul", { class: "gb-phone-list" })
  private readonly who: HTMLButtonElement
  private lessonId: number
  private selected = 0

  constructor(private readonly book: Book, private readonly host: PhoneHost) {
    this.lessonId = currentLesson(book)
    this.who = button("", () => this.details(), { class: "btn btn-ghost-secondary gb-keypad-name", title: book.words("cell_details") })
    const step = (by: number) => this.select(this.selected + by)
    const keypad = buildKeypad(book, this.who, { press: (key) => this.press(key), step })
    onSwipe(keypad, (by) => step(by))
    onSwipe(this.head, (by) => this.turn(by))
    this.element = h("div", { class: "gb-phone" }, this.head, this.list, keypad)
    this.draw()
  }

  redraw({ cells, lessons, relaid }: Redraw): void {
    if (relaid || lessons?.includes(this.lessonId)) return this.draw()
    const mine = (cells ?? []).filter((key) => key.endsWith(`:${this.lessonId}`))
    if (mine.length === 0) return
    for (const key of mine) this.drawRow(this.rowOf(Number(key.split(":")[0])))
    this.drawHead()
    if (mine.includes(this.key(this.selected))) this.reveal()
  }

  focus(): void {
    this.rowButton(this.selected)?.focus()
  }

  reveal(): void {
    // At the start of the list the lesson's head should stay in view.
    if (this.selected > 0) this.list.children[this.selected]?.scrollIntoView({ block: "nearest" })
  }

  goToKey(key: string): void {
    const [student, lesson] = key.split(":").map(Number)
    if (this.book.journal.lessons.some(({ id }) => id === lesson)) this.lessonId = lesson!
    this.draw()
    this.select(this.rowOf(student!))
  }

  /** Opens the panel of the chosen student's cell. */
  details(): void {
    const student = this.students[this.selected]
    if (student) this.host.openHistory(student, this.lesson)
  }

  showRow(row: number): void {
    this.select(row)
  }

  private get students(): readonly Student[] {
    return this.book.journal.students
  }

  private get lesson(): Lesson {
    const { lessons } = this.book.journal
    return lessons.find(({ id }) => id === this.lessonId) ?? lessons[0]!
  }

  private rowOf(student: number): number {
    return this.students.findIndex(({ id }) => id === student)
  }

  private turn(by: number): void {
    const { lessons } = this.book.journal
    const next = lessons[lessons.indexOf(this.lesson) + by]
    if (!next) return
    this.lessonId = next.id
    this.draw()
    this.host.say(lessonName(this.book, next))
  }

  private select(row: number): void {
    if (row < 0 || row >= this.students.length) return
    const old = this.selected
    this.selected = row
    this.drawRow(old)
    this.drawRow(row)
    this.drawWho()
    this.reveal()
    this.book.look(this.key(row))
  }

  private press(key: string): void {
    const student = this.students[this.selected]
    if (!student) return
    const closed = this.book.closed(student, this.lesson)
    if (closed) return this.host.say(closedWords(this.book, student, closed))
    const text = tapped(this.book.text(this.key(this.selected)), key, this.book.codes)
    this.book.enter([{ student, lesson: this.lesson, raw: text }])
  }

  private key(row: number): string {
    return cellKey(this.students[row]?.id ?? 0, this.lesson.id)
  }

  private draw(): void {
    this.drawHead()
    this.list.replaceChildren(...this.students.map((student, row) => this.buildRow(student, row)))
    this.students.forEach((_, row) => this.drawRow(row))
    this.drawWho()
  }

  private drawHead(): void {
    const { book, lesson } = this
    const { words } = book
    const { lessons } = book.journal
    const at = lessons.indexOf(lesson)
    const shown = book.lesson(lesson)
    const topic = shown.topic || (isTopicMissing(book, shown) ? words("topic_missing") : "")
    const arrow = (by: number, label: string, sign: string) => button(sign, () => this.turn(by), {
      class: "btn gb-phone-turn", "aria-label": label, disabled: lessons[at + by] === undefined, "data-name": `turn${by}`,
    })
    const title = h("button", { type: "button", class: "gb-phone-title", "data-name": "details" },
      h("strong", {}, lessonName(book, lesson)),
      h("span", { class: "gb-quiet" }, lessonKind(book, lesson)),
      h("span", { class: shown.topic ? "gb-phone-topic" : "gb-phone-topic gb-missing" }, topic || words("lesson_details")))
    title.addEventListener("click", () => this.host.openLesson(lesson.id))
    const name = document.activeElement instanceof HTMLElement && this.head.contains(document.activeElement) ? document.activeElement.dataset["name"] : undefined
    this.head.replaceChildren(
      h("div", { class: "gb-phone-turns" }, arrow(-1, words("previous_lesson"), "‹"), title, arrow(1, words("next_lesson"), "›")),
      attendanceBlock(book, lesson))
    if (name !== undefined) this.head.querySelector<HTMLElement>(`[data-name="${name}"]`)?.focus()
  }

  private buildRow(student: Student, row: number): HTMLElement {
    const line = h("button", { type: "button", class: "gb-phone-row", "data-student": student.id },
      h("span", { class: "gb-phone-number" }, String(student.number)),
      h("span", { class: "gb-phone-name" }, student.name),
      h("span", { class: "gb-phone-value" }))
    line.addEventListener("click", () => this.select(row))
    onHold(line, () => this.host.openHistory(student, this.lesson))
    return h("li", {}, line, h("div", { class: "gb-phone-note" }))
  }

  private drawRow(row: number): void {
    const [student, line] = [this.students[row], this.rowButton(row)]
    if (!student || !line) return
    const look = cellLook(this.book, student, this.lesson)
    const pieces = [...look.pieces, ...(look.absence ? [look.absence] : [])]
    const shown = pieces.flatMap((piece, index) => [...(index > 0 ? [" "] : []), h("span", { class: `gb-${piece.look}` }, piece.text)])
    line.querySelector(".gb-phone-value")!.replaceChildren(...shown, ...look.signs.map((sign) => h("i", { class: `gb-sign gb-sign-${sign.look}`, title: sign.title })))
    setAttribute(line, "data-state", look.state || null)
    setAttribute(line, "aria-pressed", String(row === this.selected))
    setAttribute(line, "aria-description", cellDescription(look, this.book) || null)
    const problem = look.state === "invalid" || look.state === "refused" || look.state === "conflict"
    const reason = look.state === "closed" && row !== this.selected ? "" : look.reason
    line.nextElementSibling!.replaceChildren(...(reason ? [h("p", {}, reason)] : []), ...(problem ? this.choices(row, look.state) : []))
  }

  private choices(row: number, state: string): Node[] {
    const { words, journal } = this.book
    const key = this.key(row)
    const text = journal.saved.get(key)?.text || words("empty_cell")
    const mine = journal.problems.get(key)?.text || words("empty_cell")
    const discard = button(words(state === "conflict" ? "keep_theirs" : "discard", { text }), () => this.book.discard(key))
    const insist = button(state === "conflict" ? words("put_mine", { text: mine }) : words("try_again"), () => this.book.insist(key))
    return [h("div", { class: "gb-buttons" }, discard, ...(state === "invalid" ? [] : [insist]))]
  }

  private drawWho(): void {
    this.who.textContent = this.students[this.selected]?.name ?? ""
  }

  private rowButton(row: number): HTMLElement | null {
    return this.list.children[row]?.querySelector<HTMLElement>(".gb-phone-row") ?? null
  }
}

/** Today's lesson, else the last one before it, else the first. */
export function currentLesson(book: Book): number {
  const { lessons } = book.journal
  const found = lessons.find(({ date }) => date === book.today) ?? lessons.findLast(({ date }) => date < book.today) ?? lessons[0]
  return found?.id ?? 0
}
