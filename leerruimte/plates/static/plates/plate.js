// The page of a plate: a number pressed, in the drawing or in the list, opens its words beside the drawing (wide) or on a sheet
// under it (phone). Without this script the list opens by itself and the numbers in the drawing are links to it.
import { Viewer } from "./viewer.js";

const element = document.querySelector("[data-viewer]")
const viewer = new Viewer(element)
const parts = [...document.querySelectorAll("[data-spot]")]
const sheet = document.querySelector(".spot-sheet")
const large = document.querySelector(".viewer-large")
const home = element.parentElement
const wide = matchMedia("(min-width: 64rem)")
// What had the focus when something opened; it gets it back.
let opener = null

element.addEventListener("hotspot:open", (event) => {
  event.preventDefault()
  opener = event.detail.opener
  if (wide.matches && !large.open) openInList(event.detail.key)
  else openSheet(event.detail.key)
})

// ---- wide: the list beside the drawing ----

function openInList(key) {
  const part = partOf(key)
  part.open = true
  part.querySelector("summary").focus({ preventScroll: true })
  part.scrollIntoView({ block: "nearest" })
}

for (const part of parts) {
  part.addEventListener("toggle", () => {
    if (part.open) for (const other of parts) if (other !== part) other.open = false
    const shown = parts.find((one) => one.open)
    viewer.show(shown?.dataset.spot, { near: wide.matches })
    if (!shown && wide.matches) viewer.whole()
  })
  part.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !part.open) return
    part.open = false
    if (opener?.isConnected && opener !== document.body) opener.focus({ preventScroll: true })
    opener = null
  })
}

// ---- phone: a sheet ----

function openSheet(key) {
  fill(key)
  if (!sheet.open) {
    if (!large.open) element.scrollIntoView({ block: "start" })
    sheet.showModal()
  }
}

function fill(key) {
  const part = partOf(key)
  sheet.dataset.spot = key
  sheet.querySelector(".number").textContent = part.querySelector(".number").textContent
  sheet.querySelector(".spot-title").textContent = part.querySelector(".spot-title").textContent
  sheet.querySelector(".spot-sheet-words").replaceChildren(...part.querySelector(".spot-words").cloneNode(true).children)
  viewer.show(key)
}

function step(by) {
  const place = parts.indexOf(partOf(sheet.dataset.spot))
  fill(parts[(place + by + parts.length) % parts.length].dataset.spot)
}

sheet.addEventListener("click", (event) => {
  const does = event.target.closest("[data-sheet]")?.dataset.sheet
  if (does === "previous") step(-1)
  if (does === "next") step(1)
  // A press beside the sheet (the dialog itself is what lies under its padding and around it) closes it too.
  if (does === "close" || event.target === sheet) sheet.close()
})
sheet.addEventListener("close", () => {
  viewer.show(null)
  viewer.whole()
  opener?.focus({ preventScroll: true })
})

// ---- the drawing on the whole screen ----

element.querySelector('[data-view="large"]').addEventListener("click", () => {
  large.append(element)
  large.showModal()
  viewer.whole()
})
large.querySelector('[data-view="close"]').addEventListener("click", () => large.close())
large.addEventListener("close", () => {
  home.append(element)
  viewer.whole()
  element.querySelector('[data-view="large"]').focus({ preventScroll: true })
})

function partOf(key) {
  return parts.find((part) => part.dataset.spot === key)
}

// Came in by a link to one part: it is open already where browsers do so by themselves.
const asked = parts.find((part) => location.hash === `#punt-${part.dataset.spot}`)
if (asked) asked.open = true
