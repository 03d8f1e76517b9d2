import assert from "node:assert/strict"
import { test } from "node:test"
import { formatTable, parseTable, place } from "./clipboard"

const TEXTS: [text: string, table: string[][]][] = [
  ["5", [["5"]]],
  ["5\t4\r\nн\t\r\n", [["5", "4"], ["н", ""]]],
  ["5\n4", [["5"], ["4"]]],
  ["5\r4\r", [["5"], ["4"]]],
  ["\t", [["", ""]]],
  ["5\n\n4\n", [["5"], [""], ["4"]]],
  ["\"a\tb\"\t\"say \"\"5\"\"\"\n4", [["a\tb", "say \"5\""], ["4"]]],
  ["\"one\ntwo\"", [["one\ntwo"]]],
  ["\"not closed\t5", [["\"not closed", "5"]]],
  ["\"5\"4", [["\"5\"4"]]],
]
for (const [text, table] of TEXTS) test(`pasting ${JSON.stringify(text)}`, () => assert.deepEqual(parseTable(text), table))

test("what is copied is pasted as it was", () => {
  const table = [["5 4", "", "a\tb"], ["say \"н\"", "one\ntwo", "уп"]]
  assert.deepEqual(parseTable(formatTable(table)), table)
})

const SIZE = { rows: 3, columns: 3 }
const cell = (row: number, column: number) => ({ top: row, left: column, bottom: row, right: column })

test("a block is laid from the corner; what does not fit is counted", () => {
  assert.deepEqual(place([["5", "4"], ["3", "2"]], cell(2, 1), SIZE), {
    placed: [{ cell: { row: 2, column: 1 }, text: "5" }, { cell: { row: 2, column: 2 }, text: "4" }], cut: 2,
  })
})

test("one text fills the whole selection", () => {
  const { placed, cut } = place([["н"]], { top: 0, left: 0, bottom: 1, right: 1 }, SIZE)
  assert.deepEqual([placed.map((one) => one.text), cut], [["н", "н", "н", "н"], 0])
})

test("a ragged table leaves its short rows empty", () => {
  assert.deepEqual(place([["5", "4"], ["3"]], cell(0, 0), SIZE).placed.map((one) => one.text), ["5", "4", "3", ""])
})
