// Placing things on a drawing: boxes of hotspots (move, make larger) or the stations of a path (move). What lies where stands in
// the number fields of the rows; this script only writes there, and draws what stands there.
import { addRow, rowOf, rowsOf } from "./rows.js";

const SVG = "http://www.w3.org/2000/svg"
const STEP = 10
const SMALLEST = 40
const NEW = { width: 220, height: 160 }
const section = document.querySelector("[data-placing]")
const list = section.dataset.placing
const points = list === "stations"
const svg = section.querySelector("svg")
const pad = section.querySelector(".placing-pad")
const told = section.querySelector("[data-told]")
const form = section.closest("form")
const [left, top_, wide, high] = section.dataset.view.split(" ").map(Number)
const adding = section.querySelector('[data-place="add"]')
const layer = make("g", { class: "places" })
let chosen = null
let zoom = 1

svg.setAttribute("role", "group")
svg.classList.add("is-placing")
svg.append(layer)
section.querySelector(".placing-tools").hidden = false

// ---- what stands in the fields ----

function fields(key) {
  const named = (name) => form.elements[`${list}-${key}-${name}`]
  return points ? { x: named("x"), y: named("y") } : { x: named("x"), y: named("y"), width: named("width"), height: named("height") }
}

function boxOf(key) {
  const found = Object.fromEntries(Object.entries(fields(key)).map(([name, field]) => [name, parseFloat(field.value)]))
  return Object.values(found).every(Number.isFinite) ? { width: 0, height: 0, ...found } : null
}

function place(key, box) {
  const width = points ? 0 : Math.min(Math.max(box.width, SMALLEST), wide)
  const height = points ? 0 : Math.min(Math.max(box.height, SMALLEST), high)
  const inside = {
    x: Math.min(Math.max(box.x, left), left + wide - width),
    y: Math.min(Math.max(box.y, top_), top_ + high - height),
    width,
    height,
  }
  for (const [name, field] of Object.entries(fields(key))) {
    field.value = String(Math.round(inside[name]))
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }
}

function nameOf(key) {
  const row = rowOf(list, key)
  return `${row.querySelector(".number").textContent} ${row.querySelector(".row-heading").textContent}`
}

// ---- what is drawn ----

function make(name, attributes, ...inside) {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...inside)
  return element
}

// How many units of the drawing a pixel is: handles stay as large as a finger, whatever the zoom.
function unit() {
  return wide / (svg.getBoundingClientRect().width || wide)
}

function draw() {
  const focused = document.activeElement?.closest?.(".place")?.dataset.key
  const keys = rowsOf(list).map((row) => row.dataset.row)
  const line = points ? [make("polyline", { class: "place-line", points: keys.map(boxOf).filter(Boolean).map((one) => `${one.x},${one.y}`).join(" ") })] : []
  // Small boxes over large ones, and every number over all boxes: each can be pressed. Keys meet the numbers in their order.
  const boxes = points ? [] : keys.map(outline).filter(Boolean).sort((one, other) => other.dataset.size - one.dataset.size)
  layer.replaceChildren(...line, ...boxes, ...keys.map(drawn).filter(Boolean))
  if (focused) layer.querySelector(`.place[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true })
}

function outline(key) {
  const box = boxOf(key)
  if (!box) return null
  const { x, y, width, height } = box
  const chosenToo = key === chosen ? " is-chosen" : ""
  return make("rect", { class: `place-box${chosenToo}`, "data-key": key, "data-size": width * height, x, y, width, height, rx: 18 })
}

function drawn(key) {
  const box = boxOf(key)
  if (!box) return null
  const size = Math.max(13 * unit(), 20)
  const label = (points ? section.dataset.point : section.dataset.box).replace("{name}", nameOf(key))
  const group = make("g", { class: "place", "data-key": key, tabindex: "0", role: "button", "aria-label": label, "aria-pressed": String(key === chosen) })
  const at = points ? box : { x: Math.max(box.x, left + size), y: Math.max(box.y, top_ + size) }
  const number = rowOf(list, key).querySelector(".number").textContent
  group.append(
    make("circle", { class: "place-grip", cx: at.x, cy: at.y, r: Math.max(size, 22 * unit()) }),
    make("circle", { class: "place-mark", cx: at.x, cy: at.y, r: size }),
    make("text", { x: at.x, y: at.y + size * 0.4, "font-size": size * 1.15, "text-anchor": "middle" }, number),
  )
  if (key === chosen && !points)
    for (const [across, down] of [[1, 0], [0, 1], [1, 1]])
      group.append(...corner(box.x + across * box.width, box.y + down * box.height, `${across} ${down}`))
  return group
}

function corner(x, y, which) {
  return [
    make("circle", { class: "place-grip", "data-corner": which, cx: x, cy: y, r: 22 * unit() }),
    make("circle", { class: "place-corner", cx: x, cy: y, r: 9 * unit() }),
  ]
}

function choose(key, { show = false } = {}) {
  chosen = key
  pad.hidden = !key
  for (const row of rowsOf(list)) row.classList.toggle("is-chosen", row.dataset.row === key)
  if (key) section.querySelector("[data-chosen]").textContent = nameOf(key)
  draw()
  if (key && show && matchMedia("(min-width: 64rem)").matches) {
    const row = rowOf(list, key)
    row.querySelector("details").open = true
    row.scrollIntoView({ block: "nearest" })
  }
}

function say(key) {
  const box = boxOf(key)
  const share = (value, from, size) => String(Math.round(((value - from) / size) * 100))
  told.textContent = section.dataset.said
    .replace("{name}", nameOf(key))
    .replace("{x}", share(box.x, left, wide))
    .replace("{y}", share(box.y, top_, high))
}

// ---- by hand ----

let drag = null

function pointAt(event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse())
  return { x: at.x, y: at.y }
}

svg.addEventListener("pointerdown", (event) => {
  const group = event.target.closest("[data-key]")
  if (!group || adding.getAttribute("aria-pressed") === "true" || event.button !== 0) return
  const key = group.dataset.key
  // A finger first chooses and then drags: else nobody could scroll past a drawing full of boxes.
  if (event.pointerType === "touch" && key !== chosen) return
  const which = event.target.dataset.corner
  if (key !== chosen) choose(key)
  drag = { key, from: pointAt(event), box: boxOf(key), corner: which?.split(" ").map(Number), far: false }
  svg.setPointerCapture(event.pointerId)
})

svg.addEventListener("pointermove", (event) => {
  if (!drag) return
  const at = pointAt(event)
  const [across, down] = [at.x - drag.from.x, at.y - drag.from.y]
  drag.far ||= Math.hypot(across, down) > 3 * unit()
  if (!drag.far) return
  const { x, y, width, height } = drag.box
  if (!drag.corner) place(drag.key, { x: x + across, y: y + down, width, height })
  else {
    const [right, below] = drag.corner
    const [w, h] = [Math.max(width + (right ? across : -across), SMALLEST), Math.max(height + (below ? down : -down), SMALLEST)]
    place(drag.key, { x: right ? x : x + width - w, y: below ? y : y + height - h, width: w, height: h })
  }
})

for (const name of ["pointerup", "pointercancel"])
  svg.addEventListener(name, () => {
    if (!drag) return
    const { key, far } = drag
    drag = null
    if (far) say(key)
    choose(key, { show: !far })
    layer.querySelector(`.place[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true })
  })

