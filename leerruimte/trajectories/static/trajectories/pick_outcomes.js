// Choosing a few outcomes out of many: type a word and only what fits is left. Without it all stand there, by theme.

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const pick of document.querySelectorAll(".pick")) {
  const field = pick.querySelector("[data-seek]");
  const words = field?.querySelector("input");
  const none = pick.querySelector("[data-none]");
  if (!words) continue;
  field.hidden = false;
  const open = new Map([...pick.querySelectorAll("details")].map((theme) => [theme, theme.open]));

  words.addEventListener("input", () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const [theme, wasOpen] of open) {
      let here = 0;
      for (const item of theme.querySelectorAll("li")) {
        const fits = wanted.every((word) => plain(item.textContent).includes(word));
        item.hidden = !fits;
        here += fits;
      }
      theme.hidden = here === 0;
      theme.open = wanted.length ? here > 0 : wasOpen;
      found += here;
    }
    none.hidden = found > 0;
  });
  // Enter looks, it does not send the form.
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
