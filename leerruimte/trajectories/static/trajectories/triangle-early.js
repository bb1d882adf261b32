// Runs before the page is drawn, and remembers in which fields somebody typed before the script of the page was there.
addEventListener("input", (event) => event.target.setAttribute("data-typed-early", ""), true);
