/** Undo and redo: steps of texts before and after, whatever the server thought of them. */

export interface Edit { key: string; before: string; after: string }
export interface History { done: readonly Edit[][]; undone: readonly Edit[][] }

const STEPS_KEPT = 200

export const EMPTY_HISTORY: History = { done: [], undone: [] }

export function remember(history: History, step: Edit[]): History {
  return step.length === 0 ? history : { done: [...history.done, step].slice(-STEPS_KEPT), undone: [] }
}

/** The history after one step back, and the edits that make it: their `after` is what the cells should show. */
export function undo({ done, undone }: History): { history: History; edits: Edit[] } {
  const step = done.at(-1)
  if (step === undefined) return { history: { done, undone }, edits: [] }
  const edits = step.map(({ key, before, after }) => ({ key, before: after, after: before }))
  return { history: { done: done.slice(0, -1), undone: [...undone, step] }, edits }
}

export function redo({ done, undone }: History): { history: History; edits: Edit[] } {
  const step = undone.at(-1)
  if (step === undefined) return { history: { done, undone }, edits: [] }
  return { history: { done: [...done, step], undone: undone.slice(0, -1) }, edits: step }
}

/** Edits that still apply: a cell that shows something else by now was changed by somebody, and is left alone. */
export function applicable(edits: Edit[], shown: (key: string) => string): Edit[] {
  return edits.filter(({ key, before }) => shown(key) === before)
}
