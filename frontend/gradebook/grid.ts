/** The spreadsheet: cursor, block and typing, over the table that draws it. */
import { BlockFrame } from "./block_frame"
import type { Book, Entry, Redraw } from "./book"
import { formatTable, parseTable, place } from "./clipboard"
import { type Block, blockOf, type Cell, cellsOf, clamp, move, nextOpen, sameCell, type Step } from "./cursor"
import type { Lesson, Student } from "./data"
import { h } from "./dom"
import { Editor } from "./editor"
import { completions } from "./input"
import { type Command, commandOf, type Place, type Side } from "./keys"
import { closedWords, lessonName } from "./look"
import { Note } from "./note"
import { listenToPointer } from "./pointer"
import { GridTable } from "./table"

/** What the grid asks of the page around it. */
export interface Host {
  openFind(): void
  openKeys(): void
  openLesson(id: number): void
  openHistory(student: Student, lesson: Lesson): void
  say(text: string): void
}

export class Grid {
  readonly table: GridTable
  readonly element: HTMLElement
  private readonly scroller: HTMLElement
  private readonly editor: Editor
  private readonly note: Note
  private cursor: Cell = { row: 0, column: 0 }
  /** The moving corner of the block; the cursor is the other one. */
  private corner: Cell = { row: 0, column: 0 }
  private readonly frame = new BlockFrame()
  private months: string[] = []

  constructor(private readonly book: Book, private readonly host: Host) {
    this.table = new GridTable(book)
    this.scroller = h("div", { class: "gb-scroller" }, this.table.element, this.frame.element)
    this.element = h("div", { class: "gb-grid" }, this.scroller, this.table.reasons)
    this.note = new Note(this.element)
    this.element.append(this.note.element)
    this.editor = new Editor((text) => this.hint(text))
    this.listen()
    this.rebuild()
  }

  redraw({ cells, lessons, summaries, relaid }: Redraw): void {
    if (relaid) return this.rebuild()
    for (const key of cells ?? []) this.repaint(key)
    for (const id of lessons ?? []) this.table.paintLesson(id)
    if (summaries) this.table.paintSummaries()
  }

  /** Goes to a cell, scrolls to it and takes the focus there. */
  go(cell: Cell): void {
    this.setCursor(clamp(cell, this.table.size))
    this.focus()
  }

  goToKey(key: string): void {
    const cell = this.table.whereIsKey(key)
    if (cell) this.go(cell)
  }

  /** Moves the cursor to a row and leaves the focus where it is. */
  showRow(row: number): void {
    this.setCursor(clamp({ row, column: this.cursor.column }, this.table.size))
  }

  focus(): void {
    this.table.at(this.cursor)?.focus({ preventScroll: true })
  }

  reveal(cell: Cell = this.corner): void {
    this.table.at(cell)?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }

  /** Stretches the block from the cursor to `cell`. */
  stretch(cell: Cell): void {
    if (sameCell(cell, this.corner)) return
    this.corner = clamp({ row: Math.max(cell.row, 0), column: cell.column }, this.table.size)
    this.drawBlock()
    this.reveal()
    const { top, bottom, left, right } = this.block
    this.host.say(this.book.words("selected_block", { rows: bottom - top + 1, columns: right - left + 1 }))
  }

  /** Keeps what is being typed, as if the person had moved on. */
  commit(): void {
    if (!this.editor.isOpen) return
    const text = this.editor.close()
    this.enter([{ cell: this.cursor, text }])
    this.table.paint(this.cursor)
  }

  edit(): void {
    this.write(this.book.text(this.table.keyAt(this.cursor)), "editing")
  }

  isAt(cell: Cell): boolean {
    return sameCell(cell, this.cursor)
  }

  /** Opens the panel of the cell or the head under the cursor. */
  details(): void {
    this.commit()
    this.openDetails(this.cursor)
  }

  openDetails(cell: Cell): void {
    const [student, lesson] = [this.table.students[cell.row], this.table.lessons[cell.column]]
    if (student && lesson) this.host.openHistory(student, lesson)
    else if (lesson) this.host.openLesson(lesson.id)
  }

  // Keys

