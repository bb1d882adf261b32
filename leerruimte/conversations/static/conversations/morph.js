// Lays new HTML over what is on the screen and changes only what differs: focus, open folds, scroll positions and
// half-typed words stay. What is drawn anew by the server needs no second template in JavaScript this way.

const isTyped = (field) =>
  field.type === "checkbox" || field.type === "radio"
    ? field.checked !== field.defaultChecked
    : field.matches("textarea, input:not([type=hidden])") && field.value !== field.defaultValue;

// A form in which somebody typed, or is about to, is left alone until it is sent.
const isInUse = (form) =>
  (form.contains(document.activeElement) && document.activeElement.matches("textarea")) ||
  [...form.elements].some((field) => field.matches("input, textarea") && isTyped(field));

// Make the inside of `element` as `html` says.
export function morph(element, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  morphChildren(element, template.content);
}

function morphChildren(old, fresh) {
  const known = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  const wantedIds = new Set([...fresh.children].map((child) => child.id));
  const isGone = (node) => !node.id || !wantedIds.has(node.id);
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const kept = wanted.id ? known.get(wanted.id) : next(at, wanted, isGone);
    if (!kept || kept.nodeName !== wanted.nodeName) {
      old.insertBefore(wanted, at);
      continue;
    }
    // What is gone goes first: then what stays need not be moved, which would cost it the focus.
    while (at && at !== kept && isGone(at)) at = removed(at);
    if (at === kept) at = at.nextSibling;
    else old.insertBefore(kept, at);
    morphNode(kept, wanted);
  }
  while (at) at = removed(at);
}

// Without an id: the next node of the same kind, as long as nothing that stays stands before it.
function next(node, wanted, isGone) {
  if (wanted.nodeType !== Node.ELEMENT_NODE) return node?.nodeType === wanted.nodeType ? node : null;
  while (node && (node.id || node.nodeName !== wanted.nodeName)) {
    if (!isGone(node)) return null;
    node = node.nextSibling;
  }
  return node;
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function morphNode(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.nodeName === "FORM" && isInUse(old)) return;
  // What the page itself says there ("kept at 10:42") is no business of the server's.
  if (old.hasAttribute("data-own")) return;
  if (old.isEqualNode(fresh)) return;
  const isUntouched = old.matches("textarea, input") && !isTyped(old);
  // Read now: the words move over with the children below.
  const { value } = fresh;
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && !isOwn(old, name)) old.removeAttribute(name);
  for (const { name, value: wanted } of fresh.attributes)
    if (old.getAttribute(name) !== wanted && !isOwn(old, name)) old.setAttribute(name, wanted);
  morphChildren(old, fresh);
  if (isUntouched && old.value !== value) old.value = value;
}

// Whether a fold is open, or a slip is being held, is the reader's business.
const isOwn = (element, name) => (element.nodeName === "DETAILS" && name === "open") || name === "draggable";
