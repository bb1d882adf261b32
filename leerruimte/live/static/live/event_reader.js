// Takes the text of an event stream in any pieces and gives the events that are complete (HTML standard, 9.2.6).

export class EventReader {
  #rest = "";

  /** @returns {{id: string, name: string, data: string, retry: number}[]} */
  read(text) {
    const blocks = (this.#rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop();
    return blocks.map(parse);
  }
}

function parse(block) {
  const event = { id: "", name: "message", data: "", retry: 0 };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") event.id = value;
    if (field === "event") event.name = value;
    if (field === "data") event.data += (event.data && "\n") + value;
    if (field === "retry" && /^\d+$/.test(value)) event.retry = Number(value);
  }
  return event;
}
