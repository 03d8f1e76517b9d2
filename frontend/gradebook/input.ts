/**
 * What a teacher types in a cell, turned into the journal's own wording.
 *
 * The canonical text is the marks, one space between, then at most one absence code: "5", "5 4", "н", "4 оп10".
 * Typing is forgiving about the keyboard's layout, letter case, separators and unambiguous beginnings, never about meaning.
 */
import type { PageData } from "./data"

export type Codes = PageData["codes"]
export type Parsed =
  | { ok: true; text: string }
  | { ok: false; error: "unknown" | "joined" | "absences"; token: string }

interface Token { text: string; isMark: boolean }

const MAX_LENGTH = 60
const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm"
const CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмить"
const BY_POSITION = new Map([...LATIN].map((letter, index) => [letter, CYRILLIC[index]!]))
/** Latin letters that look like Cyrillic ones: common in sheets filled in by hand elsewhere. */
const BY_LOOKS = new Map([..."abcehkmoptxy"].map((letter, index) => [letter, "авсенкмортху"[index]!]))
/** The paper journal's «не был». */
const SPELLINGS = new Map([["нб", "н"]])

/** The letter a key gives in the Russian layout, whatever layout is on; other characters come back as they are. */
export function typedLetter(character: string, before: string): string {
  const lower = character.toLowerCase()
  // In the Latin layout «б» lies on the comma, which between two marks is a separator.
  if (lower === ",") return /(^|\s)$/.test(before) ? "б" : ","
  return /^[a-z`[\];']$/.test(lower) ? BY_POSITION.get(lower)! : character
}

export function parse(raw: string, codes: Codes): Parsed {
  const words = joinMinutes(split(raw), codes)
  if (raw.length > MAX_LENGTH) return { ok: false, error: "unknown", token: raw.trim() }
  const tokens: Token[] = []
  for (const word of words) {
    const token = resolve(word, codes)
    if (token) tokens.push(token)
    else return { ok: false, error: isJoined(word, codes) ? "joined" : "unknown", token: word }
  }
  const absences = tokens.filter((token) => !token.isMark)
  if (absences.length > 1) return { ok: false, error: "absences", token: absences[1]!.text }
  return { ok: true, text: [...tokens.filter((token) => token.isMark), ...absences].map((token) => token.text).join(" ") }
}

/** Codes that begin as the last word of the text does: what could still be meant. */
export function completions(raw: string, codes: Codes): string[] {
  const last = squeeze(split(raw).at(-1) ?? "")
  return allCodes(codes).filter((code) => squeeze(code).startsWith(last))
}

/** The marks and the absence of a canonical text. */
export function partsOf(text: string, codes: Codes): { marks: string[]; absence: string; counts: string } {
  const words = text.split(" ").filter(Boolean)
  const marks = words.filter((word) => codes.marks.includes(word))
  const absence = words.find((word) => !codes.marks.includes(word)) ?? ""
  const code = absence.replace(/\d+$/, "")
  return { marks, absence, counts: codes.absences.find(([known]) => known === code)?.[2] ?? "" }
}

/** One tap on the phone's keys: a mark is added, an absence is put or taken back, "" removes the last word. */
export function tapped(text: string, key: string, codes: Codes): string {
  const { marks, absence } = partsOf(text, codes)
  if (key === "") return text.split(" ").slice(0, -1).join(" ")
  if (codes.marks.includes(key)) return [...marks, key, absence].filter(Boolean).join(" ")
  const kept = absence.replace(/\d+$/, "") === key ? "" : key
  return [...marks, kept].filter(Boolean).join(" ")
}

function split(raw: string): string[] {
  const text = raw.normalize("NFC").toLowerCase().replace(/[\u00a0\s;+]+/g, " ").trim()
  const separated = text.replace(/(^| ),(?=$| )/g, "$1б").replace(/,/g, " ")
  return separated.split(" ").filter(Boolean)
}

/** «оп 10» is one thing when 10 cannot be a mark. */
function joinMinutes(words: string[], codes: Codes): string[] {
  const joined: string[] = []
  for (const word of words) {
    const previous = joined.at(-1) ?? ""
    if (/^\d{2,3}$/.test(word) && find(previous, lateCodes(codes)) !== null) joined[joined.length - 1] = previous + word
    else joined.push(word)
  }
  return joined
}

function resolve(word: string, codes: Codes): Token | null {
  const late = /^(\D+)(\d{1,3})(?:мин)?\.?$/.exec(word)
  if (late) {
    const code = find(late[1]!, lateCodes(codes))
    const minutes = Number(late[2])
    return code && minutes > 0 ? { text: `${code}${minutes}`, isMark: false } : null
  }
  const code = find(word, allCodes(codes))
  return code === null ? null : { text: code, isMark: codes.marks.includes(code) }
}

function find(word: string, known: string[]): string | null {
  const spellings = [word, replaceAll(word, BY_POSITION), replaceAll(word, BY_LOOKS)].map(squeeze)
  for (const spelling of spellings) {
    const meant = SPELLINGS.get(spelling) ?? spelling
    const exact = known.find((code) => squeeze(code) === meant)
    if (exact !== undefined) return exact
  }
  for (const spelling of spellings) {
    const begun = spelling === "" ? [] : known.filter((code) => squeeze(code).startsWith(spelling))
    if (begun.length === 1) return begun[0]!
  }
  return null
}

function isJoined(word: string, codes: Codes): boolean {
  return word.length > 1 && [...word].every((character) => /\d/.test(character) && codes.marks.includes(character))
}

function allCodes(codes: Codes): string[] {
  return [...codes.marks, ...codes.absences.map(([code]) => code)]
}

function lateCodes(codes: Codes): string[] {
  return codes.absences.filter(([, , counts]) => counts === "late").map(([code]) => code)
}

function replaceAll(word: string, letters: Map<string, string>): string {
  return [...word].map((letter) => letters.get(letter) ?? letter).join("")
}

function squeeze(word: string): string {
  return word.replace(/[./\\|-]/g, "")
}
