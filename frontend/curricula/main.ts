/** The tree of a curriculum: its nodes fold, and what the filter finds keeps its place. Without this the whole tree stands open. */
import { recall, remember } from "../ui/memory"
import { contextOf, foldedAtFirst, foldedAway, nodesOf, pathTo, type Line } from "./folds"

const NARROW = "(max-width: 767.98px)"

interface Plan {
  rows: Map<string, HTMLTableRowElement>
  lines: Line[]
  folded: Set<string>
  buttons: Map<string, HTMLButtonElement>
  filter: HTMLInputElement | null
  /** Rows that the filter left only because something below them fits. */
  context: Set<string>
}

const KEY = `plan:${location.pathname}`

function startPlan(table: HTMLTableElement): void {
  const root = table.closest<HTMLElement>("[data-list]")
  if (!root) return
  const rows = new Map([...table.tBodies].flatMap((body) => [...body.rows]).map((row) => [row.id, row]))
  const lines = [...rows].map(([id, row]) => ({ id, parent: row.dataset["parent"] ?? "" }))
  const first = matchMedia(NARROW).matches ? [...foldedAtFirst(lines)] : []
  const folded = new Set(recall<string[]>(sessionStorage, KEY, first))
  const filter = root.querySelector<HTMLInputElement>("[data-list-filter]")
  const plan = { rows, lines, folded, buttons: new Map<string, HTMLButtonElement>(), filter, context: new Set<string>() }
  for (const id of nodesOf(lines)) addButton(plan, id)
  startToolbar(root, plan)
  // The list's own listeners came first: they have hidden what does not fit.
  filter?.addEventListener("input", () => refilter(plan))
  root.querySelector("[data-list-reset]")?.addEventListener("click", () => refilter(plan))
  addEventListener("hashchange", () => showTarget(plan))
  refilter(plan)
  showTarget(plan)
}

/** The title of a node becomes a button that folds it. */
function addButton(plan: Plan, id: string): void {
  const title = plan.rows.get(id)?.querySelector(".title")
  if (!title) return
  const button = document.createElement("button")
  button.type = "button"
  button.className = "plan-fold"
  button.append(...title.childNodes)
  button.addEventListener("click", () => fold(plan, id, !plan.folded.has(id)))
  button.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") fold(plan, id, true)
    if (event.key === "ArrowRight") fold(plan, id, false)
  })
  title.append(button)
  plan.buttons.set(id, button)
}

function startToolbar(root: HTMLElement, plan: Plan): void {
  for (const [name, ids] of [["fold", nodesOf(plan.lines)], ["unfold", new Set<string>()]] as const) {
    const button = root.querySelector<HTMLElement>(`[data-plan-${name}]`)
    if (!button) continue
    button.hidden = plan.buttons.size === 0
    button.addEventListener("click", () => keep(plan, new Set(ids)))
  }
}

function fold(plan: Plan, id: string, isFolded: boolean): void {
  const folded = new Set(plan.folded)
  if (isFolded) folded.add(id)
  else folded.delete(id)
  keep(plan, folded)
}

function keep(plan: Plan, folded: Set<string>): void {
  plan.folded = folded
  remember(sessionStorage, KEY, [...folded])
  draw(plan)
}

function isFiltered(plan: Plan): boolean {
  return Boolean(plan.filter?.value.trim())
}

/** Called right after the list has shown what fits and hidden the rest. */
function refilter(plan: Plan): void {
  const found = new Set(plan.lines.filter(({ id }) => !plan.rows.get(id)?.hidden).map(({ id }) => id))
  plan.context = isFiltered(plan) ? contextOf(plan.lines, found) : new Set()
  for (const id of plan.context) plan.rows.get(id)?.removeAttribute("hidden")
  draw(plan)
}

/** While something is typed, folds do not hide what was found. */
function draw(plan: Plan): void {
  const folded = isFiltered(plan) ? new Set<string>() : plan.folded
  const away = foldedAway(plan.lines, folded)
  for (const [id, row] of plan.rows) {
    row.classList.toggle("context", plan.context.has(id))
    row.classList.toggle("folded-away", away.has(id))
    plan.buttons.get(id)?.setAttribute("aria-expanded", String(!folded.has(id)))
  }
}

/** A remark points at a row: neither a fold nor the filter keeps it from being seen. */
function showTarget(plan: Plan): void {
  const row = plan.rows.get(location.hash.slice(1))
  if (!row) return
  if (row.hidden && plan.filter) {
    plan.filter.value = ""
    plan.filter.dispatchEvent(new Event("input"))
  }
  const path = pathTo(plan.lines, row.id)
  if (path.some((id) => plan.folded.has(id))) keep(plan, new Set([...plan.folded].filter((id) => !path.includes(id))))
  row.scrollIntoView({ block: "center" })
}

for (const table of document.querySelectorAll<HTMLTableElement>("table[data-plan]")) startPlan(table)
