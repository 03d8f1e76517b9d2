/** The week under keys and mouse: arrows go over it, Delete takes out, Ctrl+X and Ctrl+V or dragging move. */
import { addressOf, isArrow, next, type Place } from "./steps"
import { post } from "./week"

const CELL = "td[data-slot]"
let cut = ""

export function startGrid(): void {
  document.addEventListener("keydown", onKey)
  document.addEventListener("dragstart", onDragStart)
  document.addEventListener("dragover", onDragOver)
  document.addEventListener("dragleave", (event) => cellAt(event.target)?.classList.remove("drop"))
  document.addEventListener("drop", onDrop)
  document.addEventListener("dragend", () => setCut(""))
}

function tableOf(cell: Element): HTMLTableElement | null {
  return cell.closest<HTMLTableElement>("table[data-grid]")
}

function cellAt(target: EventTarget | null): HTMLTableCellElement | null {
  const cell = target instanceof Element ? target.closest<HTMLTableCellElement>(CELL) : null
  return cell && tableOf(cell) ? cell : null
}

function onKey(event: KeyboardEvent): void {
  const cell = cellAt(event.target)
  if (!cell) return
  if (isArrow(event.key) && !event.ctrlKey && !event.altKey) go(event, cell)
  else if (event.key === "Delete") takeOut(event)
  else if (event.key === "Escape") setCut("")
  else if ((event.ctrlKey || event.metaKey) && event.code === "KeyX") setCut(entryAt(event.target))
  else if ((event.ctrlKey || event.metaKey) && event.code === "KeyV" && cut) {
    event.preventDefault()
    move(cut, cell)
  }
}

/** Inside a cell of several places up and down go over them first. */
function go(event: KeyboardEvent, cell: HTMLTableCellElement): void {
  event.preventDefault()
  const links = [...cell.querySelectorAll<HTMLElement>("a")]
  const within = links.indexOf(event.target as HTMLElement) + (event.key === "ArrowDown" ? 1 : -1)
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && links[within]) return links[within].focus()
  const rows = tableOf(cell)?.tBodies[0]?.rows
  if (!rows) return
  const at = (place: Place): HTMLTableCellElement | undefined => rows[place.row]?.cells[place.column]
  const from = { row: (cell.parentElement as HTMLTableRowElement).sectionRowIndex, column: cell.cellIndex }
  const to = next(from, event.key, (place) => {
    const other = at(place)
    return other?.matches(CELL) ? other.offsetParent !== null && other.querySelector("a") !== null : null
  })
  if (to) focusIn(at(to), event.key === "ArrowUp")
}

export function focusIn(cell: Element | null | undefined, last = false): void {
  const links = [...(cell?.querySelectorAll<HTMLElement>("a") ?? [])]
  links.at(last ? -1 : 0)?.focus()
}

function entryAt(target: EventTarget | null): string {
  return target instanceof Element ? (target.closest<HTMLElement>("[data-entry]")?.dataset["entry"] ?? "") : ""
}

function setCut(entry: string): void {
  cut = entry
  for (const place of document.querySelectorAll<HTMLElement>("[data-entry]")) {
    place.classList.toggle("place-cut", entry !== "" && place.dataset["entry"] === entry)
  }
}

function takeOut(event: KeyboardEvent): void {
  const cell = cellAt(event.target)
  const entry = entryAt(event.target)
  const pattern = cell && tableOf(cell)?.dataset["move"]
  if (!entry || !pattern) return
  event.preventDefault()
  post(addressOf(pattern, entry, "remove"), {}, cell)
}

function move(entry: string, cell: HTMLTableCellElement): void {
  const pattern = tableOf(cell)?.dataset["move"]
  setCut("")
  const { weekday, slot } = cell.dataset
  if (pattern && weekday && slot) post(addressOf(pattern, entry, "move"), { weekday, slot }, cell)
}

function onDragStart(event: DragEvent): void {
  const entry = entryAt(event.target)
  if (!entry || !cellAt(event.target) || !event.dataTransfer) return
  event.dataTransfer.setData("text/plain", entry)
  event.dataTransfer.effectAllowed = "move"
  setCut(entry)
}

function onDragOver(event: DragEvent): void {
  const cell = cellAt(event.target)
  if (!cell || !cut) return
  event.preventDefault()
  cell.classList.add("drop")
}

function onDrop(event: DragEvent): void {
  const cell = cellAt(event.target)
  if (!cell || !cut) return
  event.preventDefault()
  cell.classList.remove("drop")
  move(cut, cell)
}
