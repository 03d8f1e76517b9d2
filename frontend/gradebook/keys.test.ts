import assert from "node:assert/strict"
import { test } from "node:test"
import { commandOf, type Place } from "./keys"

/** "Ctrl+Shift+z KeyZ" → what the key does at a place, in short. */
function does(keys: string, place: Place): string {
  const [chord, code = ""] = keys.split(" ") as [string, string?]
  const parts = chord === "+" ? ["+"] : chord.split("+")
  const key = parts.pop()!
  const press = { key: key === "Space" ? " " : key, code, ctrl: parts.includes("Ctrl"), shift: parts.includes("Shift"), alt: parts.includes("Alt") }
  const command = commandOf(press, place)
  if (!command) return ""
  switch (command.name) {
    case "move": return `${command.step}${command.extend ? "+" : ""}`
    case "commit": return `commit ${command.then}`
    case "type": return `type ${command.text}`
    default: return command.name
  }
}

const KEYS: [keys: string, cell: string, typing: string, editing: string, head: string][] = [
  ["5", "type 5", "", "", ""], ["н KeyY", "type н", "", "", ""], ["y KeyY", "type y", "", "", ""], [", Comma", "type ,", "", "", ""],
  ["ArrowDown", "down", "down", "down", "down"], ["ArrowLeft", "left", "left", "", "left"], ["Home", "row-start", "row-start", "", "row-start"],
  ["Shift+ArrowDown", "down+", "down", "down", "down+"], ["PageDown", "month-on", "month-on", "month-on", "month-on"],
  ["Ctrl+Home", "first", "first", "", "first"], ["Ctrl+ArrowDown", "bottom", "bottom", "bottom", "bottom"],
  ["Enter", "commit down", "commit down", "commit down", "lesson"], ["Shift+Enter", "commit up", "commit up", "commit up", "lesson"],
  ["Tab", "commit right", "commit right", "commit right", "commit right"], ["Shift+Tab", "commit left", "commit left", "commit left", "commit left"],
  ["Ctrl+Tab", "", "", "", ""], ["Ctrl+Enter", "insist", "fill", "fill", "lesson"], ["Alt+Enter", "history", "history", "history", "history"],
  ["F2", "edit", "edit", "edit", "edit"], ["Delete", "clear", "", "", "clear"], ["Backspace", "clear", "", "", "clear"],
  ["Escape", "cancel", "cancel", "cancel", "cancel"],
  ["Ctrl+z KeyZ", "undo", "", "", "undo"], ["Ctrl+я KeyZ", "undo", "", "", "undo"], ["Ctrl+Shift+Z KeyZ", "redo", "", "", "redo"],
  ["Ctrl+y KeyY", "redo", "", "", "redo"], ["Ctrl+a KeyA", "all", "", "", "all"], ["Ctrl+c KeyC", "", "", "", ""], ["Ctrl+r KeyR", "", "", "", ""],
  ["/ Slash", "find", "", "", "find"], [". Slash", "find", "", "", "find"], ["? Slash", "keys", "", "", "keys"], ["Shift+, Slash", "keys", "", "", "keys"],
  ["Shift+? Digit7", "keys", "", "", "keys"], ["/ Backslash", "find", "", "", "find"],
  ["Space", "", "", "", "present"], ["g KeyG", "type g", "", "", "plan"], ["п KeyG", "type п", "", "", "plan"],
  ["F5", "", "", "", ""], ["Shift", "", "", "", ""], ["- Minus", "", "", "", ""], ["Alt+5 Digit5", "", "", "", ""],
]
const PLACES: Place[] = ["cell", "typing", "editing", "head"]

for (const [keys, ...wanted] of KEYS) {
  test(`the key ${keys}`, () => assert.deepEqual(PLACES.map((place) => does(keys, place)), wanted))
}
