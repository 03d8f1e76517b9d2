/** The part of the page that a change replaces, and where the reader was in it. */

interface Htmx {
  ajax(verb: string, url: string, options: { target: string; swap: string; values: Record<string, string> }): Promise<void>
}

interface Spot { weekday: string; slot: string }

let spot: Spot | null = null

export function week(): HTMLElement | null {
  return document.getElementById("week")
}

/** Send a change of the week; its answer is the week anew. */
export function post(url: string, values: Record<string, string>, cell: HTMLElement): void {
  keepSpot(cell)
  const { htmx } = window as unknown as { htmx: Htmx }
  const since = week()?.dataset["since"] ?? ""
  void htmx.ajax("POST", url, { target: "#week", swap: "outerHTML", values: { ...values, since } })
}

/** Remember the cell, to return the focus to it when the week has been drawn anew. */
export function keepSpot(cell: HTMLElement | null | undefined): void {
  const { weekday, slot } = cell?.dataset ?? {}
  spot = weekday && slot ? { weekday, slot } : null
}

export function spotCell(): HTMLElement | null {
  if (!spot) return null
  return week()?.querySelector(`td[data-weekday="${spot.weekday}"][data-slot="${spot.slot}"]`) ?? null
}
