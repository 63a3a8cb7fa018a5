// The exchanges: unpacked when the first case is unfolded, drawn as a ladder, each message decoded when it is.
let archive = null;
async function unpack() {
  const bytes = Uint8Array.from(atob(byId("exchanges").textContent), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

// An element with text: what a peer sent is never markup.
function make(tag, name, ...content) {
  const one = document.createElement(tag);
  if (name) one.className = name;
  one.append(...content);
  return one;
}

const GOOD = /^(STATUS_(SUCCESS|PENDING|MORE_PROCESSING_REQUIRED)|NERR_Success)\b/;
const BAD = /^(STATUS_|ERROR_|NERR_|nca_)/;
const duration = (micros) => micros < 1e6 ? `${(micros / 1000).toFixed(1)} ms` : `${(micros / 1e6).toFixed(2)} s`;

function read(strings, row) {
  const [number, name, section, sent, encrypted, summary, micros, connection, data, size, flat] = row;
  const found = [];
  for (let at = 0; at < flat.length; at += 3) found.push({ name: strings[flat[at]], value: strings[flat[at + 1]], offset: flat[at + 2] });
  return { number, name: strings[name], section: strings[section], sent, encrypted, summary: strings[summary], micros, connection, data, size, fields: found };
}

async function ladder(one) {
  const place = one.querySelector(".ladder");
  if (!place || place.dataset.ready) return;
  place.dataset.ready = "yes";
  try {
    archive ??= unpack();
    const { strings, cases: exchanges } = await archive;
    const messages = exchanges[Number(one.dataset.number)].map((row) => read(strings, row));
    const several = new Set(messages.map((message) => message.connection)).size > 1;
    place.append(make("div", "ends", make("span", "", "plugfest"), make("span", "", "target")));
    let last = { number: 0, micros: 0 };
    for (const message of messages) {
      const left = message.number - last.number - 1;
      if (left) place.append(make("p", "caption left", `${left} messages more are in the capture.`));
      place.append(rung(message, several, message.micros - last.micros));
      last = message;
    }
  } catch (error) {
    place.append(make("p", "dim", `The exchange cannot be shown here (${error}); the capture holds it.`));
  }
}

function rung(message, several, since) {
  const label = make("span", "label", make("b", "", message.name));
  if (message.summary) label.append(" ", make("span", BAD.test(message.summary) && !GOOD.test(message.summary) ? "summary bad" : "summary", message.summary));
  if (message.encrypted) label.append(" ", make("span", "tag", "encrypted"));
  if (several) label.append(" ", make("span", "tag connection", `connection ${message.connection}`));
  const time = make("span", "time", message.number === 1 ? duration(message.micros) : `+${duration(since)}`);
  time.title = `${duration(message.micros)} after the case began`;
  const arrow = make("span", "arrow");
  arrow.setAttribute("role", "img");
  arrow.setAttribute("aria-label", message.sent ? "to the target" : "from the target");
  const summary = make("summary", "", make("span", "number", String(message.number)), time, make("span", "lane", label, arrow));
  const details = make("details", message.sent ? "message sent" : "message received", summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(inside(message));
  });
  return details;
}

function inside(message) {
  const bytes = Array.from(atob(message.data), (one) => one.charCodeAt(0));
  const box = make("div", "inside");
  box.append(make("p", "caption", [message.section, `${message.size} bytes${message.encrypted ? ", decrypted" : ""}`].filter(Boolean).join(" · ")));
  if (message.fields.length) box.append(table(message));
  if (bytes.length) {
    const limit = byId("exchanges").dataset.limit;
    const shown = make("div", "bytes", dump(bytes));
    if (message.size > bytes.length) shown.append(make("p", "caption", `The first ${limit} bytes are shown, the capture holds the rest.`));
    box.append(shown);
  } else if (message.size) {
    box.append(make("p", "caption", "The bytes are in the capture."));
  }
  connect(box);
  return box;
}

// Each row knows which bytes it is: from its offset to where the next field begins.
function table(message) {
  const offsets = [...new Set(message.fields.map((one) => one.offset).filter((one) => one >= 0)), message.size].sort((a, b) => a - b);
  const body = make("tbody", "");
  for (const field of message.fields) {
    const cut = field.name.lastIndexOf(".") + 1;
    const name = make("td", "name", field.name.slice(cut));
    if (cut) name.prepend(make("span", "dim", field.name.slice(0, cut)));
    const row = make("tr", "", make("td", "offset", field.offset >= 0 ? String(field.offset) : ""), name, make("td", "value", field.value));
    if (field.offset >= 0) {
      row.dataset.from = field.offset;
      row.dataset.to = offsets.find((one) => one > field.offset) ?? message.size;
    }
    body.append(row);
  }
  const head = make("thead", "", make("tr", "", make("th", "offset", "Offset"), make("th", "", "Field"), make("th", "", "Value")));
  const scroll = make("div", "scroll", make("table", "fields", head, body));
  scroll.tabIndex = 0;
  return scroll;
}

// Sixteen bytes a line with offset and text.
function dump(bytes) {
  const pre = make("pre", "hex");
  pre.tabIndex = 0;
  const cell = (kind, index, text) => {
    const span = make("span", "", text);
    span.dataset[kind] = index;
    return span;
  };
  for (let start = 0; start < bytes.length; start += 16) {
    const line = bytes.slice(start, start + 16);
    pre.append(make("i", "", start.toString(16).padStart(4, "0") + "  "));
    line.forEach((byte, n) => pre.append(cell("b", start + n, byte.toString(16).padStart(2, "0")), n === 7 ? "  " : " "));
    pre.append(" ".repeat((16 - line.length) * 3 + (line.length < 8 ? 1 : 0) + 1));
    line.forEach((byte, n) => pre.append(cell("t", start + n, byte > 31 && byte < 127 ? String.fromCharCode(byte) : "·")));
    pre.append("\n");
  }
  return pre;
}

function connect(box) {
  const mark = (row) => {
    for (const old of all(".on, .marked", box)) old.classList.remove("on", "marked");
    if (!row) return;
    row.classList.add("marked");
    const from = Number(row.dataset.from);
    const to = Math.max(Number(row.dataset.to), from + 1);
    for (const span of all(".hex span", box)) {
      const index = Number(span.dataset.b ?? span.dataset.t);
      if (index >= from && index < to) span.classList.add("on");
    }
  };
  box.addEventListener("mouseover", (event) => {
    const row = event.target.closest("tr[data-from]");
    if (row) mark(row);
    const span = event.target.closest(".hex span");
    if (span) {
      const index = Number(span.dataset.b ?? span.dataset.t);
      mark(all("tr[data-from]", box).filter((one) => Number(one.dataset.from) <= index && index < Number(one.dataset.to)).at(-1));
    }
  });
  box.addEventListener("mouseleave", () => mark(null));
}

for (const one of cases) {
  one.addEventListener("toggle", () => {
    if (!one.open) return;
    ladder(one);
    history.replaceState(null, "", "#" + one.id);
  });
}
apply();
follow();
