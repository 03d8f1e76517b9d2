import assert from "node:assert/strict"
import { test } from "node:test"
import type { LessonRow, PageData, SaveReply } from "./data"
import type { Batch } from "./queue"
import { applyChanges, applyLessons, applyReply, attendance, closedReason, type Journal, journalOf, refuseBatch } from "./state"

function lessonRow(id: number, date: string, version = 1, editable: 0 | 1 = 1): LessonRow {
  return [id, date, 2, "лек", "2", "", "", 0, version, editable, "Тема", null, 9]
}

function journal(): Journal {
  const data: PageData = {
    section: { id: 5, editable: true, reason: "" }, today: "2026-11-24", cursor: "",
    urls: { save: "", changes: "", lesson: "", history: "" },
    codes: { marks: ["5", "4", "3", "2"], absences: [["н", "", "unexcused"], ["уп", "", "excused"], ["оп", "", "late"], ["осв.ф", "", "none"]] },
    students: [[7, 1, "Иванова А. П.", "Иванова Анна Петровна", null, null], [8, 2, "Ёлкин Ф. М.", "Ёлкин Фёдор Михайлович", "2026-10-01", "2026-11-20"]],
    lessons: [lessonRow(11, "2026-09-02"), lessonRow(12, "2026-11-24"), lessonRow(13, "2026-11-26"), lessonRow(14, "2026-10-05", 1, 0)],
    cells: [[0, 0, "5", 3, 0], [1, 3, "н", 1, 1]],
    summary: [["5,00", "0", "0"], ["", "2", "0"]],
  }
  return journalOf(data)
}

const TODAY = "2026-11-24"
const never = () => false
const batch = (...cells: [student: number, lesson: number, text: string, seen: number][]): Batch => ({
  request: "a", cells: cells.map(([student, lesson, text, seen]) => ({ student, lesson, text, seen })),
})
const reply = (parts: Partial<SaveReply>): SaveReply => ({ saved: [], refused: [], conflicts: [], summary: {}, ...parts })

test("cells come by student and lesson, not by place", () => {
  assert.deepEqual([...journal().saved], [["7:11", { text: "5", version: 3, flags: 0 }], ["8:14", { text: "н", version: 1, flags: 1 }]])
})

const CLOSED: [student: number, lesson: number, why: string | null][] = [
  [0, 0, null], [0, 2, null], [0, 3, "future"], [0, 1, "locked"], [1, 0, "before"], [1, 2, "after"], [1, 3, "after"],
]
for (const [student, lesson, why] of CLOSED) {
  test(`student ${student} at lesson ${lesson} is ${why ?? "open"}`, () => {
    const { students, lessons, ...rest } = journal()
    assert.equal(closedReason({ students, lessons, ...rest }, students[student]!, lessons[lesson]!, TODAY), why)
  })
}

test("membership is half open: the first day in, the last day out", () => {
  const open = journal()
  const [student, lesson] = [open.students[1]!, open.lessons[0]!]
  const on = (date: string) => closedReason(open, student, { ...lesson, date }, TODAY)
  assert.deepEqual(["2026-09-30", "2026-10-01", "2026-11-19", "2026-11-20"].map(on), ["before", null, null, "after"])
})

test("a journal that may only be read is closed everywhere", () => {
  const closed = { ...journal(), section: { id: 5, editable: false, reason: "Не ваш." } }
  assert.equal(closedReason(closed, closed.students[0]!, closed.lessons[0]!, TODAY), "section")
})

test("a saved cell has the server's text and version", () => {
  const open = journal()
  const touched = applyReply(open, batch([7, 11, "4", 3]), reply({ saved: [[7, 11, "4", 4, 4]], summary: { 7: ["4,00", "0", "0"] } }), never, "?")
  assert.deepEqual(touched, ["7:11"])
  assert.deepEqual([open.saved.get("7:11"), open.summary.get(7)], [{ text: "4", version: 4, flags: 4 }, ["4,00", "0", "0"]])
})

