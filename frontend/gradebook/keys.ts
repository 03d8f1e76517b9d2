/** Keys to commands, as in a spreadsheet. Nothing here knows the page. */
import type { Step } from "./cursor"

export interface Press { key: string; code: string; ctrl: boolean; shift: boolean; alt: boolean }

/** Where the key fell: on a cell, on a lesson's head, in a cell being typed over, or in one being edited (F2: arrows move the caret). */
export type Place = "cell" | "head" | "typing" | "editing"
export type Side = "up" | "down" | "left" | "right"

export type Command =
  | { name: "move"; step: Step; extend: boolean }
  | { name: "commit"; then: Side }
  | { name: "type"; text: string }
  | { name: Simple }

type Simple =
  | "edit" | "clear" | "fill" | "cancel" | "undo" | "redo" | "all" | "find" | "keys" | "history" | "insist" | "lesson" | "plan" | "present"

const STEPS: Record<string, Step> = {
  ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right",
  Home: "row-start", End: "row-end", PageUp: "month-back", PageDown: "month-on",
}
const CTRL_STEPS: Record<string, Step> = {
  ArrowUp: "top", ArrowDown: "bottom", ArrowLeft: "row-start", ArrowRight: "row-end", Home: "first", End: "last",
}
/** Steps that stay with the caret while a cell is edited. */
const CARET_KEYS = ["ArrowLeft", "ArrowRight", "Home", "End"]
const CTRL_LETTERS: Record<string, Simple> = { KeyZ: "undo", KeyY: "redo", KeyA: "all" }
const SIMPLE: Record<string, Simple> = { F2: "edit", Delete: "clear", Backspace: "clear", Escape: "cancel" }

export function commandOf(press: Press, place: Place): Command | null {
  const writing = place === "typing" || place === "editing"
  if (press.alt) return press.key === "Enter" ? { name: "history" } : null
  if (press.key === "Enter" || press.key === "Tab") return finish(press, place)
  const step = stepOf(press, place)
  if (step) return { name: "move", step, extend: press.shift && !writing }
  if (writing) return press.key === "Escape" ? { name: "cancel" } : press.key === "F2" ? { name: "edit" } : null
  if (press.ctrl) return ctrlLetter(press)
  const simple = SIMPLE[press.key]
  if (simple) return { name: simple }
  return character(press, place)
}

function finish(press: Press, place: Place): Command | null {
  if (press.key === "Tab") return press.ctrl ? null : { name: "commit", then: press.shift ? "left" : "right" }
  if (place === "head") return { name: "lesson" }
  if (press.ctrl) return { name: place === "cell" ? "insist" : "fill" }
  return { name: "commit", then: press.shift ? "up" : "down" }
}

function stepOf(press: Press, place: Place): Step | undefined {
  if (place === "editing" && CARET_KEYS.includes(press.key)) return undefined
  return press.ctrl ? CTRL_STEPS[press.key] : STEPS[press.key]
}

/** By the key's position: the letters differ in the Russian layout. */
function ctrlLetter(press: Press): Command | null {
  const name = CTRL_LETTERS[press.code]
  if (!name) return null
  return { name: name === "undo" && press.shift ? "redo" : name }
}

function character(press: Press, place: Place): Command | null {
  const { key, code, shift } = press
  // The Russian layout has no «?» and «/» where the English has them; a cell cannot begin with what it has there.
  if (key === "?" || (code === "Slash" && shift)) return { name: "keys" }
  if (key === "/" || code === "Slash") return { name: "find" }
  if (place === "head") return headCharacter(press)
  return /^[\p{L}\p{N},`[\];']$/u.test(key) ? { name: "type", text: key } : null
}

function headCharacter({ key, code }: Press): Command | null {
  if (key === " ") return { name: "present" }
  return code === "KeyG" || key === "п" ? { name: "plan" } : null
}
