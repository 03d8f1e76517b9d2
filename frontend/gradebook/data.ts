/** What the server sends: the rows of its JSON, and the objects the rest of the island works with. */

export type LessonRow = [
  id: number, date: string, slot: number | string | null, kind: string, hours: string, topic: string, homework: string,
  confirmed: 0 | 1, version: number, editable: 0 | 1,
  plannedTopic: string | null, plannedHomework: string | null, plannedId: number | null,
]
export type StudentRow = [
  id: number, number: number, name: string, fullName: string, from: string | null, to: string | null,
]
export type SavedRow = [student: number, lesson: number, text: string, version: number, flags: number]
export type Summary = string[]

export interface PageData {
  section: { id: number; editable: boolean; reason: string }
  /** Whom the page was made for: keeps one person's waiting marks from being sent by another. */
  user?: number | string
  today: string
  urls: { save: string; changes: string; lesson: string; history: string }
  codes: { marks: string[]; absences: [code: string, title: string, counts: AbsenceCounts][] }
  students: StudentRow[]
  lessons: LessonRow[]
  cells: [studentIndex: number, lessonIndex: number, text: string, version: number, flags: number][]
  summary: Summary[]
  cursor: string
}

export type AbsenceCounts = "unexcused" | "excused" | "ill" | "late" | "none"

export interface Plan { id: number; topic: string; homework: string }

export interface Lesson {
  id: number
  /** ISO day in the college's zone. */
  date: string
  slot: string
  kind: string
  /** Academic hours as the server words them. */
  hours: string
  topic: string
  homework: string
  confirmed: boolean
  version: number
  editable: boolean
  plan: Plan | null
}

export interface Student {
  id: number
  number: number
  name: string
  fullName: string
  /** Membership, half-open ISO days; null is unbounded. */
  from: string | null
  to: string | null
}

export interface SaveReply {
  saved: SavedRow[]
  refused: { student: number; lesson: number; code: string; reason: string }[]
  conflicts: ConflictRow[]
  summary: Record<string, Summary>
}

export interface ConflictRow {
  student: number
  lesson: number
  text: string
  version: number
  flags: number
  by: string
  at: string
}

export interface ChangesReply {
  cursor: string
  cells: [...SavedRow, by: string][]
  lessons: LessonRow[]
  summary: Record<string, Summary>
}

export interface HistoryReply {
  entries: { at: string; by: string; old: string; new: string; reason: string }[]
}

export const Flag = { LATE: 1, COMMENT: 2, CORRECTED: 4 } as const

export function lessonOf(row: LessonRow): Lesson {
  const [id, date, slot, kind, hours, topic, homework, confirmed, version, editable, ...plan] = row
  return {
    id, date, kind, hours, topic, homework, version,
    slot: slot === null ? "" : String(slot),
    confirmed: confirmed === 1,
    editable: editable === 1,
    plan: planOf(...plan),
  }
}

function planOf(topic: string | null, homework: string | null, id: number | null): Plan | null {
  return id === null || !topic ? null : { id, topic, homework: homework ?? "" }
}

export function studentOf([id, number, name, fullName, from, to]: StudentRow): Student {
  return { id, number, name, fullName, from, to }
}