svg.addEventListener("click", (event) => {
  if (adding.getAttribute("aria-pressed") === "true") {
    addAt(pointAt(event))
    return
  }
  const group = event.target.closest("[data-key]")
  if (group && group.dataset.key !== chosen) choose(group.dataset.key, { show: true })
})

function addAt(at) {
  press(false)
  const row = addRow(list)
  place(row.dataset.row, points ? at : { x: at.x - NEW.width / 2, y: at.y - NEW.height / 2, ...NEW })
  choose(row.dataset.row)
  row.querySelector(".row-fields :is(input, textarea)").focus()
  row.scrollIntoView({ block: "nearest" })
}

function press(on) {
  adding.setAttribute("aria-pressed", String(on))
  svg.classList.toggle("is-adding", on)
  section.querySelector('[data-hint="add"]').hidden = !on
  section.querySelector('[data-hint="start"]').hidden = on
}

// ---- by keys and buttons ----

function nudge(key, across, down, wider, higher) {
  const box = boxOf(key)
  place(key, { x: box.x + across * STEP, y: box.y + down * STEP, width: box.width + wider * STEP, height: box.height + higher * STEP })
  draw()
  say(key)
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

svg.addEventListener("keydown", (event) => {
  const key = event.target.closest(".place")?.dataset.key
  if (!key) return
  const arrow = ARROWS[event.key]
  if (arrow) {
    event.preventDefault()
    if (key !== chosen) choose(key)
    if (event.shiftKey && !points) nudge(key, 0, 0, ...arrow)
    else nudge(key, ...arrow, 0, 0)
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault()
    choose(key, { show: true })
  } else if (event.key === "Escape") choose(null)
})
svg.addEventListener("focusin", (event) => {
  const key = event.target.closest(".place")?.dataset.key
  if (key && key !== chosen && event.target.matches(":focus-visible")) choose(key)
})

section.addEventListener("click", (event) => {
  const button = event.target.closest("[data-place], [data-nudge]")
  if (!button) return
  if (button.dataset.nudge && chosen) nudge(chosen, ...button.dataset.nudge.split(" ").map(Number))
  if (button.dataset.place === "add") press(adding.getAttribute("aria-pressed") !== "true")
  if (button.dataset.place === "in" || button.dataset.place === "out") {
    zoom = Math.min(Math.max(zoom * (button.dataset.place === "in" ? 1.6 : 0.625), 1), 4)
    svg.style.setProperty("width", `${zoom * 100}%`)
    draw()
  }
  if (button.dataset.place === "words" && chosen) {
    const row = rowOf(list, chosen)
    row.querySelector("details").open = true
    row.querySelector(".row-fields :is(input, textarea)").focus()
  }
})

form.addEventListener("rows:changed", (event) => {
  if (event.detail.list !== list) return
  choose(chosen && rowOf(list, chosen) ? chosen : null)
})
form.addEventListener("input", (event) => {
  if (event.target.closest(`[data-rows="${list}"]`)) draw()
})
form.addEventListener(
  "toggle",
  (event) => {
    const row = event.target.closest(`[data-rows="${list}"] > [data-row]`)
    if (row && event.target.open && row.dataset.row !== chosen) choose(row.dataset.row)
  },
  { capture: true },
)
new ResizeObserver(draw).observe(section.querySelector(".placing-window"))
draw()
