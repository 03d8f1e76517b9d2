/** Edits of lessons (topic, homework, attendance confirmed) on their way: one under way, one waiting for each lesson. */
import type { Lesson } from "./data"

export interface LessonFields {
  topic?: string
  homework?: string
  planned?: number | null
  confirmed?: boolean
}
export interface LessonEdit { lesson: number; seen: number; request: string; fields: LessonFields }
export interface LessonQueue { sending: LessonEdit | null; waiting: readonly LessonEdit[] }

export const EMPTY_LESSON_QUEUE: LessonQueue = { sending: null, waiting: [] }

/** The edit joins one of the same lesson that waits; what that one had seen stays. */
export function putEdit(queue: LessonQueue, edit: LessonEdit): LessonQueue {
  const older = queue.waiting.findLast((waiting) => waiting.lesson === edit.lesson)
  const seen = older?.seen ?? (queue.sending?.lesson === edit.lesson ? queue.sending.seen : edit.seen)
  const joined = { ...edit, seen, fields: { ...older?.fields, ...edit.fields } }
  return { ...queue, waiting: [...queue.waiting.filter((waiting) => waiting !== older), joined] }
}

export function takeEdit(queue: LessonQueue): LessonQueue {
  const [first, ...waiting] = queue.waiting
  return queue.sending !== null || first === undefined ? queue : { sending: first, waiting }
}

/** The edit under way was answered; `version` is the lesson's new one, null when nothing was saved. */
export function answerEdit(queue: LessonQueue, version: number | null): LessonQueue {
  const lesson = queue.sending?.lesson
  const waiting = queue.waiting.map((edit) => (edit.lesson === lesson && version !== null ? { ...edit, seen: version } : edit))
  return { sending: null, waiting }
}

/** Takes over what another page left: its edits come first, ours of the same lesson follow. */
export function adoptEdits(queue: LessonQueue, left: LessonQueue): LessonQueue {
  const edits = [...(left.sending ? [left.sending] : []), ...left.waiting]
  return { ...queue, waiting: [...edits, ...queue.waiting] }
}

/** The lesson as the person should see it: with every edit not yet answered for. */
export function withEdits(lesson: Lesson, queue: LessonQueue): Lesson {
  const edits = [...(queue.sending ? [queue.sending] : []), ...queue.waiting].filter((edit) => edit.lesson === lesson.id)
  return edits.reduce((shown, edit) => withFields(shown, edit.fields), lesson)
}

export function withFields(lesson: Lesson, { topic, homework, confirmed }: LessonFields): Lesson {
  return {
    ...lesson,
    topic: topic ?? lesson.topic,
    homework: homework ?? lesson.homework,
    confirmed: confirmed ?? lesson.confirmed,
  }
}

/** Does the lesson already hold what the fields would write? */
export function holds(lesson: Lesson, fields: LessonFields): boolean {
  const wanted = withFields(lesson, fields)
  return wanted.topic === lesson.topic && wanted.homework === lesson.homework && wanted.confirmed === lesson.confirmed
}

export function editCount(queue: LessonQueue): number {
  return queue.waiting.length + (queue.sending === null ? 0 : 1)
}
