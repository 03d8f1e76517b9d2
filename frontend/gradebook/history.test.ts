import assert from "node:assert/strict"
import { test } from "node:test"
import { applicable, EMPTY_HISTORY, redo, remember, undo } from "./history"

const FIRST = [{ key: "1:1", before: "", after: "5" }]
const SECOND = [{ key: "1:1", before: "5", after: "4" }, { key: "2:1", before: "", after: "н" }]

test("undo turns the last step around, redo makes it again", () => {
  const done = remember(remember(EMPTY_HISTORY, FIRST), SECOND)
  const back = undo(done)
  assert.deepEqual(back.edits, [{ key: "1:1", before: "4", after: "5" }, { key: "2:1", before: "н", after: "" }])
  const again = redo(back.history)
  assert.deepEqual(again.edits, SECOND)
  assert.deepEqual(again.history, done)
})

test("a new step forgets what was undone; an empty one is no step", () => {
  const { history } = undo(remember(EMPTY_HISTORY, FIRST))
  assert.deepEqual(remember(history, SECOND), { done: [SECOND], undone: [] })
  assert.equal(remember(history, []), history)
})

test("nothing to undo or redo", () => {
  assert.deepEqual([undo(EMPTY_HISTORY).edits, redo(EMPTY_HISTORY).edits], [[], []])
})

test("only the last two hundred steps are kept", () => {
  let history = EMPTY_HISTORY
  for (let step = 0; step < 250; step++) history = remember(history, [{ key: String(step), before: "", after: "5" }])
  assert.deepEqual([history.done.length, history.done[0]![0]!.key], [200, "50"])
})

test("a cell that somebody changed meanwhile is left alone", () => {
  const { edits } = undo(remember(EMPTY_HISTORY, SECOND))
  assert.deepEqual(applicable(edits, (key) => (key === "1:1" ? "3" : "н")), [{ key: "2:1", before: "н", after: "" }])
})
