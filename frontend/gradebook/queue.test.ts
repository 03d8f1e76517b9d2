import assert from "node:assert/strict"
import { test } from "node:test"
import { acknowledge, adopt, type Change, dissolve, EMPTY_QUEUE, pending, pendingText, put, type Queue, retryDelay, takeBatch, withdraw } from "./queue"

const change = (student: number, text: string, seen = 0): Change => ({ student, lesson: 1, text, seen })
const queueOf = (...changes: Change[]): Queue => changes.reduce(put, EMPTY_QUEUE)

test("one change a cell waits, the newest, with the version first seen", () => {
  assert.deepEqual(queueOf(change(1, "5", 3), change(2, "4"), change(1, "2", 9)).waiting, [change(2, "4"), change(1, "2", 3)])
})

test("a batch takes what waits and leaves the rest for the next", () => {
  const queue = takeBatch(queueOf(change(1, "5"), change(2, "4"), change(3, "3")), "a", 2)
  assert.deepEqual(queue, { batches: [{ request: "a", cells: [change(1, "5"), change(2, "4")] }], waiting: [change(3, "3")] })
  assert.equal(takeBatch(queue, "b"), queue, "one batch at a time")
  assert.equal(takeBatch(EMPTY_QUEUE, "b"), EMPTY_QUEUE)
})

test("what is typed over a cell under way has seen what that saved", () => {
  const sent = takeBatch(queueOf(change(1, "5", 3)), "a")
  const typed = put(sent, change(1, "4", 3))
  assert.deepEqual(typed.waiting, [change(1, "4", 3)])
  assert.deepEqual(acknowledge(typed, [[1, 1, "5", 4, 0]]), { batches: [], waiting: [change(1, "4", 4)] })
})

test("a refused or conflicting batch leaves the newer change as ignorant as it was", () => {
  const typed = put(takeBatch(queueOf(change(1, "5", 3)), "a"), change(1, "4", 3))
  assert.deepEqual(acknowledge(typed, []), { batches: [], waiting: [change(1, "4", 3)] })
})

test("a change can be taken back only while it waits", () => {
  assert.deepEqual(withdraw(queueOf(change(1, "5"), change(2, "4")), { student: 1, lesson: 1 }).waiting, [change(2, "4")])
  const sent = takeBatch(queueOf(change(1, "5")), "a")
  assert.deepEqual(withdraw(sent, { student: 1, lesson: 1 }), sent)
})

test("a batch that is too large waits again, behind newer texts of its cells", () => {
  const sent = put(takeBatch(queueOf(change(1, "5"), change(2, "4")), "a"), change(1, "3"))
  assert.deepEqual(dissolve(sent), { batches: [], waiting: [change(2, "4"), change(1, "3")] })
})

test("what another page left keeps its request and its turn", () => {
  const left = put(takeBatch(queueOf(change(1, "5")), "left"), change(2, "4"))
  assert.deepEqual(adopt(queueOf(change(2, "2")), left, "new"), {
    batches: [{ request: "left", cells: [change(1, "5")] }, { request: "new", cells: [change(2, "4")] }], waiting: [change(2, "2")],
  })
  assert.deepEqual(adopt(EMPTY_QUEUE, EMPTY_QUEUE, "new"), EMPTY_QUEUE)
})

test("a batch that follows one with the same cell learns what that saved", () => {
  const left = adopt(EMPTY_QUEUE, put(takeBatch(queueOf(change(1, "5")), "a"), change(1, "4")), "b")
  assert.deepEqual(acknowledge(left, [[1, 1, "5", 1, 0]]).batches, [{ request: "b", cells: [change(1, "4", 1)] }])
})

test("the newest text on its way is the one to show", () => {
  const queue = put(takeBatch(queueOf(change(1, "5"), change(2, "4")), "a"), change(1, "3"))
  assert.deepEqual([1, 2, 3].map((student) => pendingText(queue, student, 1)), ["3", "4", null])
  assert.deepEqual(pending(queue), [change(1, "3"), change(2, "4")])
})

test("patience doubles up to half a minute", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 60].map(retryDelay), [1, 2, 4, 8, 16, 30, 30])
})
