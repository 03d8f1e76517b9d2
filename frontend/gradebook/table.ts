/** The grid's table: built once, then repainted cell by cell. It knows how to draw, not what keys do. */
import type { Book } from "./book"
import type { Cell } from "./cursor"
import { h, setAttribute } from "./dom"
import type { Lesson, Student } from "./data"
import { cellDescription, cellLook, type CellLook, isTopicMissing, lessonFacts, lessonMark, lessonName, type Piece } from "./look"
import { cellKey } from "./queue"

const HEAD_ROWS = 2
/** Number and name. */
const HEAD_COLUMNS = 2
const FIGURES = [["mean", "mean_title"], ["absence_hours", "absence_hours_title"], ["debts", "debts_title"]] as const

export class GridTable {
  readonly element = h("table", { role: "grid", class: "gb-table", "aria-multiselectable": "true" })
  /** Hidden texts that cells point at with aria-describedby. */
  readonly reasons = h("div", { hidden: true })
  private heads: HTMLElement[] = []
  private names: HTMLElement[] = []
  private cells: HTMLElement[][] = []
  private figures: HTMLElement[][] = []
  private rowOf = new Map<number, number>()
  private columnOf = new Map<number, number>()

  constructor(private readonly book: Book) {}

  get size() {
    return { rows: this.students.length, columns: this.lessons.length }
  }

  get students(): readonly Student[] {
    return this.book.journal.students
  }

  get lessons(): readonly Lesson[] {
    return this.book.journal.lessons
  }

  build(): void {
    const { words, journal } = this.book
    this.rowOf = new Map(this.students.map((student, row) => [student.id, row]))
    this.columnOf = new Map(this.lessons.map((lesson, column) => [lesson.id, column]))
    this.element.style.setProperty("--gb-lessons", String(this.lessons.length))
    this.element.setAttribute("aria-label", words("grid_label"))
    this.element.setAttribute("aria-rowcount", String(this.students.length + HEAD_ROWS))
    this.element.setAttribute("aria-colcount", String(this.lessons.length + HEAD_COLUMNS + FIGURES.length))
    setAttribute(this.element, "aria-readonly", journal.section.editable ? null : "true")
    this.reasons.replaceChildren()
    this.element.replaceChildren(this.buildColumns(), this.buildHead(), this.buildBody())
    this.lessons.forEach((lesson) => this.paintLesson(lesson.id))
  }

  /** The element of a cell; row -1 is the head. */
  at({ row, column }: Cell): HTMLElement | undefined {
    return row < 0 ? this.heads[column] : this.cells[row]?.[column]
  }

  nameAt(row: number): HTMLElement | undefined {
    return this.names[row]
  }

  /** Where an element of the page lies; null outside of the lessons' columns. */
  whereIs(target: EventTarget | null): Cell | null {
    const found = target instanceof Element ? target.closest<HTMLElement>("[data-lesson]") : null
    if (!found || !this.element.contains(found)) return null
    const column = this.columnOf.get(Number(found.dataset["lesson"]))
    const row = found.dataset["student"] === undefined ? -1 : this.rowOf.get(Number(found.dataset["student"]))
    return row === undefined || column === undefined ? null : { row, column }
  }

  whereIsKey(key: string): Cell | null {
    const [student, lesson] = key.split(":").map(Number)
    const row = this.rowOf.get(student ?? 0)
    const column = this.columnOf.get(lesson ?? 0)
    return row === undefined || column === undefined ? null : { row, column }
  }

  keyAt({ row, column }: Cell): string {
    return cellKey(this.students[row]?.id ?? 0, this.lessons[column]?.id ?? 0)
  }

  paintKey(key: string): void {
    const cell = this.whereIsKey(key)
    if (cell) this.paint(cell)
  }

  /** Null of a head. */
  look(cell: Cell): CellLook | null {
    const [student, lesson] = [this.students[cell.row], this.lessons[cell.column]]
    return student && lesson ? cellLook(this.book, student, lesson) : null
  }

  paint(cell: Cell): void {
    const look = this.look(cell)
    const element = this.at(cell)
    if (!look || !element) return
    drawCell(element, look)
    this.describe(element, look, this.keyAt(cell))
  }

