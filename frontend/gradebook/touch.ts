/** Gestures of a finger: swipe and hold. */

const SWIPE_PX = 50
const HOLD_MS = 500

/** `turned` gets 1 for a swipe to the left (onwards) and -1 for one to the right. */
export function onSwipe(element: HTMLElement, turned: (by: 1 | -1) => void): void {
  let start: { x: number; y: number } | null = null
  element.addEventListener("touchstart", (event) => {
    const touch = event.changedTouches[0]
    start = touch ? { x: touch.clientX, y: touch.clientY } : null
  }, { passive: true })
  element.addEventListener("touchend", (event) => {
    const touch = event.changedTouches[0]
    if (!start || !touch) return
    const [across, along] = [touch.clientX - start.x, touch.clientY - start.y]
    if (Math.abs(across) > SWIPE_PX && Math.abs(across) > 2 * Math.abs(along)) turned(across < 0 ? 1 : -1)
  }, { passive: true })
}

/** The press that ends a hold is not a click any more. */
export function onHold(element: HTMLElement, held: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  element.addEventListener("pointerdown", () => { timer = setTimeout(held, HOLD_MS) })
  for (const end of ["pointerup", "pointermove", "pointercancel", "pointerleave"] as const) {
    element.addEventListener(end, () => clearTimeout(timer))
  }
  element.addEventListener("contextmenu", (event) => event.preventDefault())
}
