import assert from "node:assert/strict"
import { test } from "node:test"
import { blockOf, type Cell, cellsOf, clamp, move, nextOpen, type Step } from "./cursor"

const SIZE = { rows: 3, columns: 5 }
const MONTHS = ["09", "09", "10", "10", "11"]

const MOVES: [from: [number, number], step: Step, to: [number, number]][] = [
  [[1, 1], "up", [0, 1]], [[0, 1], "up", [-1, 1]], [[-1, 1], "up", [-1, 1]], [[2, 1], "down", [2, 1]], [[-1, 1], "down", [0, 1]],
  [[1, 0], "left", [1, 0]], [[1, 4], "right", [1, 4]], [[1, 2], "row-start", [1, 0]], [[1, 2], "row-end", [1, 4]],
  [[1, 2], "first", [0, 0]], [[1, 2], "last", [2, 4]], [[1, 2], "top", [0, 2]], [[1, 2], "bottom", [2, 2]],
  [[1, 3], "month-back", [1, 2]], [[1, 2], "month-back", [1, 0]], [[1, 0], "month-back", [1, 0]],
  [[1, 0], "month-on", [1, 2]], [[1, 3], "month-on", [1, 4]], [[1, 4], "month-on", [1, 4]],
]
for (const [[row, column], step, [toRow, toColumn]] of MOVES) {
  test(`${step} from ${row}, ${column}`, () => {
    assert.deepEqual(move({ row, column }, step, SIZE, MONTHS), { row: toRow, column: toColumn })
  })
}

test("an entry goes on to the next cell that can be written in", () => {
  const closed = ({ row }: Cell) => row !== 1
  assert.deepEqual(nextOpen({ row: 0, column: 2 }, "down", SIZE, closed), { row: 2, column: 2 })
  assert.equal(nextOpen({ row: 2, column: 2 }, "down", SIZE, closed), null)
  assert.equal(nextOpen({ row: 0, column: 4 }, "right", SIZE, () => true), null)
  assert.equal(nextOpen({ row: 0, column: 1 }, "right", SIZE, () => false), null)
})

test("a block has its corners in order and leaves the head out", () => {
  assert.deepEqual(blockOf({ row: 2, column: 3 }, { row: 1, column: 1 }), { top: 1, left: 1, bottom: 2, right: 3 })
  assert.deepEqual(blockOf({ row: -1, column: 0 }, { row: 1, column: 0 }), { top: 0, left: 0, bottom: 1, right: 0 })
  assert.deepEqual(cellsOf({ top: 0, left: 1, bottom: 1, right: 1 }), [{ row: 0, column: 1 }, { row: 1, column: 1 }])
})

test("a cell outside is brought to the nearest edge", () => {
  assert.deepEqual(clamp({ row: 9, column: 9 }, SIZE), { row: 2, column: 4 })
  assert.deepEqual(clamp({ row: -9, column: -9 }, SIZE), { row: -1, column: 0 })
})
