/** Mouse, pen and finger on the grid: press to go, drag to select, twice to edit, hold to see the history. */
import type { Cell } from "./cursor"
import type { GridTable } from "./table"

const HOLD_MS = 500

export interface Pointed {
  readonly table: GridTable
  go(cell: Cell): void
  stretch(cell: Cell): void
  commit(): void
  edit(): void
  isAt(cell: Cell): boolean
  openDetails(cell: Cell): void
}

export function listenToPointer(table: HTMLElement, grid: Pointed): void {
  let hold: ReturnType<typeof setTimeout> | undefined
  let dragging = false
  let byFinger = false
  table.addEventListener("mousedown", (event) => {
    const cell = grid.table.whereIs(event.target)
    if (!cell || event.button !== 0 || event.target instanceof HTMLInputElement) return
    // The cell takes the focus by itself; the browser would give it to whatever lies beneath the text.
    event.preventDefault()
    // A finger has no keyboard until there is something to type in: a second tap opens it.
    if (byFinger && cell.row >= 0 && grid.isAt(cell)) return grid.edit()
    grid.commit()
    if (event.shiftKey && cell.row >= 0) return grid.stretch(cell)
    grid.go(cell)
    dragging = cell.row >= 0
  })
  table.addEventListener("mouseover", (event) => {
    const cell = dragging && event.buttons === 1 ? grid.table.whereIs(event.target) : null
    if (cell) grid.stretch(cell)
  })
  window.addEventListener("mouseup", () => { dragging = false })
  table.addEventListener("dblclick", (event) => {
    const cell = grid.table.whereIs(event.target)
    if (cell && cell.row >= 0 && !(event.target instanceof HTMLInputElement)) grid.edit()
  })
  table.addEventListener("click", (event) => {
    const cell = grid.table.whereIs(event.target)
    if (cell?.row === -1) grid.openDetails(cell)
  })
  table.addEventListener("pointerdown", (event) => {
    byFinger = event.pointerType !== "mouse"
    const cell = byFinger ? grid.table.whereIs(event.target) : null
    if (cell) hold = setTimeout(() => grid.openDetails(cell), HOLD_MS)
  })
  for (const end of ["pointerup", "pointermove", "pointercancel", "pointerleave"] as const) {
    table.addEventListener(end, () => clearTimeout(hold))
  }
}
