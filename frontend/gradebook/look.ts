/** How a cell and a lesson's head look and what they say to a screen reader. Values in, values out; grid.ts and phone.ts draw them. */
import type { Book } from "./book"
import { Flag, type Lesson, type Student } from "./data"
import { partsOf } from "./input"
import { cellKey } from "./queue"
import { type Closed, savedAt } from "./state"

export type CellState = "" | "waiting" | "invalid" | "refused" | "conflict" | "closed"
export interface Piece { text: string; look: string }

export interface CellLook {
  state: CellState
  /** Marks, then the absence; or the text as typed where it is not accepted. */
  pieces: Piece[]
  absence: Piece | null
  /** Of a conflict: what the journal holds. */
  theirs: string | null
  signs: { look: string; title: string }[]
  /** Why the cell is closed or its text not accepted; "" when there is nothing to explain. */
  reason: string
}

const MARK_LOOKS: Record<string, string> = { "5": "5", "4": "4", "3": "3", "2": "2", "1": "2", "н/а": "none" }

export function cellLook(book: Book, student: Student, lesson: Lesson): CellLook {
  const { journal } = book
  const key = cellKey(student.id, lesson.id)
  const problem = journal.problems.get(key)
  const closed = shownClosed(book, student, lesson)
  const text = book.text(key)
  const { marks, absence, counts } = partsOf(text, book.codes)
  const wrong = problem !== undefined
  return {
    state: problem?.kind ?? (book.saver.text(key) !== undefined ? "waiting" : closed ? "closed" : ""),
    pieces: wrong ? [{ text: text || "∅", look: "wrong" }] : marks.map((mark) => ({ text: mark, look: `mark-${MARK_LOOKS[mark] ?? "word"}` })),
    absence: !wrong && absence ? { text: absence, look: `absence-${counts || "none"}` } : null,
    theirs: problem?.kind === "conflict" ? savedAt(journal, key).text || "∅" : null,
    signs: wrong ? [] : signs(book, key),
    reason: problem ? book.reason(problem) : closed ? closedWords(book, student, closed) : "",
  }
}

/** A journal that is read only as a whole says so once, above the grid, and does not grey every cell. */
function shownClosed(book: Book, student: Student, lesson: Lesson): Closed | null {
  const closed = book.closed(student, lesson)
  return closed === "section" ? null : closed
}

function signs(book: Book, key: string): CellLook["signs"] {
  const { flags } = savedAt(book.journal, key)
  const by = book.journal.fresh.get(key)
  const all = [
    { on: flags & Flag.LATE, look: "late", title: book.words("flag_late") },
    { on: flags & Flag.COMMENT, look: "comment", title: book.words("flag_comment") },
    { on: flags & Flag.CORRECTED, look: "corrected", title: book.words("flag_corrected") },
    { on: by !== undefined, look: "fresh", title: book.words("fresh", { by: by ?? "" }) },
  ]
  return all.filter((sign) => sign.on).map(({ look, title }) => ({ look, title }))
}

export function closedWords(book: Book, student: Student, closed: Closed): string {
  const { words, days } = book
  switch (closed) {
    case "section": return `${words("read_only")} ${book.journal.section.reason}`.trim()
    case "before": return words("closed_before", { date: days.full(student.from ?? "") })
    case "after": return words("closed_after", { date: days.full(student.to ?? "") })
    case "future": return words("closed_future")
    case "locked": return words("closed_locked")
  }
}

/** «24 ноября, вторник, 2 пара»: what the head of a column is called. */
export function lessonName({ words, days }: Book, lesson: Lesson): string {
  return [days.long(lesson.date), lesson.slot && words("slot", { slot: lesson.slot })].filter(Boolean).join(", ")
}

/** «2 лек»: what fits over a column. */
export function lessonMark({ slot, kind }: Lesson): string {
  const short = kind.length > 4 ? kind.slice(0, 3).toLowerCase() : kind
  return [slot, short].filter(Boolean).join(" ")
}

/** «лекция, 2 ч, сегодня» */
export function lessonKind({ words, today }: Book, lesson: Lesson): string {
  return [lesson.kind, words("hours", { hours: lesson.hours }), lesson.date === today && words("today")].filter(Boolean).join(", ")
}

/** «лекция, 2 ч, сегодня, тема не записана»: what else there is to know of it. */
export function lessonFacts(book: Book, given: Lesson): string {
  const lesson = book.lesson(given)
  const { words } = book
  const parts = [
    lessonKind(book, lesson),
    isTopicMissing(book, lesson) && words("topic_missing"),
    lesson.confirmed && words("attendance_confirmed"),
  ]
  return parts.filter(Boolean).join(", ")
}

/** A lesson still to come owes no topic. */
export function isTopicMissing(book: Book, lesson: Lesson): boolean {
  return lesson.topic.trim() === "" && lesson.date <= book.today
}

/** What a person with eyes closed should know beyond the cell's text. */
export function cellDescription(look: CellLook, book: Book): string {
  const waiting = look.state === "waiting" ? [book.words("state_waiting")] : []
  return [look.reason, ...look.signs.map((sign) => sign.title), ...waiting].filter(Boolean).join("; ")
}
