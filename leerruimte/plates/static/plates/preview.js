// What becomes of a plate, also as a phone shows it: the same page in a window as wide as one.
const button = document.querySelector("[data-phone-look]")
button.hidden = false
button.addEventListener("click", () => window.open(location.href, "telefoon", "popup,width=390,height=844"))
