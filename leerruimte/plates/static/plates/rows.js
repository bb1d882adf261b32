// Lists in a form: move a row up or down (buttons, or drag), take it away, add one. The order on the page is the order that is
// sent. Without this script the same buttons ask the server.

const form = document.querySelector("[data-adapt]")
const told = document.querySelector("[data-row-told]")
// What was changed and not sent yet: leaving the page asks first.
let changed = Boolean(document.querySelector(".band.waiting, [role=alert]"))

document.documentElement.classList.add("scripted")
// On a phone not all sections fit: the one where you are is in sight.
document.querySelector(".adapt-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" })

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=doe]")
  if (!button) return
  event.preventDefault()
  const [does, list, key] = button.value.split(":")
  if (does === "erbij") {
    const row = addRow(list)
    row.querySelector("input:not([type=hidden]), textarea").focus()
    return
  }
  const row = rowOf(list, key)
  if (does === "weg") takeAway(row)
  else move(row, does === "op" ? -1 : 1, button)
})

form.addEventListener("input", (event) => {
  changed = true
  const row = event.target.closest("[data-row]")
  const first = row?.querySelector(".row-fields .two-languages")
  if (!first?.contains(event.target)) return
  // A row is called by its first words, in the reader's language when they are there.
  const said = [...first.querySelectorAll("[lang]")].filter((field) => field.value.trim())
  const words = said.find((field) => field.lang === document.documentElement.lang) ?? said[0]
  if (words) row.querySelector(".row-heading").textContent = words.value
})
form.addEventListener("submit", () => (changed = false))
addEventListener("beforeunload", (event) => changed && event.preventDefault())

// An empty row at the end of a list; gives the row. Its key is made here.
export function addRow(list) {
  const fresh = document.querySelector(`[data-row-of="${list}"]`).content.cloneNode(true)
  const key = "n" + [...crypto.getRandomValues(new Uint8Array(4))].map((one) => one.toString(16).padStart(2, "0")).join("")
  for (const element of fresh.querySelectorAll("*"))
    for (const one of element.attributes) if (one.value.includes("NIEUW")) one.value = one.value.replace("NIEUW", key)
  const row = fresh.querySelector("[data-row]")
  listOf(list).append(row)
  row.querySelector("details").open = true
  handle(row)
  renumber(list)
  return row
}

export function rowOf(list, key) {
  return listOf(list).querySelector(`[data-row="${CSS.escape(key)}"]`)
}

export function rowsOf(list) {
  return [...listOf(list).children]
}

function listOf(list) {
  return document.querySelector(`[data-rows="${list}"]`)
}

function move(row, by, button) {
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling
  if (!other) return
  if (by < 0) other.before(row)
  else other.after(row)
  button.focus()
  moved(row)
}

function moved(row) {
  const list = row.parentElement.dataset.rows
  renumber(list)
  told.textContent = told.dataset.moved.replace("{number}", String(rowsOf(list).indexOf(row) + 1))
}

function takeAway(row) {
  const list = row.parentElement.dataset.rows
  const next = row.nextElementSibling ?? row.previousElementSibling
  row.remove()
  renumber(list)
  told.textContent = told.dataset.gone
  ;(next?.querySelector("summary") ?? document.querySelector(`[value="erbij:${list}"]`))?.focus()
}

function renumber(list) {
  changed = true
  rowsOf(list).forEach((row, place) => (row.querySelector(".number").textContent = String(place + 1)))
  form.dispatchEvent(new CustomEvent("rows:changed", { detail: { list } }))
}

// ---- drag a row by its handle ----

function handle(row) {
  const grip = row.querySelector("[data-drag]")
  grip.hidden = false
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault()
    grip.setPointerCapture(event.pointerId)
    row.classList.add("is-dragged")
  })
  grip.addEventListener("pointermove", (event) => {
    if (!row.classList.contains("is-dragged")) return
    for (const other of row.parentElement.children) {
      const box = other.getBoundingClientRect()
      if (other === row || event.clientY < box.top || event.clientY > box.bottom) continue
      const below = row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING
      // Past its middle: a small row over a large one would else jump to and fro.
      if (below && event.clientY > box.top + box.height / 2) other.after(row)
      else if (!below && event.clientY < box.top + box.height / 2) other.before(row)
    }
  })
  for (const name of ["pointerup", "pointercancel"])
    grip.addEventListener(name, () => {
      if (!row.classList.contains("is-dragged")) return
      row.classList.remove("is-dragged")
      moved(row)
    })
}

for (const row of form.querySelectorAll("[data-row]")) handle(row)
form.querySelector(".is-wrong :is(input, textarea, select)")?.focus()
