// A drawing to look at from near: fingers, mouse, keys and buttons. Pressing a hotspot sends "hotspot:open"; a drag is no press.

const NEAREST = 8
const STEP = 1.5
// A finger or mouse that moved less than this did not drag.
const STILL = 8
const DOUBLE_TAP = 320

export class Viewer {
  constructor(element) {
    this.element = element
    this.window = element.querySelector(".viewer-window")
    this.drawing = this.window.querySelector("svg")
    this.buttons = element.querySelector(".viewer-buttons")
    this.said = element.querySelector("[data-zoomed]")
    this.pointers = new Map()
    this.scale = 1
    this.x = 0
    this.y = 0
    this.dragged = false
    this.#listen()
    // Until here they kept their place, unseen: without this script they can do nothing.
    if (this.buttons) this.buttons.inert = false
    new ResizeObserver(() => this.#lay()).observe(this.window)
    this.#lay()
  }

  whole() {
    this.#glide()
    this.scale = 1
    this.#lay()
    this.#say()
  }

  // Zoom so that the point `at` (in the window's pixels) stays where it is; without it: the middle.
  zoom(factor, at = this.#middle(), gliding = true) {
    const scale = Math.min(Math.max(this.scale * factor, 1), NEAREST)
    this.x = at.x - ((at.x - this.x) * scale) / this.scale
    this.y = at.y - ((at.y - this.y) * scale) / this.scale
    this.scale = scale
    if (gliding) this.#glide()
    this.#lay()
    if (gliding) this.#say()
  }

  move(across, down) {
    this.x += across
    this.y += down
    this.#lay()
  }

  // Mark a hotspot and come near it; without a key: nothing is marked.
  show(key, { near = true } = {}) {
    for (const spot of this.drawing.querySelectorAll("[data-hotspot]")) {
      spot.classList.toggle("is-shown", spot.dataset.hotspot === key)
    }
    const area = key && this.#area(key)
    if (!area || !near) return
    const { width, height } = this.#size()
    this.#glide()
    this.scale = Math.min(Math.max(Math.min((0.72 * width) / area.width, (0.72 * height) / area.height), 1), NEAREST)
    this.x = width / 2 - (area.x + area.width / 2) * this.scale
    this.y = height / 2 - (area.y + area.height / 2) * this.scale
    this.#lay()
  }

  #listen() {
    const where = this.window
    where.addEventListener("pointerdown", (event) => this.#down(event))
    where.addEventListener("pointermove", (event) => this.#moved(event))
    for (const name of ["pointerup", "pointercancel"]) where.addEventListener(name, (event) => this.#up(event))
    where.addEventListener("click", (event) => this.#pressed(event), { capture: true })
    where.addEventListener("dblclick", (event) => this.#doublePressed(event))
    where.addEventListener("wheel", (event) => this.#turned(event), { passive: false })
    where.addEventListener("keydown", (event) => this.#typed(event))
    where.addEventListener("focusin", (event) => this.#reveal(event.target))
    where.addEventListener("dragstart", (event) => event.preventDefault())
    // Two fingers are for the drawing, never for the page below it.
    where.addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), { passive: false })
    this.element.addEventListener("click", (event) => this.#button(event.target.closest("[data-view]")))
  }

  #button(button) {
    if (button?.dataset.view === "in") this.zoom(STEP)
    if (button?.dataset.view === "out") this.zoom(1 / STEP)
    if (button?.dataset.view === "whole") this.whole()
  }

  #down(event) {
    if (event.pointerType === "mouse" && event.button !== 0) return
    if (this.pointers.size === 0) this.dragged = false
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, fromX: event.clientX, fromY: event.clientY })
    this.#still()
  }

  #moved(event) {
    const pointer = this.pointers.get(event.pointerId)
    if (!pointer) return
    const before = this.#grip()
    pointer.x = event.clientX
    pointer.y = event.clientY
    const far = Math.hypot(pointer.x - pointer.fromX, pointer.y - pointer.fromY) > STILL
    if (far && !this.dragged && (this.scale > 1 || this.pointers.size > 1)) {
      this.dragged = true
      // From now on the moves come here, also outside the window. Not earlier: a captured press is no click on a hotspot.
      for (const id of this.pointers.keys()) this.window.setPointerCapture(id)
    }
    if (!this.dragged) return
    const after = this.#grip()
    const corner = this.window.getBoundingClientRect()
    if (after.spread && before.spread) {
      this.zoom(after.spread / before.spread, { x: before.x - corner.x, y: before.y - corner.y }, false)
    }
    this.move(after.x - before.x, after.y - before.y)
  }

  #up(event) {
    const pointer = this.pointers.get(event.pointerId)
    this.pointers.delete(event.pointerId)
    if (!pointer || this.pointers.size) return
    if (this.dragged) this.#say()
    if (event.type === "pointerup" && event.pointerType === "touch" && !this.dragged) this.#tapped(event)
  }

  // Browsers differ in whether two taps are a double click, so taps are counted here.
  #tapped(event) {
    const last = this.tap
    this.tap = { time: event.timeStamp, x: event.clientX, y: event.clientY }
    if (!last || event.target.closest("[data-hotspot]")) return
    const near = Math.hypot(last.x - event.clientX, last.y - event.clientY) < 40
    if (near && event.timeStamp - last.time < DOUBLE_TAP) {
      this.tap = null
      this.#nearer(event)
    }
  }

