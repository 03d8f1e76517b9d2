/** The panel with the grid's keys. */
import { h } from "./dom"
import type { PanelPage } from "./panel"
import type { Word, Words } from "./words"

const KEYS: [keys: string[], meaning: Word][] = [
  [["5", "н"], "key_type"], [["Enter"], "key_enter"], [["Tab"], "key_tab"], [["←", "↑", "→", "↓"], "key_arrows"],
  [["F2"], "key_edit"], [["Esc"], "key_escape"], [["Delete"], "key_delete"], [["Ctrl+Enter"], "key_fill"],
  [["Home", "End"], "key_home"], [["PgUp", "PgDn"], "key_month"], [["Ctrl+C", "Ctrl+V"], "key_copy"],
  [["Ctrl+Z", "Ctrl+Y"], "key_undo"], [["/"], "key_find"], [["Alt+Enter"], "key_history"], [["Ctrl+Enter"], "key_mine"],
  [["Enter"], "key_head"], [["П"], "key_plan"], [["Space"], "key_present"], [["?"], "key_help"],
]

export function keysPage(words: Words): PanelPage {
  return {
    title: () => words("keys_title"),
    content: () => [h("dl", { class: "gb-keys" }, ...KEYS.flatMap(([keys, meaning]) => [
      h("dt", {}, ...keys.flatMap((key, index) => (index > 0 ? [" ", h("kbd", {}, key)] : [h("kbd", {}, key)]))),
      h("dd", {}, words(meaning)),
    ]))],
  }
}
