import assert from "node:assert/strict"
import { test } from "node:test"
import { compared, csv, fits, folded, sortKey } from "./rows"

test("a filter finds words by their beginning and longer pieces anywhere", () => {
  const row = "12 Ёлкин-Заславский Пётр Ильич П-21"
  const asked = ["елкин", "петр ёл", "заслав", "п-21", "12", "", "лк", "сидоров", "елкин сидоров"]
  const found = asked.map((typed) => fits(row, typed))
  assert.deepEqual(found, [true, true, true, true, true, true, false, false, false])
})

test("folding makes ё and е, case and spaces alike", () => {
  assert.equal(folded("  ЁЛКА\u00a0 и\n ель "), "елка и ель")
})

test("cells sort by what they mean", () => {
  const cells = ["23.11.2026", "01.02.2025 10:30", "4,25", "1 200 ч", "−3", "50 %", "П-21"]
  const keys = cells.map(sortKey)
  const days = [Date.UTC(2026, 10, 23), Date.UTC(2025, 1, 1, 10, 30)]
  assert.deepEqual(keys, [...days, 4.25, 1200, -3, 50, "п-21"])
})

test("rows sort both ways with empty cells last", () => {
  const cells = ["10", "", "9", "ёж", "жук", "егерь"]
  const up = [...cells].sort((a, b) => compared(a, b, false))
  const down = [...cells].sort((a, b) => compared(a, b, true))
  assert.deepEqual(up, ["9", "10", "егерь", "ёж", "жук", ""])
  assert.deepEqual(down, ["жук", "ёж", "егерь", "10", "9", ""])
})

test("groups sort by their number, not letter by letter", () => {
  const groups = ["П-11", "П-2", "А-30"].sort((a, b) => compared(a, b, false))
  assert.deepEqual(groups, ["А-30", "П-2", "П-11"])
})

test("csv quotes, keeps numbers and disarms formulas", () => {
  const rows = [
    ["Имя", "Балл"],
    ['Ёлкин "младший"; П-21', "-4,5"],
    ["=СУММ(A1)", " @x\n y "],
  ]
  const expected = '\ufeffИмя;Балл\r\n"Ёлкин ""младший""; П-21";-4,5\r\n\'=СУММ(A1);\'@x y\r\n'
  assert.equal(csv(rows), expected)
})
