/** The island's words come translated from the server; words.json is the list of them. */
import type list from "./words.json"

export type Word = keyof typeof list
export type Words = (word: Word, values?: Record<string, string | number>) => string

/** A word the server forgot shows as its key, so that it is noticed and the page still works. */
export function wordsOf(translated: Record<string, string>): Words {
  return (word, values = {}) =>
    (translated[word] ?? word).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
