// Bundles every *.test.ts (Node 20 does not read TypeScript) and runs them with Node's own test runner.
import { build } from "esbuild"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const HERE = dirname(fileURLToPath(import.meta.url))

function testFiles() {
  const folders = readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => join(HERE, entry.name))
  return folders.flatMap((folder) =>
    readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => join(folder, name)),
  )
}

const entryPoints = testFiles()
if (entryPoints.length === 0) throw new Error("no *.test.ts found")
const output = mkdtempSync(join(tmpdir(), "collegium-frontend-"))
let status = 1
try {
  const outExtension = { ".js": ".mjs" }
  await build({
    entryPoints, outdir: output, outExtension, bundle: true, platform: "node", format: "esm", sourcemap: "inline", logLevel: "warning",
  })
  const bundled = readdirSync(output, { recursive: true }).filter((name) => name.endsWith(".mjs")).map((name) => join(output, name))
  const run = spawnSync(process.execPath, ["--enable-source-maps", "--test-timeout=30000", "--test", ...bundled], { stdio: "inherit", cwd: HERE })
  status = run.status ?? 1
} finally {
  rmSync(output, { recursive: true, force: true })
}
process.exit(status)
