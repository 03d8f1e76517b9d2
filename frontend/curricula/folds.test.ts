import assert from "node:assert/strict"
import { test } from "node:test"
import { contextOf, foldedAtFirst, foldedAway, nodesOf, pathTo, type Line } from "./folds"

// ПП ⊃ ПЦ ⊃ ПМ ⊃ (МДК, УП); ПП ⊃ ОПЦ ⊃ ОП; ГИА alone.
const LINES: Line[] = [
  ["ПП", ""], ["ПЦ", "ПП"], ["ПМ", "ПЦ"], ["МДК", "ПМ"], ["УП", "ПМ"], ["ОПЦ", "ПП"], ["ОП", "ОПЦ"], ["ГИА", ""],
].map(([id = "", parent = ""]) => ({ id, parent }))

const FOLDED: [folded: string[], away: string[]][] = [
  [[], []],
  [["ПМ"], ["МДК", "УП"]],
  [["ПЦ"], ["ПМ", "МДК", "УП"]],
  [["ПЦ", "ПМ"], ["ПМ", "МДК", "УП"]],
  [["ПП"], ["ПЦ", "ПМ", "МДК", "УП", "ОПЦ", "ОП"]],
  [["ГИА", "unknown"], []],
]
for (const [folded, away] of FOLDED) {
  test(`folding ${folded.join(", ") || "nothing"}`, () => {
    assert.deepEqual(foldedAway(LINES, new Set(folded)), new Set(away))
  })
}

test("what is found keeps the rows above it", () => {
  assert.deepEqual(contextOf(LINES, new Set(["УП", "ОПЦ"])), new Set(["ПМ", "ПЦ", "ПП"]))
  assert.deepEqual(contextOf(LINES, new Set(["ПМ", "МДК"])), new Set(["ПЦ", "ПП"]))
  assert.deepEqual(contextOf(LINES, new Set()), new Set())
})

test("a phone begins with the cycles that hold no subjects open", () => {
  assert.deepEqual(foldedAtFirst(LINES), new Set(["ПМ", "ОПЦ"]))
  assert.deepEqual(nodesOf(LINES), new Set(["ПП", "ПЦ", "ПМ", "ОПЦ"]))
})

test("the way to a row", () => {
  assert.deepEqual(pathTo(LINES, "МДК"), ["ПМ", "ПЦ", "ПП"])
  assert.deepEqual([pathTo(LINES, "ГИА"), pathTo(LINES, "unknown")], [[], []])
})
