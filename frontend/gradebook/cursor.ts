/** Where the cursor goes, and the block it drags behind it. Row -1 is the lessons' head. */

export interface Cell { row: number; column: number }
/** Both corners belong to the block. */
export interface Block { top: number; left: number; bottom: number; right: number }
export interface Size { rows: number; columns: number }

export type Step =
  | "up" | "down" | "left" | "right" | "row-start" | "row-end" | "first" | "last" | "top" | "bottom"
  | "month-back" | "month-on"

/** Where the cursor goes; a step that leads out of the grid stays at its edge. `months` names each lesson's month. */
export function move(cell: Cell, step: Step, size: Size, months: readonly string[]): Cell {
  const { row, column } = cell
  switch (step) {
    case "up": return clamp({ row: row - 1, column }, size)
    case "down": return clamp({ row: row + 1, column }, size)
    case "left": return clamp({ row, column: column - 1 }, size)
    case "right": return clamp({ row, column: column + 1 }, size)
    case "row-start": return { row, column: 0 }
    case "row-end": return clamp({ row, column: size.columns - 1 }, size)
    case "first": return clamp({ row: 0, column: 0 }, size)
    case "last": return clamp({ row: size.rows - 1, column: size.columns - 1 }, size)
    case "top": return clamp({ row: 0, column }, size)
    case "bottom": return clamp({ row: size.rows - 1, column }, size)
    case "month-back": return clamp({ row, column: monthBack(column, months) }, size)
    case "month-on": return clamp({ row, column: monthOn(column, months) }, size)
  }
}

/** The first lesson of this month; of the month before when already there. */
function monthBack(column: number, months: readonly string[]): number {
  const start = months.indexOf(months[column] ?? "")
  return start < column ? start : Math.max(months.indexOf(months[column - 1] ?? ""), 0)
}

/** The first lesson of the next month; the last lesson when there is none. */
function monthOn(column: number, months: readonly string[]): number {
  const found = months.findIndex((month, index) => index > column && month !== months[column])
  return found < 0 ? months.length - 1 : found
}

export function clamp(cell: Cell, size: Size): Cell {
  const row = Math.max(Math.min(cell.row, size.rows - 1), -1)
  const column = Math.max(Math.min(cell.column, size.columns - 1), 0)
  return { row, column }
}

/**
 * Where Enter or Tab goes after an entry: the nearest cell that way which can be written in.
 * Null when there is none: Tab then leaves the grid, Enter stays.
 */
export function nextOpen(cell: Cell, step: "up" | "down" | "left" | "right", size: Size, isOpen: (cell: Cell) => boolean): Cell | null {
  const [down, right] = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] }[step] as [number, number]
  let { row, column } = cell
  for (;;) {
    row += down
    column += right
    if (row < 0 || column < 0 || row >= size.rows || column >= size.columns) return null
    if (isOpen({ row, column })) return { row, column }
  }
}

/** The block between two cells; the head cannot be part of it. */
export function blockOf(anchor: Cell, focus: Cell): Block {
  return {
    top: Math.max(Math.min(anchor.row, focus.row), 0),
    left: Math.min(anchor.column, focus.column),
    bottom: Math.max(anchor.row, focus.row, 0),
    right: Math.max(anchor.column, focus.column),
  }
}

export function cellsOf(block: Block): Cell[] {
  const cells: Cell[] = []
  for (let row = block.top; row <= block.bottom; row++) {
    for (let column = block.left; column <= block.right; column++) cells.push({ row, column })
  }
  return cells
}

export function sameCell(one: Cell, other: Cell): boolean {
  return one.row === other.row && one.column === other.column
}