  paintLesson(id: number): void {
    const column = this.columnOf.get(id)
    const given = column === undefined ? undefined : this.lessons[column]
    const head = column === undefined ? undefined : this.heads[column]
    if (!given || !head) return
    const lesson = this.book.lesson(given)
    const facts = lessonFacts(this.book, given)
    head.dataset["topic"] = isTopicMissing(this.book, lesson) ? "missing" : ""
    head.dataset["confirmed"] = lesson.confirmed ? "yes" : ""
    setAttribute(head, "data-problem", this.book.journal.lessonProblems.has(id) ? "yes" : null)
    head.setAttribute("aria-label", lessonName(this.book, lesson))
    head.setAttribute("aria-description", facts)
    head.title = [lessonName(this.book, lesson), facts, lesson.topic].filter(Boolean).join("\n")
  }

  paintSummaries(): void {
    this.students.forEach((student, row) => {
      const shown = this.book.journal.summary.get(student.id) ?? []
      this.figures[row]?.forEach((element, index) => {
        if (element.textContent !== (shown[index] ?? "")) element.textContent = shown[index] ?? ""
      })
    })
  }

  private describe(element: HTMLElement, look: CellLook, key: string): void {
    const id = `gb-why-${this.book.journal.section.id}-${key.replace(":", "-")}`
    const problem = look.state === "invalid" || look.state === "refused" || look.state === "conflict"
    setAttribute(element, "aria-invalid", problem ? "true" : null)
    setAttribute(element, "aria-readonly", look.state === "closed" ? "true" : null)
    setAttribute(element, "aria-describedby", problem ? id : null)
    setAttribute(element, "aria-description", problem ? null : cellDescription(look, this.book) || null)
    const reason = this.reasons.querySelector(`#${id}`)
    if (!problem) reason?.remove()
    else if (reason) reason.textContent = look.reason
    else this.reasons.append(h("span", { id }, look.reason))
  }

  /** Only for paper, where the grid is laid out as a table. */
  private buildColumns(): HTMLElement {
    const columns = ["number", "name", ...this.lessons.map(() => "lesson"), ...FIGURES.map(() => "figure")]
    return h("colgroup", {}, ...columns.map((look) => h("col", { class: `gb-col-${look}` })))
  }

  private buildHead(): HTMLElement {
    const { words } = this.book
    this.heads = this.lessons.map((lesson, column) => this.buildLessonHead(lesson, column))
    const corner = [
      h("th", { class: "gb-number", role: "columnheader", scope: "col", "aria-colindex": 1 }, words("number")),
      h("th", { class: "gb-name", role: "columnheader", scope: "col", "aria-colindex": 2 }, words("student")),
    ]
    const figures = FIGURES.map(([name, title], index) => h("th", {
      class: `gb-figure gb-figure-${index + 1}`, role: "columnheader", scope: "col", title: words(title),
      "aria-label": words(title), "aria-colindex": this.lessons.length + HEAD_COLUMNS + index + 1,
    }, words(name)))
    const blank = (side: string, columns: number) => h("th", { class: `gb-blank gb-blank-${side}`, role: "presentation", colspan: columns, "aria-hidden": "true" })
    const months = h("tr", { role: "row", "aria-rowindex": 1 }, blank("left", HEAD_COLUMNS), ...this.buildMonths(), blank("right", FIGURES.length))
    const lessons = h("tr", { role: "row", "aria-rowindex": 2 }, ...corner, ...this.heads, ...figures)
    return h("thead", { role: "rowgroup" }, months, lessons)
  }

  private buildMonths(): HTMLElement[] {
    const spans: { month: string; first: number; count: number }[] = []
    this.lessons.forEach(({ date }, index) => {
      const month = this.book.days.month(date)
      const last = spans.at(-1)
      if (last?.month === month) last.count += 1
      else spans.push({ month, first: index, count: 1 })
    })
    return spans.map(({ month, first, count }) => {
      const head = h("th", {
        class: "gb-month", role: "columnheader", scope: "colgroup", colspan: count,
        "aria-colindex": HEAD_COLUMNS + first + 1, "aria-colspan": count, title: month,
      }, h("span", { class: "gb-month-name" }, month))
      head.style.setProperty("--gb-span", String(count))
      return head
    })
  }

