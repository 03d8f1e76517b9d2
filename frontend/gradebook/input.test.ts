import assert from "node:assert/strict"
import { test } from "node:test"
import { type Codes, completions, parse, partsOf, tapped, typedLetter } from "./input"

const CODES: Codes = {
  marks: ["5", "4", "3", "2", "н/а", "осв", "зач", "нез"],
  absences: [
    ["н", "отсутствует", "unexcused"], ["нп", "неуважительная причина", "unexcused"], ["уп", "уважительная причина", "excused"],
    ["б", "болезнь", "ill"], ["оп", "опоздание", "late"], ["осв.ф", "освобождён", "none"],
  ],
}

function read(raw: string): string {
  const parsed = parse(raw, CODES)
  return parsed.ok ? parsed.text : `${parsed.error} ${parsed.token}`
}

const READINGS: [raw: string, text: string][] = [
  ["", ""], ["   ", ""], ["5", "5"], ["5 4", "5 4"], ["5,4", "5 4"], ["5, 4", "5 4"], ["5;4", "5 4"], ["5\u00a04", "5 4"], [" 5  4 ", "5 4"],
  ["н", "н"], ["Н", "н"], ["УП", "уп"], ["н/а", "н/а"], ["Н/А", "н/а"], ["на", "н/а"], ["н.а", "н/а"], ["н\\а", "н/а"],
  ["осв", "осв"], ["осв.ф", "осв.ф"], ["освф", "осв.ф"], ["осв/ф", "осв.ф"],
  // the absence goes last, whatever the order
  ["оп10 4", "4 оп10"], ["4 оп10", "4 оп10"], ["н 5", "5 н"],
  ["оп 10", "оп10"], ["4 оп 10", "4 оп10"], ["оп 5", "5 оп"], ["оп5", "оп5"], ["оп10мин", "оп10"], ["оп007", "оп7"],
  // the Latin layout: the key's place tells the letter
  ["y", "н"], ["eg", "уп"], ["jg10", "оп10"], ["jg 10", "оп10"], ["y/f", "н/а"], ["jcd/a", "осв.ф"], [",", "б"], ["5 ,", "5 б"], ["pfx", "зач"],
  // letters that look alike
  ["H", "н"], ["H/A", "н/а"],
  // unambiguous beginnings, and the paper journal's «не был»
  ["у", "уп"], ["з", "зач"], ["не", "нез"], ["нб", "н"], ["н/б", "н"],
]

const REFUSALS: [raw: string, refusal: string][] = [
  ["7", "unknown 7"], ["1", "unknown 1"], ["0", "unknown 0"], ["пять", "unknown пять"], ["5 пять", "unknown пять"], ["о", "unknown о"],
  ["54", "joined 54"], ["5 53", "joined 53"], ["57", "unknown 57"], ["оп0", "unknown оп0"], ["оп1000", "unknown оп1000"], ["н10", "unknown н10"],
  ["н б", "absences б"], ["оп10 н", "absences н"], ["-5", "unknown -5"], ["=5+5", "unknown =5"], ["<b>5</b>", "unknown <b>5</b>"], ["٥", "unknown ٥"],
]

for (const [raw, text] of READINGS) test(`"${raw}" is read as "${text}"`, () => assert.equal(read(raw), text))
for (const [raw, refusal] of REFUSALS) test(`"${raw}" is refused as ${refusal}`, () => assert.equal(read(raw), refusal))

test("a text that is read is read again as itself", () => {
  for (const [, text] of READINGS) assert.equal(read(text), text)
})

test("a very long text is refused whole and not looked into", () => {
  const long = "5 ".repeat(40)
  assert.equal(read(long), `unknown ${long.trim()}`)
})

test("a minus sign inside a code is a mark's separator, not a number", () => assert.equal(read("н-а"), "н/а"))

test("a key's letter while typing", () => {
  const typed = (character: string, before = "") => typedLetter(character, before)
  assert.deepEqual(["y", "Y", "g", "[", "5", "н", " "].map((key) => typed(key)), ["н", "н", "п", "х", "5", "н", " "])
  assert.deepEqual([typed(","), typed(",", "5"), typed(",", "5 ")], ["б", ",", "б"])
})

test("what could still be meant", () => {
  assert.deepEqual(completions("о", CODES), ["осв", "оп", "осв.ф"])
  assert.deepEqual(completions("5 н", CODES), ["н/а", "нез", "н", "нп"])
  assert.deepEqual(completions("7", CODES), [])
})

test("marks and absence of a cell", () => {
  assert.deepEqual(partsOf("5 4 оп10", CODES), { marks: ["5", "4"], absence: "оп10", counts: "late" })
  assert.deepEqual(partsOf("н", CODES), { marks: [], absence: "н", counts: "unexcused" })
  assert.deepEqual(partsOf("", CODES), { marks: [], absence: "", counts: "" })
})

const TAPS: [text: string, key: string, after: string][] = [
  ["", "5", "5"], ["5", "4", "5 4"], ["оп10", "4", "4 оп10"], ["", "н", "н"], ["н", "н", ""], ["н", "б", "б"], ["5", "н", "5 н"],
  ["5 оп10", "оп", "5"], ["5 4", "", "5"], ["5", "", ""], ["", "", ""],
]
for (const [text, key, after] of TAPS) {
  test(`tapping "${key}" on "${text}" gives "${after}"`, () => assert.equal(tapped(text, key, CODES), after))
}
