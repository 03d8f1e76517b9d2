/** Where an arrow leads in the week: a plain function over which cells can be entered. */

export interface Place { row: number; column: number }

const STEPS: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
}

export function isArrow(key: string): boolean {
  return Object.hasOwn(STEPS, key)
}

/** The nearest cell that way that can be entered; null at the edge. */
export function next(from: Place, key: string, canEnter: (place: Place) => boolean | null): Place | null {
  const [down, right] = STEPS[key] ?? [0, 0]
  if (down === 0 && right === 0) return null
  for (let { row, column } = from; ; ) {
    row += down
    column += right
    const open = canEnter({ row, column })
    if (open === null) return null
    if (open) return { row, column }
  }
}

/** The address of one place: the page gives that of place 0. */
export function addressOf(pattern: string, entry: string, verb: "move" | "remove"): string {
  return pattern.replace(/\/0\/move\/$/u, `/${entry}/${verb}/`)
}
