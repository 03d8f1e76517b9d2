/** What a list does with its rows, said without a page: which fit the filter, in which order, how they read as CSV. */

/** Lower case, ё as е, single spaces: people type «елкин» and mean «Ёлкин». */
export function folded(text: string): string {
  return text.toLowerCase().replaceAll("ё", "е").replace(/\s+/gu, " ").trim()
}

/** Every typed word must begin some word of the row, or stand inside one when it has three letters or more. */
export function fits(row: string, typed: string): boolean {
  const words = folded(typed).split(" ").filter(Boolean)
  const text = ` ${folded(row)}`
  return words.every((word) => text.includes(` ${word}`) || (word.length >= 3 && text.includes(word)))
}

const DATE = /^(\d{2})\.(\d{2})\.(\d{4})(?: (\d{2}:\d{2}))?/u
const NUMBER = /^[-−]?\d[\d\s\u00a0]*(?:[.,]\d+)?(?=$|\s|%)/u

/** A cell's text as something that sorts: dates by day, numbers by size, the rest as words. */
export function sortKey(text: string): string | number {
  const plain = text.trim()
  const date = DATE.exec(plain)
  if (date) return Date.parse(`${date[3]}-${date[2]}-${date[1]}T${date[4] ?? "00:00"}Z`)
  const number = NUMBER.exec(plain)
  if (number) return Number(number[0].replace(/[\s\u00a0]/gu, "").replace(",", ".").replace("−", "-"))
  return folded(plain)
}

const ORDER = new Intl.Collator("ru", { numeric: true })

/** Empty cells last whichever way one sorts; numbers before words. */
export function compared(left: string, right: string, descending: boolean): number {
  if (!left.trim() || !right.trim()) return Number(!left.trim()) - Number(!right.trim())
  const [a, b] = [sortKey(left), sortKey(right)]
  const order = typeof a === "number" && typeof b === "number" ? a - b : compareMixed(a, b)
  return descending ? -order : order
}

function compareMixed(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1
  return ORDER.compare(String(a), String(b))
}

/** A table as spreadsheets in Russian expect it: semicolons, CRLF, a byte order mark; no cell can be a formula. */
export function csv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(csvCell).join(";")).join("\r\n")}\r\n`
}

function csvCell(text: string): string {
  const value = text.replace(/\s+/gu, " ").trim()
  const harmless = /^[=+\-@]/u.test(value) && !/^[+-]?\d+(?:[.,]\d+)?$/u.test(value) ? `'${value}` : value
  return /[;"]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
