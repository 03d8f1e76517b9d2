import assert from "node:assert/strict"
import { test } from "node:test"
import type { Lesson } from "./data"
import { adoptEdits, answerEdit, editCount, EMPTY_LESSON_QUEUE, holds, type LessonEdit, type LessonFields, putEdit, takeEdit, withEdits } from "./lesson_queue"

const edit = (lesson: number, fields: LessonFields, seen = 1, request = "a"): LessonEdit => ({ lesson, seen, request, fields })

const LESSON: Lesson = {
  id: 1, date: "2026-11-24", slot: "2", kind: "лек", hours: "2", topic: "", homework: "", confirmed: false, version: 1, editable: true, plan: null,
}

test("edits of one lesson that wait are one edit, which has seen what the first had", () => {
  const queue = putEdit(putEdit(EMPTY_LESSON_QUEUE, edit(1, { topic: "А" }, 1, "a")), edit(1, { homework: "Б", topic: "В" }, 7, "b"))
  assert.deepEqual(queue.waiting, [edit(1, { topic: "В", homework: "Б" }, 1, "b")])
})

test("an edit of a lesson under way waits, and learns the new version", () => {
  const sending = takeEdit(putEdit(EMPTY_LESSON_QUEUE, edit(1, { topic: "А" }, 3)))
  const queue = putEdit(sending, edit(1, { confirmed: true }, 3, "b"))
  assert.deepEqual(queue, { sending: edit(1, { topic: "А" }, 3), waiting: [edit(1, { confirmed: true }, 3, "b")] })
  assert.equal(takeEdit(queue), queue, "one edit at a time")
  assert.deepEqual(answerEdit(queue, 4), { sending: null, waiting: [edit(1, { confirmed: true }, 4, "b")] })
  assert.deepEqual(answerEdit(queue, null), { sending: null, waiting: [edit(1, { confirmed: true }, 3, "b")] })
})

test("the version of one lesson is nothing to another", () => {
  const sending = takeEdit(putEdit(EMPTY_LESSON_QUEUE, edit(1, { topic: "А" })))
  assert.deepEqual(answerEdit(putEdit(sending, edit(2, { topic: "Б" }, 5)), 9).waiting, [edit(2, { topic: "Б" }, 5)])
})

test("the lesson shows every edit on its way; a plan taken is its topic", () => {
  const queue = putEdit(takeEdit(putEdit(EMPTY_LESSON_QUEUE, edit(1, { topic: "А", planned: 9 }))), edit(1, { topic: "Б", confirmed: true }))
  assert.deepEqual(withEdits(LESSON, queue), { ...LESSON, topic: "Б", confirmed: true })
  assert.deepEqual(withEdits({ ...LESSON, id: 2 }, queue), { ...LESSON, id: 2 })
  assert.equal(editCount(queue), 2)
})

test("a lesson that already holds the words needs nothing", () => {
  assert.deepEqual([{ topic: "" }, { confirmed: false, homework: "" }, { topic: "А" }, { confirmed: true }].map((fields) => holds(LESSON, fields)),
    [true, true, false, false])
})

test("what another page left goes first", () => {
  const left = putEdit(takeEdit(putEdit(EMPTY_LESSON_QUEUE, edit(1, { topic: "А" }))), edit(2, { topic: "Б" }))
  const queue = adoptEdits(putEdit(EMPTY_LESSON_QUEUE, edit(1, { topic: "В" })), left)
  assert.deepEqual(queue.waiting.map(({ fields }) => fields.topic), ["А", "Б", "В"])
})
