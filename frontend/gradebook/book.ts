/** The open journal: one place where what is typed, what is queued, what is saved and what others did come together. */
import { call } from "../shared/api"
import { type ChangesReply, type Lesson, lessonOf, type LessonRow, type PageData, type SaveReply, type Student } from "./data"
import { dayAfter, type Days } from "./dates"
import { applicable, type Edit, EMPTY_HISTORY, type History, redo, remember, undo } from "./history"
import { type Codes, parse, type Parsed } from "./input"
import { holds, type LessonEdit, type LessonFields, withEdits } from "./lesson_queue"
import { type Batch, cellKey, type Change, pending } from "./queue"
import { Saver, type Listener } from "./saver"
import {
  applyChanges, applyLessons, applyReply, type Closed, closedReason, type Journal, journalOf, type Problem, refuseBatch, savedAt,
} from "./state"
import { Store } from "./store"
import type { Words } from "./words"

/** What a view has to draw anew. */
export interface Redraw {
  cells?: readonly string[]
  lessons?: readonly number[]
  summaries?: boolean
  /** Columns came, went or moved, or a day began. */
  relaid?: boolean
}
export interface Entry { student: Student; lesson: Lesson; raw: string }
export interface BookListener {
  changed(redraw: Redraw): void
  /** The state of saving moved. */
  state(): void
  /** For people who cannot see the cells change. */
  say(text: string): void
}

const POLL_MS = 15_000

export class Book implements Listener {
  readonly journal: Journal
  readonly saver: Saver
  /** Cleared when the browser refuses to keep unsent work. */
  kept = true
  today: string
  private readonly store: Store
  private readonly opened = new Date()
  private history: History = EMPTY_HISTORY
  private cursor: string
  private polled = Date.now()
  private polling = false

  constructor(readonly data: PageData, readonly words: Words, readonly days: Days, private readonly listener: BookListener) {
    const user = String(data.user ?? "")
    this.journal = journalOf(data)
    this.today = data.today
    this.cursor = data.cursor
    this.store = new Store(user, data.section.id)
    this.saver = new Saver({ save: data.urls.save, lesson: data.urls.lesson, user }, this)
  }

  /** What the cell shows: what was typed last, even if it is on its way or was not accepted. */
  text(key: string): string {
    return this.journal.problems.get(key)?.text ?? this.saver.text(key) ?? savedAt(this.journal, key).text
  }

  lesson(lesson: Lesson): Lesson {
    return withEdits(lesson, this.saver.lessons)
  }

  closed(student: Student, lesson: Lesson): Closed | null {
    return closedReason(this.journal, student, lesson, this.today)
  }

  /** «Иванова А. П., 24 ноября, вторник» */
  place(key: string): string {
    const [student, lesson] = this.find(key)
    return `${student?.name ?? ""}, ${lesson ? this.days.long(lesson.date) : ""}`
  }

  find(key: string): [Student | undefined, Lesson | undefined] {
    const [student, lesson] = key.split(":").map(Number)
    return [this.journal.students.find(({ id }) => id === student), this.journal.lessons.find(({ id }) => id === lesson)]
  }

  /** Takes what was typed or pasted; entries for closed cells are skipped and said. */
  enter(entries: readonly Entry[]): void {
    const open = entries.filter(({ student, lesson }) => this.closed(student, lesson) === null)
    if (open.length < entries.length) this.listener.say(this.words("closed_skipped", { count: entries.length - open.length }))
    this.history = remember(this.history, this.write(open))
  }

  undo(): string[] {
    return this.replay(undo(this.history))
  }

  redo(): string[] {
    return this.replay(redo(this.history))
  }

  /** Forgets a text the server does not hold; the cell shows the journal's again. */
  discard(key: string): void {
    if (this.journal.problems.delete(key)) this.touch([key])
  }

  /** Sends a text again that was refused or came too late; it now has seen what is in the journal. */
  insist(key: string): void {
    const problem = this.journal.problems.get(key)
    const [student, lesson] = this.find(key)
    if (problem && student && lesson) this.write([{ student, lesson, raw: problem.text }])
  }

  /** The cursor has been there: what others did is no longer news. */
  look(key: string): void {
    if (this.journal.fresh.delete(key)) this.listener.changed({ cells: [key] })
  }

