// Builds what the pages load from collegium/ui/static/ui/build/ (never committed):
//   <island>.js       one a folder that holds a main.ts
//   tabler.min.css    copied from npm
//   icons.svg         one sprite of the icons named in icons.json
// `node build.mjs` builds once, `node build.mjs --watch` keeps the islands fresh.
import { build, context } from "esbuild"
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const HERE = dirname(fileURLToPath(import.meta.url))
const OUTPUT = join(HERE, "../collegium/ui/static/ui/build")
const ICON_ATTRIBUTES =
  'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'

function islands() {
  const folders = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const named = folders.map((entry) => [entry.name, join(HERE, entry.name, "main.ts")])
  return Object.fromEntries(named.filter(([, path]) => existsSync(path)))
}

function bundleOptions() {
  return {
    entryPoints: islands(),
    outdir: OUTPUT,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    // Without a comment in the bundle: static files are renamed by content, and a comment would point at the old name.
    sourcemap: "external",
    logLevel: "warning",
  }
}

function copyStyles() {
  const source = readFileSync(join(HERE, "node_modules/@tabler/core/dist/css/tabler.min.css"), "utf8")
  writeFileSync(join(OUTPUT, "tabler.min.css"), source.replace(/\/\*# sourceMappingURL=.*?\*\//g, ""))
}

/** One <symbol>; "star" is the outline, "star-filled" the filled drawing. */
function symbol(name) {
  const filled = name.endsWith("-filled")
  const folder = filled ? "filled" : "outline"
  const path = join(HERE, "node_modules/@tabler/icons/icons", folder, `${name.replace(/-filled$/, "")}.svg`)
  if (!existsSync(path)) throw new Error(`icons.json names "${name}", which @tabler/icons does not have`)
  const drawing = readFileSync(path, "utf8").replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace("</svg>", "")
  const visible = drawing.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "").replace(/\s+/g, " ").trim()
  const paint = filled ? 'fill="currentColor"' : ICON_ATTRIBUTES
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${visible}</symbol>`
}

function buildSprite() {
  const list = join(HERE, "icons.json")
  const names = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : []
  const symbols = [...new Set(names)].sort().map(symbol)
  writeFileSync(
    join(OUTPUT, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`,
  )
  return symbols.length
}

mkdirSync(OUTPUT, { recursive: true })
copyStyles()
const icons = buildSprite()
if (process.argv.includes("--watch")) {
  await (await context(bundleOptions())).watch()
} else {
  await build(bundleOptions())
  console.log(`built: ${Object.keys(islands()).join(", ")}; tabler.min.css; ${icons} icons`)
}
