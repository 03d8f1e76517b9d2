/** Blocks from and to a spreadsheet: cells divided by tabs, rows by line ends, quotes around cells that hold either. */
import type { Block, Cell, Size } from "./cursor"

export type Table = string[][]

export function parseTable(text: string): Table {
  const table: Table = [[]]
  const cell = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)|[^\t\r\n]*/y
  for (let at = 0; at <= text.length;) {
    cell.lastIndex = at
    const [whole, quoted] = cell.exec(text)!
    table.at(-1)!.push(quoted === undefined ? whole : quoted.replaceAll('""', '"'))
    at += whole.length
    const divider = /^(?:\t|\r\n|\r|\n)/.exec(text.slice(at, at + 2))?.[0]
    if (divider === undefined) break
    at += divider.length
    if (divider !== "\t") {
      // A spreadsheet ends its last row with a line end, which begins no row.
      if (at === text.length) break
      table.push([])
    }
  }
  return table
}

export function formatTable(table: Table): string {
  return table.map((row) => row.map(quote).join("\t")).join("\n")
}

function quote(text: string): string {
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export interface Placed { cell: Cell; text: string }

/** Which cell gets which text; a block that is a whole number of tables is filled with copies. `cut` texts fell off the edge. */
export function place(table: Table, block: Block, size: Size): { placed: Placed[]; cut: number } {
  const height = table.length
  const width = Math.max(...table.map((row) => row.length))
  const rows = repeated(block.bottom - block.top + 1, height)
  const columns = repeated(block.right - block.left + 1, width)
  const placed: Placed[] = []
  let cut = 0
  for (let down = 0; down < rows; down++) {
    for (let right = 0; right < columns; right++) {
      const cell = { row: block.top + down, column: block.left + right }
      if (cell.row >= size.rows || cell.column >= size.columns) cut += 1
      else placed.push({ cell, text: table[down % height]?.[right % width] ?? "" })
    }
  }
  return { placed, cut }
}

function repeated(selected: number, copied: number): number {
  return selected % copied === 0 ? selected : copied
}