  private listen(): void {
    const table = this.table.element
    table.addEventListener("keydown", (event) => this.press(event))
    table.addEventListener("focusin", (event) => this.enterFocus(event))
    table.addEventListener("focusout", (event) => this.leaveFocus(event))
    table.addEventListener("copy", (event) => this.copy(event))
    table.addEventListener("cut", (event) => this.copy(event) && this.clear())
    table.addEventListener("paste", (event) => this.paste(event))
    this.scroller.addEventListener("scroll", () => this.note.place(), { passive: true })
    listenToPointer(table, this)
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing) return
    const press = { key: event.key, code: event.code, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey, alt: event.altKey }
    const command = commandOf(press, this.place)
    if (command && this.run(command)) event.preventDefault()
  }

  private get place(): Place {
    if (this.editor.isOpen) return this.editor.mode
    return this.cursor.row < 0 ? "head" : "cell"
  }

  /** False when the key is left to the browser: Tab at the edge of the grid. */
  private run(command: Command): boolean {
    switch (command.name) {
      case "move": this.step(command.step, command.extend); return true
      case "commit": return this.finish(command.then)
      case "type": this.write(command.text, "typing"); return true
      case "edit": if (this.editor.isOpen) this.editor.mode = "editing"; else this.edit(); return true
      case "cancel": this.cancel(); return true
      case "clear": this.clear(); return true
      case "fill": this.fill(); return true
      case "all": this.selectAll(); return true
      case "undo": this.replay(this.book.undo()); return true
      case "redo": this.replay(this.book.redo()); return true
      case "insist": this.book.insist(this.table.keyAt(this.cursor)); return true
      case "history": this.details(); return true
      case "find": this.host.openFind(); return true
      case "keys": this.host.openKeys(); return true
      case "lesson": this.openDetails(this.cursor); return true
      case "plan": this.onLesson((lesson) => this.book.takePlan(lesson)); return true
      case "present": this.onLesson((lesson) => this.book.editLesson(lesson, { confirmed: !this.book.lesson(lesson).confirmed })); return true
    }
  }

  private step(step: Step, extend: boolean): void {
    if (extend) return this.stretch(move(this.corner, step, this.table.size, this.months))
    this.commit()
    this.go(move(this.cursor, step, this.table.size, this.months))
  }

  private finish(then: Side): boolean {
    const wasTyping = this.editor.isOpen
    this.commit()
    const isTab = then === "left" || then === "right"
    const next = this.cursor.row < 0
      ? move(this.cursor, then, this.table.size, this.months)
      : nextOpen(this.cursor, then, this.table.size, (cell) => this.isOpen(cell))
    const moves = next !== null && !sameCell(next, this.cursor)
    if (moves) this.go(next)
    else if (wasTyping) this.focus()
    return moves || !isTab
  }

  private cancel(): void {
    if (this.editor.isOpen) {
      this.editor.close()
      this.table.paint(this.cursor)
      return this.focus()
    }
    this.book.discard(this.table.keyAt(this.cursor))
    this.setCursor(this.cursor)
  }

  private onLesson(act: (lesson: Lesson) => void): void {
    const lesson = this.table.lessons[this.cursor.column]
    if (!lesson) return
    if (this.book.journal.section.editable && lesson.editable) act(lesson)
    else this.host.say(this.book.words("closed_locked"))
  }

  private replay(keys: string[]): void {
    if (keys[0]) this.goToKey(keys[0])
  }

  // Writing

  private write(text: string, mode: "typing" | "editing"): void {
    const cell = this.table.at(this.cursor)
    const [student, lesson] = this.subjects(this.cursor)
    if (!cell || !student || !lesson) return
    const closed = this.book.closed(student, lesson)
    if (closed) {
      const why = closedWords(this.book, student, closed)
      this.note.show(cell, why, "plain")
      return this.host.say(why)
    }
    this.note.hide()
    const label = `${this.book.words("editor")}: ${student.name}, ${lessonName(this.book, lesson)}`
    this.editor.open(cell, text, mode, label)
  }

  private enter(texts: readonly { cell: Cell; text: string }[]): void {
    this.book.enter(texts.flatMap(({ cell, text }): Entry[] => {
      const [student, lesson] = this.subjects(cell)
      return student && lesson ? [{ student, lesson, raw: text }] : []
    }))
  }

  private clear(): void {
    const written = cellsOf(this.block).filter((cell) => this.book.text(this.table.keyAt(cell)) !== "")
    this.enter(written.map((cell) => ({ cell, text: "" })))
  }

  /** The typed text into every open cell of the block. */
  private fill(): void {
    const text = this.editor.close()
    this.enter(cellsOf(this.block).filter((cell) => this.isOpen(cell)).map((cell) => ({ cell, text })))
    this.table.paint(this.cursor)
    this.focus()
  }

  /** While typing: what could still be meant, once it is clear that the text as it stands means nothing. */
  private hint(text: string): void {
    const cell = this.table.at(this.cursor)
    const parsed = this.book.parse(text)
    if (!cell || parsed.ok) return this.note.hide()
    const possible = completions(text, this.book.codes)
    this.note.show(cell, possible.length > 0 ? possible.join(" · ") : this.book.complaint(parsed), possible.length > 0 ? "plain" : "wrong")
  }

  private subjects(cell: Cell): [Student | undefined, Lesson | undefined] {
    return [this.table.students[cell.row], this.table.lessons[cell.column]]
  }

  private isOpen(cell: Cell): boolean {
    const [student, lesson] = this.subjects(cell)
    return student !== undefined && lesson !== undefined && this.book.closed(student, lesson) === null
  }

  // Clipboard

  private copy(event: ClipboardEvent): boolean {
    if (this.editor.isOpen || this.cursor.row < 0) return false
    const { top, bottom, left, right } = this.block
    const table = Array.from({ length: bottom - top + 1 }, (_, down) =>
      Array.from({ length: right - left + 1 }, (__, on) => this.book.text(this.table.keyAt({ row: top + down, column: left + on }))))
    event.clipboardData?.setData("text/plain", formatTable(table))
    event.preventDefault()
    return true
  }

  private paste(event: ClipboardEvent): void {
    if (this.editor.isOpen || this.cursor.row < 0) return
    event.preventDefault()
    const text = event.clipboardData?.getData("text/plain") ?? ""
    if (text === "") return
    const { placed, cut } = place(parseTable(text), this.block, this.table.size)
    this.enter(placed.map((one) => ({ cell: one.cell, text: one.text })))
    const last = placed.at(-1)
    if (last) this.corner = last.cell
    this.cursor = placed[0]?.cell ?? this.cursor
    this.drawBlock()
    this.focus()
    if (cut > 0) this.host.say(this.book.words("pasted_cut", { count: cut }))
  }

  // Cursor and block

  private get block(): Block {
    return blockOf(this.cursor, this.corner)
  }

  private selectAll(): void {
    this.cursor = { row: 0, column: 0 }
    this.corner = clamp({ row: Infinity, column: Infinity }, this.table.size)
    this.drawBlock()
  }

  private setCursor(cell: Cell): void {
    const old = this.table.at(this.cursor)
    old?.setAttribute("tabindex", "-1")
    this.mark(false)
    this.cursor = this.corner = cell
    this.table.at(cell)?.setAttribute("tabindex", "0")
    this.mark(true)
    this.drawBlock()
    this.reveal(cell)
    this.explain()
    if (cell.row >= 0) this.book.look(this.table.keyAt(cell))
  }

  /** The row's name and the column's head are lit, so that the eye finds its way from the cell. */
  private mark(on: boolean): void {
    this.table.nameAt(this.cursor.row)?.classList.toggle("gb-current", on)
    this.table.at({ row: -1, column: this.cursor.column })?.classList.toggle("gb-current", on)
  }

  private drawBlock(): void {
    const single = sameCell(this.cursor, this.corner)
    this.frame.draw(this.block, single ? [] : cellsOf(this.block).flatMap((cell) => this.table.at(cell) ?? []))
  }

  /** The note under the cursor: why the cell is closed, or what became of its text. */
  private explain(): void {
    if (this.editor.isOpen) return
    const cell = this.table.at(this.cursor)
    const look = this.table.look(this.cursor)
    if (!cell || !look || look.reason === "" || !this.hasFocus()) return this.note.hide()
    const key = this.table.keyAt(this.cursor)
    if (look.state === "closed") this.note.show(cell, look.reason, "plain")
    else this.note.show(cell, look.reason, look.state === "conflict" ? "conflict" : "wrong", this.choices(key, look.state))
  }

  private choices(key: string, state: string) {
    const { words, journal } = this.book
    const empty = words("empty_cell")
    const theirs = journal.saved.get(key)?.text || empty
    const mine = journal.problems.get(key)?.text || empty
    const keep = { label: words(state === "conflict" ? "keep_theirs" : "discard", { text: theirs }), key: "Esc", press: () => this.run({ name: "cancel" }) }
    const insist = { label: state === "conflict" ? words("put_mine", { text: mine }) : words("try_again"), key: "Ctrl+Enter", press: () => this.run({ name: "insist" }) }
    return state === "invalid" ? [keep] : [keep, insist]
  }

  private repaint(key: string): void {
    const cell = this.table.whereIsKey(key)
    if (!cell) return
    if (this.editor.isOpen && this.isAt(cell)) return
    this.table.paint(cell)
    if (this.isAt(cell)) this.explain()
  }

  private hasFocus(): boolean {
    return this.table.element.contains(document.activeElement)
  }

  private enterFocus(event: FocusEvent): void {
    const cell = this.table.whereIs(event.target)
    if (cell && !this.editor.isOpen && !this.isAt(cell)) this.setCursor(cell)
    else if (cell) this.explain()
  }

  private leaveFocus(event: FocusEvent): void {
    const next = event.relatedTarget
    if (next instanceof Node && this.table.element.contains(next)) return
    this.commit()
    this.note.hide()
  }

  // Building anew

  private rebuild(): void {
    const old = this.table.at(this.cursor)?.dataset
    const hadFocus = this.hasFocus()
    this.commit()
    this.table.build()
    this.months = this.table.lessons.map(({ date }) => date.slice(0, 7))
    const row = this.table.students.findIndex(({ id }) => String(id) === old?.["student"])
    const column = this.table.lessons.findIndex(({ id }) => String(id) === old?.["lesson"])
    this.setCursor({ row: Math.max(row, 0), column: column < 0 ? this.currentColumn() : column })
    if (hadFocus) this.focus()
  }

  /** Today's lesson, else the last one before it. */
  private currentColumn(): number {
    const { lessons } = this.table
    const today = lessons.findIndex(({ date }) => date === this.book.today)
    return today >= 0 ? today : Math.max(lessons.findLastIndex(({ date }) => date < this.book.today), 0)
  }
}
