// Follows the map: when there is a new one it is asked for and laid over the old, so that marks move to where they belong.
import { morph } from "../morph.js";
import { openStream } from "../../live/stream.js";

const place = document.getElementById("map-place");
// Between two maps there is time to look.
const REST = 4000;
let asked = 0;
let timer = 0;

async function refresh() {
  timer = 0;
  asked = Date.now();
  try {
    const answer = await fetch(place.dataset.fragment, { headers: { Accept: "text/html" } });
    if (answer.ok) morph(place, await answer.text());
  } catch {
    // Without network the last map stays; the stream tells when there is a newer one.
  }
}

function want() {
  if (!timer) timer = setTimeout(refresh, Math.max(60, asked + REST - Date.now()));
}

if (place?.dataset.stream)
  openStream(place.dataset.stream, {
    onState: want,
    onDelta(name) {
      if (name === "map") want();
      if (name === "deleted") location.reload();
    },
    onStatus() {},
  });