  #doublePressed(event) {
    if (event.pointerType !== "touch" && !event.target.closest("[data-hotspot]")) this.#nearer(event)
  }

  #nearer(event) {
    const corner = this.window.getBoundingClientRect()
    if (this.scale > 1.05) this.whole()
    else this.zoom(2.5, { x: event.clientX - corner.x, y: event.clientY - corner.y })
  }

  #pressed(event) {
    if (this.dragged && event.detail > 0) {
      event.preventDefault()
      event.stopPropagation()
      this.dragged = false
      return
    }
    const spot = event.target.closest("[data-hotspot]") ?? event.target.querySelector?.(":scope > [data-hotspot]")
    if (!spot) return
    const opener = spot.closest("a") ?? spot
    const unheard = spot.dispatchEvent(
      new CustomEvent("hotspot:open", { bubbles: true, cancelable: true, detail: { key: spot.dataset.hotspot, opener } }),
    )
    // Whoever opens it says so by preventing; else the link goes to the words in the page.
    if (!unheard) event.preventDefault()
  }

  #turned(event) {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const corner = this.window.getBoundingClientRect()
    this.#still()
    this.zoom(Math.exp(-event.deltaY / (event.deltaMode ? 10 : 200)), { x: event.clientX - corner.x, y: event.clientY - corner.y }, false)
  }

  #typed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { width, height } = this.#size()
    const does = {
      "+": () => this.zoom(STEP),
      "=": () => this.zoom(STEP),
      "-": () => this.zoom(1 / STEP),
      0: () => this.whole(),
      ArrowLeft: () => this.move(width / 6, 0),
      ArrowRight: () => this.move(-width / 6, 0),
      ArrowUp: () => this.move(0, height / 6),
      ArrowDown: () => this.move(0, -height / 6),
    }[event.key]
    // With the whole drawing in sight the arrows belong to the page.
    if (!does || (event.key.startsWith("Arrow") && this.scale === 1)) return
    event.preventDefault()
    this.#glide()
    does()
  }

  // A hotspot that gets the focus comes into sight.
  #reveal(target) {
    const spot = target.closest("[data-hotspot]") ?? target.querySelector?.(":scope > [data-hotspot]")
    if (!spot || this.scale === 1 || !target.matches(":focus-visible")) return
    const area = this.#area(spot.dataset.hotspot)
    const { width, height } = this.#size()
    if (!area) return
    this.#glide()
    this.x = width / 2 - (area.x + area.width / 2) * this.scale
    this.y = height / 2 - (area.y + area.height / 2) * this.scale
    this.#lay()
  }

  // Where the fingers are together, and how far apart.
  #grip() {
    const all = [...this.pointers.values()]
    const x = all.reduce((sum, one) => sum + one.x, 0) / all.length
    const y = all.reduce((sum, one) => sum + one.y, 0) / all.length
    return { x, y, spread: all.length > 1 ? Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y) : 0 }
  }

  #size() {
    return { width: this.window.clientWidth, height: this.window.clientHeight }
  }

  #middle() {
    const { width, height } = this.#size()
    return { x: width / 2, y: height / 2 }
  }

  // The box around a hotspot in pixels of the drawing as it lies at scale 1.
  #area(key) {
    const shape = this.drawing.querySelector(`[data-hotspot="${CSS.escape(key)}"] .hs-area`)
    if (!shape) return null
    const view = this.drawing.viewBox.baseVal
    const unit = this.drawing.clientWidth / view.width
    const box = shape.getBBox()
    return { x: (box.x - view.x) * unit, y: (box.y - view.y) * unit, width: box.width * unit, height: box.height * unit }
  }

  #glide() {
    this.drawing.classList.add("is-gliding")
  }

  #still() {
    this.drawing.classList.remove("is-gliding")
  }

  // Never past the edge: what is smaller than the window stands in the middle, what is larger fills it.
  #lay() {
    const { width, height } = this.#size()
    const kept = (place, size, room) => (size <= room ? (room - size) / 2 : Math.min(0, Math.max(room - size, place)))
    this.x = kept(this.x, this.drawing.clientWidth * this.scale, width)
    this.y = kept(this.y, this.drawing.clientHeight * this.scale, height)
    this.drawing.style.setProperty("transform", `translate(${this.x}px, ${this.y}px) scale(${this.scale})`)
    this.window.classList.toggle("is-near", this.scale > 1)
    this.#can("in", this.scale < NEAREST)
    this.#can("out", this.scale > 1)
    this.#can("whole", this.scale > 1)
  }

  #can(what, possible) {
    this.element.querySelector(`[data-view="${what}"]`)?.setAttribute("aria-disabled", String(!possible))
  }

  #say() {
    if (this.said) this.said.textContent = `${Math.round(this.scale * 100)} %`
  }
}
