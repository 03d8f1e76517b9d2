/** The journal as this page knows it: what the server keeps, what it would not keep, and what others changed meanwhile. */
import { type ChangesReply, lessonOf, type Lesson, type LessonRow, type PageData, type SaveReply, type SavedRow, type Student, studentOf, type Summary } from "./data"
import { type Codes, partsOf } from "./input"
import type { LessonFields } from "./lesson_queue"
import { type Batch, cellKey } from "./queue"

export interface Saved { text: string; version: number; flags: number }

/** A text that stays in its cell although the server does not hold it. */
export interface Problem {
  student: number
  lesson: number
  kind: "invalid" | "refused" | "conflict"
  text: string
  reason: string
  /** Of a conflict: who changed the cell meanwhile, and when. */
  by?: string
  at?: string
}

/** Words about a lesson that the server does not hold. */
export interface LessonProblem {
  lesson: number
  fields: LessonFields
  reason: string
  /** Somebody else changed the lesson meanwhile. */
  conflict: boolean
}

export interface Journal {
  readonly codes: Codes
  readonly students: readonly Student[]
  lessons: Lesson[]
  readonly section: PageData["section"]
  /** Keys are cellKey(student, lesson); an absent one is an empty cell nobody ever wrote in. */
  readonly saved: Map<string, Saved>
  readonly problems: Map<string, Problem>
  readonly lessonProblems: Map<number, LessonProblem>
  /** Cells others changed while this page was open, and who did; until the cursor has been there. */
  readonly fresh: Map<string, string>
  readonly summary: Map<number, Summary>
}

export type Closed = "section" | "before" | "after" | "future" | "locked"

const NEVER_WRITTEN: Saved = { text: "", version: 0, flags: 0 }

export function journalOf(data: PageData): Journal {
  const students = data.students.map(studentOf)
  const lessons = data.lessons.map(lessonOf)
  const saved = new Map<string, Saved>()
  for (const [student, lesson, text, version, flags] of data.cells) {
    saved.set(cellKey(students[student]!.id, lessons[lesson]!.id), { text, version, flags })
  }
  const summary = new Map(students.map((student, index) => [student.id, data.summary[index] ?? []]))
  lessons.sort(byTime)
  return {
    codes: data.codes, section: data.section, students, lessons, saved, summary,
    problems: new Map(), lessonProblems: new Map(), fresh: new Map(),
  }
}

export function savedAt(journal: Journal, key: string): Saved {
  return journal.saved.get(key) ?? NEVER_WRITTEN
}

/** Why nothing may be written in the cell; null when it may. `today` is an ISO day. */
export function closedReason(journal: Journal, student: Student, lesson: Lesson, today: string): Closed | null {
  if (!journal.section.editable) return "section"
  if (student.from !== null && lesson.date < student.from) return "before"
  if (student.to !== null && lesson.date >= student.to) return "after"
  if (lesson.date > today) return "future"
  return lesson.editable ? null : "locked"
}

/** Takes rows from the server unless something newer is known; the keys of the cells that changed. */
export function applySaved(journal: Journal, rows: readonly SavedRow[]): string[] {
  const changed: string[] = []
  for (const [student, lesson, text, version, flags] of rows) {
    const key = cellKey(student, lesson)
    if (version < savedAt(journal, key).version) continue
    journal.saved.set(key, { text, version, flags })
    changed.push(key)
  }
  return changed
}

/**
 * Takes the answer to a batch. `newer` tells whether something newer waits for a cell: then an older no is nobody's business.
 * A cell that the answer leaves out counts as refused with `unanswered`: silence is not "saved".
 */
