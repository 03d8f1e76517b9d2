/** The selected block on the screen: its cells marked, a frame around them. */
import type { Block } from "./cursor"
import { h } from "./dom"

export class BlockFrame {
  readonly element = h("div", { class: "gb-frame", hidden: true })
  private marked: HTMLElement[] = []

  /** `cells` are those of the block; none for a single cell, which has the focus as its frame. */
  draw(block: Block, cells: HTMLElement[]): void {
    const kept = new Set(cells)
    for (const cell of this.marked) if (!kept.has(cell)) cell.removeAttribute("aria-selected")
    for (const cell of cells) cell.setAttribute("aria-selected", "true")
    this.marked = cells
    this.element.hidden = cells.length === 0
    if (cells.length > 0) this.place(block)
  }

  /** The style knows the size of a cell; it is told which cells. */
  private place({ top, left, bottom, right }: Block): void {
    const sizes = { "--gb-from-row": top, "--gb-from-column": left, "--gb-rows": bottom - top + 1, "--gb-columns": right - left + 1 }
    for (const [name, value] of Object.entries(sizes)) this.element.style.setProperty(name, String(value))
  }
}
