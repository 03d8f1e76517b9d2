/** The teaching load: after a row is saved the typing goes on in the next row that has nobody. */

export function startLoad(): void {
  document.addEventListener("htmx:load", (event) => {
    const row = event.target as HTMLElement
    if (!(row instanceof HTMLTableRowElement) || !row.id.startsWith("row-")) return
    if (row.classList.contains("row-open")) row.querySelector<HTMLElement>("input:not([type=hidden]), [aria-invalid]")?.focus()
    else if ("saved" in row.dataset && isLost()) nextField(row)?.focus()
  })
}

/** Whether the replaced row took the focus with it. */
function isLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

function nextField(row: HTMLElement): HTMLElement | null {
  for (let other = row.nextElementSibling; other; other = other.nextElementSibling) {
    const field = other.querySelector<HTMLElement>("[data-teacher]")
    if (field) return field
  }
  return row.querySelector("a")
}
