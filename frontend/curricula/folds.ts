/** The tree of a curriculum, said without a page: what is folded away, and what stays for what the filter found. */

/** A row of the table; `parent`: the id of the row above it, "" for an outermost one. */
export interface Line {
  id: string
  parent: string
}

/** The rows above each row, nearest first. */
function above(lines: readonly Line[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  // Parents stand before their children.
  for (const { id, parent } of lines) found.set(id, parent ? [parent, ...(found.get(parent) ?? [])] : [])
  return found
}

/** Rows with a folded row above them. */
export function foldedAway(lines: readonly Line[], folded: ReadonlySet<string>): Set<string> {
  return new Set([...above(lines)].filter(([, rows]) => rows.some((row) => folded.has(row))).map(([id]) => id))
}

/** The rows above those found, themselves not found: they say where in the plan the found ones stand. */
export function contextOf(lines: readonly Line[], found: ReadonlySet<string>): Set<string> {
  const paths = above(lines)
  return new Set([...found].flatMap((id) => paths.get(id) ?? []).filter((id) => !found.has(id)))
}

/** Every row that has rows below it. */
export function nodesOf(lines: readonly Line[]): Set<string> {
  return new Set(lines.map(({ parent }) => parent).filter(Boolean))
}

/** What a phone begins with: folded where subjects stand, open where only further cycles do. */
export function foldedAtFirst(lines: readonly Line[]): Set<string> {
  const nodes = nodesOf(lines)
  return new Set(lines.filter(({ id, parent }) => parent && !nodes.has(id)).map(({ parent }) => parent))
}

/** What must be unfolded for the row to be seen. */
export function pathTo(lines: readonly Line[], id: string): string[] {
  return above(lines).get(id) ?? []
}