  editLesson(lesson: Lesson, fields: LessonFields): void {
    this.journal.lessonProblems.delete(lesson.id)
    this.saver.putLesson(lesson.id, lesson.version, fields)
    this.listener.changed({ lessons: [lesson.id] })
  }

  takePlan(lesson: Lesson): void {
    const { plan, homework } = this.lesson(lesson)
    if (plan) this.editLesson(lesson, { topic: plan.topic, homework: homework || plan.homework, planned: plan.id })
  }

  discardLesson(lesson: Lesson): void {
    if (!this.journal.lessonProblems.delete(lesson.id)) return
    this.moved()
    this.listener.changed({ lessons: [lesson.id] })
  }

  /** Work left by an earlier page of the same person and journal. */
  async restore(): Promise<void> {
    await this.store.adopt((kept) => {
      const { problems, lessonProblems } = this.journal
      for (const problem of kept.problems) {
        const key = cellKey(problem.student, problem.lesson)
        if (!problems.has(key)) problems.set(key, problem)
      }
      for (const problem of kept.lessonProblems ?? []) {
        if (!lessonProblems.has(problem.lesson)) lessonProblems.set(problem.lesson, problem)
      }
      this.saver.adopt(kept)
      this.touch([...pending(this.saver.queue), ...kept.problems].map((cell) => cellKey(cell.student, cell.lesson)))
      this.listener.changed({ lessons: this.journal.lessons.map(({ id }) => id) })
    })
  }

  /** Asks what others did, not more often than the poll's pace unless `now`. */
  async poll(now = false): Promise<void> {
    if (this.polling || (!now && Date.now() - this.polled < POLL_MS)) return
    this.polling = true
    this.turnDay()
    try {
      await this.restore()
      await this.ask()
    } finally {
      this.polled = Date.now()
      this.polling = false
    }
  }

  private async ask(): Promise<void> {
    const url = `${this.data.urls.changes}?since=${encodeURIComponent(this.cursor)}`
    const outcome = await call(url, { user: String(this.data.user ?? "") })
    this.saver.observe(outcome)
    if (outcome.kind === "ok") this.takeChanges(outcome.body as ChangesReply)
  }

  parse(raw: string): Parsed {
    return parse(raw, this.codes)
  }

  /** Why a text cannot be a cell's, in words. */
  complaint(parsed: Exclude<Parsed, { ok: true }>): string {
    if (parsed.error === "joined") return this.words("joined_marks", { text: [...parsed.token].join(" ") })
    if (parsed.error === "absences") return this.words("two_absences", { text: parsed.token })
    const codes = [...this.codes.marks, ...this.codes.absences.map(([code]) => code)].join(", ")
    return this.words("unknown_code", { text: parsed.token, codes })
  }

  get codes(): Codes {
    return this.journal.codes
  }

  // The saver's side

  moved(): void {
    const { queue, lessons } = this.saver
    const { problems, lessonProblems } = this.journal
    this.kept = this.store.keep({ queue, lessons, problems: [...problems.values()], lessonProblems: [...lessonProblems.values()] })
    this.listener.state()
  }

  saved(batch: Batch, reply: SaveReply): void {
    this.settle(applyReply(this.journal, batch, reply, this.isNewer, this.words("not_answered")))
  }

  batchRefused(batch: Batch, reason: string): void {
    this.settle(refuseBatch(this.journal, batch, reason || this.words("refused_unnamed"), this.isNewer))
  }

  lessonSaved(row: LessonRow): void {
    const relaid = applyLessons(this.journal, [row])
    this.listener.changed({ lessons: [row[0]], relaid })
  }

  lessonRefused(edit: LessonEdit, reason: string, row: LessonRow | null): void {
    // Two who wrote the same (or one whose answer was lost) have no quarrel.
    if (row && holds(lessonOf(row), edit.fields)) return this.lessonSaved(row)
    const conflict = row !== null && row[8] > edit.seen
    if (row) applyLessons(this.journal, [row])
    const problem = { lesson: edit.lesson, fields: edit.fields, reason: reason || this.words("refused_unnamed"), conflict }
    this.journal.lessonProblems.set(edit.lesson, problem)
    this.moved()
    this.listener.changed({ lessons: [edit.lesson] })
    this.listener.say(this.words("lesson_refused", { reason: problem.reason }))
  }

