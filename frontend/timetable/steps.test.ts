import assert from "node:assert/strict"
import { test } from "node:test"
import { addressOf, isArrow, next, type Place } from "./steps"

/** 3 × 3 with a closed cell in the middle; outside is null. */
function canEnter({ row, column }: Place): boolean | null {
  if (row < 0 || column < 0 || row > 2 || column > 2) return null
  return !(row === 1 && column === 1)
}

const CASES: [from: [number, number], key: string, to: [number, number] | null][] = [
  [[0, 0], "ArrowRight", [0, 1]], [[0, 0], "ArrowDown", [1, 0]], [[0, 0], "ArrowUp", null], [[0, 0], "ArrowLeft", null],
  [[1, 0], "ArrowRight", [1, 2]], [[0, 1], "ArrowDown", [2, 1]], [[2, 2], "ArrowDown", null], [[1, 2], "ArrowLeft", [1, 0]],
  [[0, 0], "Enter", null],
]
for (const [[row, column], key, to] of CASES) {
  test(`${key} from ${row}, ${column}`, () => {
    const expected = to ? { row: to[0], column: to[1] } : null
    assert.deepEqual(next({ row, column }, key, canEnter), expected)
  })
}

test("arrows are told from other keys", () => {
  assert.deepEqual(["ArrowUp", "ArrowLeft", "Enter", "toString"].map(isArrow), [true, true, false, false])
})

test("a place's address is made of the pattern", () => {
  assert.equal(addressOf("/timetable/grid/3/12/0/move/", "45", "move"), "/timetable/grid/3/12/45/move/")
  assert.equal(addressOf("/timetable/grid/10/20/0/move/", "7", "remove"), "/timetable/grid/10/20/7/remove/")
})
