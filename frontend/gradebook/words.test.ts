import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"
import { dayAfter, daysIn } from "./dates"
import { findStudent } from "./find"
import { wordsOf } from "./words"
import list from "./words.json"

const sources = readdirSync("gradebook").filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(`gradebook/${name}`, "utf8")).join("\n")

test("every word of the list is used", () => {
  assert.deepEqual(Object.keys(list).filter((key) => !sources.includes(`"${key}"`)), [])
})

test("every word is in both languages, with the same places for values", () => {
  const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
  for (const [key, { ru, en }] of Object.entries(list)) {
    assert.ok(ru !== "" && en !== "", key)
    assert.deepEqual(places(ru), places(en), key)
  }
})

test("values go to their places, as text", () => {
  const words = wordsOf("ru")
  assert.equal(words("offline_queued", { count: 4 }), "нет сети: 4 в очереди")
  assert.equal(words("put_mine", { text: "{count} $&" }), "Поставить: {count} $&")
  assert.equal(wordsOf("en-GB")("saved"), "saved")
})

test("days in words", () => {
  const days = daysIn("ru")
  assert.deepEqual(
    [days.long("2026-11-24"), days.short("2026-11-04"), days.full("2026-11-24"), days.weekday("2026-11-24"), days.month("2026-09-01")],
    ["24 ноября, вторник", "04.11", "24.11.2026", "вт", "Сентябрь 2026"])
  assert.equal(daysIn("en").weekday("2026-11-24"), "Tu")
})

test("the college's day turns with the midnights of this clock", () => {
  const opened = new Date(2026, 10, 24, 23, 50)
  assert.equal(dayAfter("2026-11-24", opened, new Date(2026, 10, 24, 23, 59)), "2026-11-24")
  assert.equal(dayAfter("2026-11-24", opened, new Date(2026, 10, 25, 0, 1)), "2026-11-25")
  assert.equal(dayAfter("2026-11-30", opened, new Date(2026, 10, 26, 8, 0)), "2026-12-02")
  assert.equal(dayAfter("2026-11-24", opened, new Date(2026, 10, 20, 8, 0)), "2026-11-24", "a clock set back takes no day away")
})

test("a student is found by any part of the name or by number", () => {
  const students = ["Абрамов Артём Игоревич", "Ёлкин Фёдор Михайлович", "Римская-Корсакова Анна Львовна", "Ершов Артём Львович"]
    .map((fullName, index) => ({ id: index, number: index + 1, name: fullName, fullName, from: null, to: null }))
  const found = (text: string, from = 0) => findStudent(students, text, from)
  assert.deepEqual([found("елк"), found("ЁЛК"), found("корс"), found("арт"), found("арт", 1), found("ерш арт"), found("3"), found("жук"), found("")],
    [1, 1, 2, 0, 3, 3, 2, -1, -1])
})
