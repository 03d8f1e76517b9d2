/** The island's words in the page's language; words.json is the list of them, both languages beside each other. */
import list from "./words.json"

export type Word = keyof typeof list
export type Language = "ru" | "en"
export type Words = (word: Word, values?: Record<string, string | number>) => string

export function wordsOf(language: string): Words {
  const chosen: Language = language.startsWith("en") ? "en" : "ru"
  return (word, values = {}) =>
    list[word][chosen].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
