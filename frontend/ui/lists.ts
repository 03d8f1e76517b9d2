/** Lists that are wholly on the page: filter as you type, count, order, columns, CSV; each remembers itself. */
import { recall, remember } from "./memory"
import { compared, csv, fits } from "./rows"

interface List {
  root: HTMLElement
  table: HTMLTableElement
  heads: HTMLTableCellElement[]
  rows: HTMLTableRowElement[]
  key: string
}

export function startLists(within: ParentNode): void {
  for (const root of within.querySelectorAll<HTMLElement>("[data-list]:not([data-ready])")) startList(root)
}

function startList(root: HTMLElement): void {
  const table = root.querySelector("table")
  const headRow = table?.tHead?.rows[0]
  if (!table || !headRow) return
  root.dataset["ready"] = ""
  const rows = [...table.tBodies].flatMap((body) => [...body.rows])
  const key = `list:${location.pathname}:${root.id}`
  const list = { root, table, heads: [...headRow.cells], rows, key }
  startFilter(list)
  if ("sortable" in root.dataset) startSorting(list)
  if ("columns" in root.dataset) startColumns(list)
  startExport(list)
  labelCells(list)
  keepReachable(table.parentElement)
}

/** On a phone a stacked row has no head above it: each cell carries its own. */
function labelCells(list: List): void {
  if (!list.table.classList.contains("table-stack")) return
  const labels = list.heads.map((head) => head.textContent?.trim() ?? "")
  for (const row of list.rows) {
    ;[...row.cells].forEach((cell, column) => {
      if (labels[column] && !cell.classList.contains("title")) cell.dataset["label"] = labels[column]
    })
  }
}

/** A table that scrolls sideways can be scrolled by keys; one that fits is no stop for Tab. */
function keepReachable(scroll: HTMLElement | null): void {
  if (!scroll) return
  new ResizeObserver(() => {
    if (scroll.scrollWidth > scroll.clientWidth || scroll.scrollHeight > scroll.clientHeight) scroll.tabIndex = 0
    else scroll.removeAttribute("tabindex")
  }).observe(scroll)
}

function startFilter(list: List): void {
  const texts = list.rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(" "))
  const input = list.root.querySelector<HTMLInputElement>("[data-list-filter]")
  if (!input) return showCount(list)
  input.disabled = false
  input.value = recall(sessionStorage, `${list.key}:filter`, "")
  input.addEventListener("input", () => filter(list, texts, input.value))
  list.root.querySelector("[data-list-reset]")?.addEventListener("click", () => {
    input.value = ""
    filter(list, texts, "")
    input.focus()
  })
  filter(list, texts, input.value)
}

function filter(list: List, texts: string[], typed: string): void {
  list.rows.forEach((row, index) => (row.hidden = !fits(texts[index] ?? "", typed)))
  remember(sessionStorage, `${list.key}:filter`, typed)
  showCount(list)
}

function showCount(list: List): void {
  const all = list.rows.length
  const shown = list.rows.filter((row) => !row.hidden).length
  const nothing = list.root.querySelector<HTMLElement>(".list-nothing")
  if (nothing) nothing.hidden = shown > 0 || all === 0
  const place = list.root.querySelector<HTMLElement>("[data-list-count]")
  if (!place) return
  const pattern = (shown === all ? place.dataset["all"] : place.dataset["some"]) ?? ""
  place.textContent = pattern.replace("{shown}", String(shown)).replace("{all}", String(all))
}

// ---- order ----

function startSorting(list: List): void {
  list.heads.forEach((head, column) => {
    if (!head.textContent?.trim() || "unsorted" in head.dataset) return
    const button = document.createElement("button")
    button.type = "button"
    button.className = "sort-button"
    button.append(...head.childNodes)
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending"
      sort(list, column, descending)
      remember(localStorage, `${list.key}:order`, [column, descending])
    })
    head.append(button)
  })
  const [column, descending] = recall<[number, boolean]>(localStorage, `${list.key}:order`, [-1, false])
  if (column >= 0 && column < list.heads.length) sort(list, column, descending)
}

function sort(list: List, column: number, descending: boolean): void {
  list.heads.forEach((head) => head.removeAttribute("aria-sort"))
  list.heads[column]?.setAttribute("aria-sort", descending ? "descending" : "ascending")
  const text = (row: HTMLTableRowElement): string => {
    const cell = row.cells[column]
    return cell?.dataset["sort"] ?? cell?.textContent ?? ""
  }
  for (const body of list.table.tBodies) {
    const rows = [...body.rows].sort((a, b) => compared(text(a), text(b), descending))
    body.append(...rows)
  }
}

// ---- columns ----

function startColumns(list: List): void {
  const menu = list.root.querySelector<HTMLElement>("[data-list-columns]")
  const place = menu?.querySelector(".menu-list")
  if (!menu || !place) return
  menu.hidden = false
  const hidden = new Set(recall<number[]>(localStorage, `${list.key}:columns`, []))
  list.heads.forEach((head, column) => {
    const title = head.textContent?.trim()
    if (column === 0 || !title) return
    place.append(columnChoice(title, !hidden.has(column), (shown) => {
      if (shown) hidden.delete(column)
      else hidden.add(column)
      remember(localStorage, `${list.key}:columns`, [...hidden])
      showColumn(list, column, shown)
    }))
    if (hidden.has(column)) showColumn(list, column, false)
  })
}

function columnChoice(title: string, shown: boolean, changed: (shown: boolean) => void): HTMLElement {
  const label = document.createElement("label")
  label.className = "menu-item"
  const box = document.createElement("input")
  box.type = "checkbox"
  box.className = "form-check-input"
  box.checked = shown
  box.addEventListener("change", () => changed(box.checked))
  label.append(box, title)
  return label
}

function showColumn(list: List, column: number, shown: boolean): void {
  for (const row of list.table.rows) {
    const cell = row.cells.length === list.heads.length ? row.cells[column] : undefined
    if (cell) cell.hidden = !shown
  }
}

// ---- export ----

function startExport(list: List): void {
  const button = list.root.querySelector<HTMLButtonElement>("[data-list-export]")
  if (!button) return
  button.hidden = false
  button.addEventListener("click", () => {
    const rows = [...list.table.rows].filter((row) => !row.hidden)
    const texts = rows.map((row) => [...row.cells].filter((cell) => !cell.hidden).map((cell) => cell.innerText))
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([csv(texts)], { type: "text/csv;charset=utf-8" }))
    link.download = `${list.root.dataset["export"] || "list"}.csv`
    link.click()
    URL.revokeObjectURL(link.href)
  })
}