  // Inside

  private readonly isNewer = (key: string): boolean =>
    this.saver.text(key) !== undefined || this.journal.problems.get(key)?.kind === "invalid"

  /** Puts texts in cells, without judging whether they are open; what was changed, for undo. */
  private write(entries: readonly Entry[]): Edit[] {
    const edits: Edit[] = []
    const changes: Change[] = []
    for (const entry of entries) {
      const key = cellKey(entry.student.id, entry.lesson.id)
      const before = this.text(key)
      const change = this.writeOne(key, entry)
      if (change) changes.push(change)
      const after = change?.text ?? this.text(key)
      if (change || after !== before) edits.push({ key, before, after })
    }
    this.saver.put(changes)
    this.touch(edits.map(({ key }) => key))
    return edits.filter(({ before, after }) => before !== after)
  }

  /** The change to send for an entry; null when there is nothing to send, because it is wrong or already so. */
  private writeOne(key: string, { student, lesson, raw }: Entry): Change | null {
    const parsed = this.parse(raw)
    const cell = { student: student.id, lesson: lesson.id }
    if (!parsed.ok) {
      this.saver.withdraw(cell)
      this.complain({ ...cell, kind: "invalid", text: raw.trim(), reason: this.complaint(parsed) })
      return null
    }
    const problem = this.journal.problems.get(key)
    if (!problem && parsed.text === this.text(key)) return null
    this.journal.problems.delete(key)
    const { text, version } = savedAt(this.journal, key)
    if (parsed.text === text && !this.saver.isSent(key)) {
      this.saver.withdraw(cell)
      // The problem is gone from the screen: let the caller draw the cell.
      if (problem) this.touch([key])
      return null
    }
    return { ...cell, text: parsed.text, seen: version }
  }

  private complain(problem: Problem): void {
    const key = cellKey(problem.student, problem.lesson)
    this.journal.problems.set(key, problem)
    this.listener.say(`${this.place(key)}: ${problem.reason}`)
  }

  private replay({ history, edits }: { history: History; edits: Edit[] }): string[] {
    this.history = history
    const possible = applicable(edits, (key) => this.text(key))
    if (possible.length < edits.length) this.listener.say(this.words("undo_skipped", { count: edits.length - possible.length }))
    const entries = possible.flatMap(({ key, after }) => {
      const [student, lesson] = this.find(key)
      return student && lesson ? [{ student, lesson, raw: after }] : []
    })
    this.write(entries)
    return possible.map(({ key }) => key)
  }

  /** An answer changed these cells: keep, draw, and say what went wrong. */
  private settle(keys: string[]): void {
    this.touch(keys)
    this.listener.changed({ summaries: true })
    for (const key of keys) {
      const problem = this.journal.problems.get(key)
      if (problem && problem.kind !== "invalid") this.listener.say(`${this.place(key)}: ${this.reason(problem)}`)
    }
  }

  /** The whole story of a problem in words. */
  reason(problem: Problem): string {
    if (problem.kind !== "conflict") return problem.reason
    const empty = this.words("empty_cell")
    const theirs = savedAt(this.journal, cellKey(problem.student, problem.lesson)).text || empty
    const changed = this.words("conflict", { by: problem.by ?? "", at: problem.at ?? "" })
    return `${changed} ${this.words("conflict_values", { theirs, mine: problem.text || empty })}`
  }

  private touch(keys: string[]): void {
    this.moved()
    this.listener.changed({ cells: keys })
  }

  private takeChanges(reply: ChangesReply): void {
    this.cursor = reply.cursor
    const own = (key: string) => this.saver.text(key) !== undefined || this.journal.problems.has(key)
    const { cells, others, relaid } = applyChanges(this.journal, reply, own)
    this.listener.changed({ cells, lessons: reply.lessons.map(([id]) => id), summaries: true, relaid })
    if (others.length === 1) this.listener.say(`${this.place(others[0]!)}: ${this.words("fresh", { by: this.journal.fresh.get(others[0]!) ?? "" })}`)
    else if (others.length > 1) this.listener.say(this.words("others_changed", { count: others.length }))
  }

  private turnDay(): void {
    const today = dayAfter(this.data.today, this.opened, new Date())
    if (today === this.today) return
    this.today = today
    this.listener.changed({ relaid: true })
  }
}