test("a refused text stays with its reason; one the answer forgot stays too", () => {
  const open = journal()
  const refused = [{ student: 7, lesson: 11, code: "absent", reason: "Отсутствовал." }]
  applyReply(open, batch([7, 11, "5 н", 3], [7, 12, "4", 0]), reply({ refused }), never, "Нет ответа.")
  assert.deepEqual([...open.problems.values()], [
    { student: 7, lesson: 11, text: "5 н", kind: "refused", reason: "Отсутствовал." },
    { student: 7, lesson: 12, text: "4", kind: "refused", reason: "Нет ответа." },
  ])
})

test("a conflict keeps mine beside theirs and knows their version", () => {
  const open = journal()
  const conflicts = [{ student: 7, lesson: 11, text: "3", version: 5, flags: 0, by: "Петрова И. И.", at: "24.11.2026 10:02" }]
  applyReply(open, batch([7, 11, "4", 3]), reply({ conflicts }), never, "?")
  assert.deepEqual(open.saved.get("7:11"), { text: "3", version: 5, flags: 0 })
  assert.deepEqual(open.problems.get("7:11"), {
    student: 7, lesson: 11, text: "4", kind: "conflict", reason: "", by: "Петрова И. И.", at: "24.11.2026 10:02",
  })
})

test("two people who wrote the same have no conflict", () => {
  const open = journal()
  const conflicts = [{ student: 7, lesson: 11, text: "4", version: 5, flags: 0, by: "Петрова И. И.", at: "" }]
  applyReply(open, batch([7, 11, "4", 3]), reply({ conflicts }), never, "?")
  assert.equal(open.problems.size, 0)
})

test("an old no is forgotten where something newer waits", () => {
  const open = journal()
  refuseBatch(open, batch([7, 11, "4", 3], [7, 12, "4", 0]), "Семестр закрыт.", (key) => key === "7:11")
  assert.deepEqual([...open.problems.keys()], ["7:12"])
})

test("what others changed is news; what is older than known, or our own doing, is not", () => {
  const open = journal()
  const changes = {
    cursor: "c", lessons: [], summary: {},
    cells: [[7, 11, "3", 4, 0, "Сидоров П. А."], [8, 14, "уп", 1, 0, "Сидоров П. А."], [7, 12, "2", 1, 0, "Сидоров П. А."]] as [number, number, string, number, number, string][],
  }
  assert.deepEqual(applyChanges(open, changes, (key) => key === "7:12"), { cells: ["7:11", "7:12"], others: ["7:11"], relaid: false })
  assert.deepEqual([...open.fresh], [["7:11", "Сидоров П. А."]])
  assert.equal(open.saved.get("8:14")?.text, "н")
})

test("a new lesson takes its place by date and slot; a newer row replaces, an older does not", () => {
  const open = journal()
  assert.equal(applyLessons(open, [lessonRow(15, "2026-10-01")]), true)
  assert.deepEqual(open.lessons.map(({ id }) => id), [11, 15, 14, 12, 13])
  const topic: LessonRow = [12, "2026-11-24", 2, "лек", "2", "Новая", "", 1, 2, 1, null, null, null]
  assert.equal(applyLessons(open, [topic]), false)
  assert.equal(applyLessons(open, [lessonRow(12, "2026-11-24", 1)]), false)
  assert.deepEqual([open.lessons[3]!.topic, open.lessons[3]!.confirmed, open.lessons[3]!.plan], ["Новая", true, null])
})

test("who is away and who is late", () => {
  const open = journal()
  const texts: Record<string, string> = { "7:12": "4 оп10", "8:12": "уп" }
  assert.deepEqual(attendance(open, open.lessons[2]!, (key) => texts[key] ?? ""), { away: 1, late: 1 })
  assert.deepEqual(attendance(open, open.lessons[2]!, () => "осв.ф"), { away: 0, late: 0 })
})
