/** Small choices of the reader (columns, order, what was typed), kept in the browser; a full or forbidden store is no error. */

export function remember(store: Storage, key: string, value: unknown): void {
  try {
    store.setItem(key, JSON.stringify(value))
  } catch {
    // Private windows and full disks forget; the list still works.
  }
}

export function recall<T>(store: Storage, key: string, otherwise: T): T {
  try {
    const kept = store.getItem(key)
    return kept === null ? otherwise : (JSON.parse(kept) as T)
  } catch {
    return otherwise
  }
}