export function applyReply(journal: Journal, batch: Batch, reply: SaveReply, newer: (key: string) => boolean, unanswered: string): string[] {
  const texts = new Map(batch.cells.map((change) => [cellKey(change.student, change.lesson), change]))
  for (const [student, lesson] of reply.saved) texts.delete(cellKey(student, lesson))
  applySaved(journal, reply.saved)
  for (const row of reply.conflicts) {
    const key = cellKey(row.student, row.lesson)
    const mine = texts.get(key)
    texts.delete(key)
    applySaved(journal, [[row.student, row.lesson, row.text, row.version, row.flags]])
    if (mine && mine.text !== row.text && !newer(key)) journal.problems.set(key, { ...mineOf(mine), kind: "conflict", reason: "", by: row.by, at: row.at })
  }
  const reasons = new Map(reply.refused.map((row) => [cellKey(row.student, row.lesson), row.reason]))
  for (const [key, mine] of texts) {
    if (!newer(key)) journal.problems.set(key, { ...mineOf(mine), kind: "refused", reason: reasons.get(key) ?? unanswered })
  }
  applySummary(journal, reply.summary)
  return batch.cells.map((change) => cellKey(change.student, change.lesson))
}

/** The whole batch was refused, for one reason. */
export function refuseBatch(journal: Journal, batch: Batch, reason: string, newer: (key: string) => boolean): string[] {
  const refused = batch.cells.map((change) => ({ student: change.student, lesson: change.lesson, code: "", reason }))
  return applyReply(journal, batch, { saved: [], refused, conflicts: [], summary: {} }, newer, reason)
}

/** Takes what others did; `own` tells whether we are about to write the cell ourselves (a conflict will then say it better). */
export function applyChanges(journal: Journal, reply: ChangesReply, own: (key: string) => boolean): { cells: string[]; others: string[]; relaid: boolean } {
  const others: string[] = []
  const cells = reply.cells.flatMap(([student, lesson, text, version, flags, by]) => {
    const key = cellKey(student, lesson)
    const known = savedAt(journal, key)
    if (version <= known.version) return []
    const visible = text !== known.text && !own(key)
    if (visible) journal.fresh.set(key, by)
    if (visible) others.push(key)
    return applySaved(journal, [[student, lesson, text, version, flags]])
  })
  applySummary(journal, reply.summary)
  return { cells, others, relaid: applyLessons(journal, reply.lessons) }
}

/** Takes lessons; true when the grid's columns are no longer the same. */
export function applyLessons(journal: Journal, rows: readonly LessonRow[]): boolean {
  const byId = new Map(journal.lessons.map((lesson) => [lesson.id, lesson]))
  const shape = layout(journal.lessons)
  for (const row of rows) {
    const lesson = lessonOf(row)
    if (lesson.version >= (byId.get(lesson.id)?.version ?? 0)) byId.set(lesson.id, lesson)
  }
  journal.lessons = [...byId.values()].sort(byTime)
  return layout(journal.lessons) !== shape
}

function byTime(one: Lesson, other: Lesson): number {
  return one.date.localeCompare(other.date) || one.slot.localeCompare(other.slot, undefined, { numeric: true }) || one.id - other.id
}

function layout(lessons: readonly Lesson[]): string {
  return lessons.map((lesson) => `${lesson.id} ${lesson.date} ${lesson.slot} ${lesson.kind} ${lesson.editable}`).join()
}

export function applySummary(journal: Journal, summary: Record<string, Summary>): void {
  for (const [student, figures] of Object.entries(summary)) journal.summary.set(Number(student), figures)
}

/** How many of the group are away and how many came late, as the column now shows. `text` gives a cell's text. */
export function attendance(journal: Journal, lesson: Lesson, text: (key: string) => string): { away: number; late: number } {
  let away = 0
  let late = 0
  for (const student of journal.students) {
    const { counts } = partsOf(text(cellKey(student.id, lesson.id)), journal.codes)
    if (counts === "late") late += 1
    else if (counts !== "" && counts !== "none") away += 1
  }
  return { away, late }
}

function mineOf({ student, lesson, text }: { student: number; lesson: number; text: string }) {
  return { student, lesson, text }
}