  private buildLessonHead(lesson: Lesson, column: number): HTMLElement {
    const { days } = this.book
    return h("th", {
      class: this.columnClass("gb-head", lesson, column), role: "columnheader", scope: "col", tabindex: -1,
      "data-lesson": lesson.id, "aria-colindex": HEAD_COLUMNS + column + 1,
      "aria-current": lesson.date === this.book.today ? "date" : undefined,
    },
    h("span", { class: "gb-day" }, lesson.date.slice(8).replace(/^0/, "")),
    h("span", { class: "gb-weekday" }, days.weekday(lesson.date)),
    h("span", { class: "gb-kind" }, lessonMark(lesson)))
  }

  private buildBody(): HTMLElement {
    const rows = this.students.map((student, row) => this.buildRow(student, row))
    this.names = rows.map((row) => row.children[1] as HTMLElement)
    this.cells = rows.map((row) => [...row.children].slice(HEAD_COLUMNS, HEAD_COLUMNS + this.lessons.length) as HTMLElement[])
    this.figures = rows.map((row) => [...row.children].slice(HEAD_COLUMNS + this.lessons.length) as HTMLElement[])
    this.students.forEach((_, row) => this.lessons.forEach((__, column) => this.paint({ row, column })))
    this.paintSummaries()
    return h("tbody", { role: "rowgroup" }, ...rows)
  }

  private buildRow(student: Student, row: number): HTMLTableRowElement {
    const after = this.lessons.length + HEAD_COLUMNS
    const cells = this.lessons.map((lesson, column) => h("td", {
      class: this.columnClass("gb-cell", lesson, column), role: "gridcell", tabindex: -1,
      "data-student": student.id, "data-lesson": lesson.id, "aria-colindex": HEAD_COLUMNS + column + 1,
    }))
    return h("tr", { role: "row", "aria-rowindex": row + HEAD_ROWS + 1 },
      h("td", { class: "gb-number", role: "gridcell", "aria-colindex": 1 }, String(student.number)),
      h("th", { class: "gb-name", role: "rowheader", scope: "row", title: student.fullName, "aria-colindex": 2 }, student.name),
      ...cells,
      ...FIGURES.map((_, index) => h("td", { class: `gb-figure gb-figure-${index + 1}`, role: "gridcell", "aria-colindex": after + index + 1 })))
  }

  private columnClass(base: string, lesson: Lesson, column: number): string {
    const today = lesson.date === this.book.today ? " gb-today" : ""
    const begins = column > 0 && this.lessons[column - 1]?.date.slice(0, 7) !== lesson.date.slice(0, 7)
    return base + today + (begins ? " gb-month-begins" : "")
  }
}

function drawCell(element: HTMLElement, look: CellLook): void {
  setAttribute(element, "data-state", look.state || null)
  setAttribute(element, "data-fill", fillOf(look) || null)
  setAttribute(element, "data-signs", look.signs.length > 0 ? "yes" : null)
  const children: Node[] = look.pieces.flatMap((piece, index) => (index > 0 ? [document.createTextNode(" "), pieceOf(piece)] : [pieceOf(piece)]))
  if (look.absence) children.push(...(children.length > 0 ? [document.createTextNode(" ")] : []), pieceOf(look.absence))
  if (look.theirs !== null) children.push(document.createTextNode(" "), h("span", { class: "gb-theirs" }, look.theirs))
  children.push(...look.signs.map((sign) => h("i", { class: `gb-sign gb-sign-${sign.look}`, title: sign.title })))
  element.replaceChildren(...children)
}

/** How full the cell is, for the style to choose a size of letters. */
function fillOf(look: CellLook): string {
  const marks = look.pieces.length
  if (look.absence && marks > 0) return "mixed"
  return marks > 1 ? "several" : ""
}

function pieceOf({ text, look }: Piece): HTMLElement {
  return h("span", { class: `gb-${look}` }, text)
}
