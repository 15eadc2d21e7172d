/* The page keeps no state but where one looks: all else is drawn by the server, region by region, and
   put in place here. What people do is sent as it was done; what it means, the server knows. */
"use strict";

const $ = (id) => document.getElementById(id);
const where = new URLSearchParams(location.search);
const view = { person: where.get("as") ?? "", place: where.get("in") ?? "", thread: where.get("thread") ?? "", traffic: false, pages: 1 };
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/* Drawing: what has changed is replaced, what has not keeps its focus, its input and its place. */

const sources = new WeakMap();

function put(region, html) {
  const drawn = document.createElement("template");
  drawn.innerHTML = html;
  const fresh = [...drawn.content.children];
  const old = new Map([...region.children].map((node, number) => [node.id || number, node]));
  fresh.forEach((node, number) => {
    const key = node.id || number;
    const standing = old.get(key);
    const source = node.outerHTML;
    old.delete(key);
    let kept = standing;
    if (!standing || sources.get(standing) !== source) {
      sources.set(node, source);
      if (standing) replace(standing, node);
      kept = node;
    }
    if (region.children[number] !== kept) region.insertBefore(kept, region.children[number] ?? null);
  });
  for (const gone of old.values()) gone.remove();
}

function replace(standing, node) {
  const focused = standing.contains(document.activeElement) ? document.activeElement : null;
  const values = new Map(inputsOf(standing).map((input) => [input.id, input.value]));
  for (const input of inputsOf(node)) if (values.has(input.id)) input.value = values.get(input.id);
  standing.replaceWith(node);
  if (!focused) return;
  const again = focused.id ? $(focused.id) : like(focused, node);
  (again ?? node.querySelector("[tabindex], input, button"))?.focus();
}

function like(focused, node) {
  const { block, action } = focused.dataset;
  return action && node.querySelector(`[data-block="${CSS.escape(block)}"][data-action="${CSS.escape(action)}"]`);
}

function inputsOf(node) {
  return [...node.querySelectorAll("input[data-action], textarea[data-action], select[data-action]")];
}

let drawing = false;
let outdated = false;

async function draw() {
  outdated = true;
  if (drawing) return;
  drawing = true;
  try {
    while (outdated) {
      outdated = false;
      await drawOnce();
    }
  } finally {
    drawing = false;
  }
}

async function drawOnce() {
  const asked = lookingAt();
  const response = await fetch(`/page/regions?${asked}`);
  if (!response.ok) return notice("The workspace cannot be drawn: look into the terminal.");
  const { person, place, name, regions } = await response.json();
  if (asked !== lookingAt()) return; // somebody has gone on meanwhile, which draws again
  if (view.place && view.place !== place) view.thread = "";
  Object.assign(view, { person, place });
  remember();
  document.title = `${name} · local workspace`;
  const isHome = place === "home";
  $("home").hidden = !isHome;
  $("timeline").hidden = $("composer").hidden = isHome;
  $("text-label").textContent = $("text").placeholder = `Message ${name}`;
  $("timeline").setAttribute("aria-label", `Messages in ${name}`);
  for (const region of ["timeline", "thread"]) scrolling($(region), () => put($(region), regions[region] ?? ""));
  for (const region of ["people", "sidebar", "title", "hints", "home", "modal", "traffic"]) put($(region), regions[region] ?? "");
  if (!$("clock").contains(document.activeElement)) put($("clock"), regions.clock);
  $("people").value = person;
  if (view.thread && !regions.thread) view.thread = "";
  $("thread-panel").hidden = !view.thread;
  for (const dialog of document.querySelectorAll("dialog:not([open])")) show(dialog);
}

function show(dialog) {
  dialog.showModal();
  const wrong = dialog.querySelector(".error")?.closest(".field") ?? dialog;
  wrong.querySelector("[data-action]")?.focus();
}

function lookingAt() {
  const { person, place, thread, traffic, pages } = view;
  return new URLSearchParams({ person, place, thread, traffic: traffic ? "1" : "", pages, zone }).toString();
}

function scrolling(list, change) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const elsewhere = list.dataset.shows !== `${view.place} ${view.thread}`;
  change();
  list.dataset.shows = `${view.place} ${view.thread}`;
  if (atEnd || elsewhere) list.scrollTop = list.scrollHeight;
}

function remember() {
  const address = new URLSearchParams({ as: view.person, in: view.place });
  if (view.thread) address.set("thread", view.thread);
  history.replaceState(null, "", `?${address}`);
}

/* Sending */

async function send(act, form) {
  let problem;
  try {
    const response = await fetch(`/page/${act}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ person: view.person, ...form }),
    });
    problem = response.headers.get("Content-Type")?.startsWith("application/json")
      ? (await response.json()).problem
      : `The workspace failed (${response.status}): look into the terminal.`;
  } catch {
    problem = "The workspace does not answer: is it still running?";
  }
  notice(problem ?? "");
  return !problem;
}

let clearing;

function notice(text) {
  clearTimeout(clearing);
  $("notice").textContent = text;
  if (text) clearing = setTimeout(() => notice(""), 10000);
}

function containerOf(element) {
  const message = element.closest("[data-ts]");
  if (message) return { channel: message.dataset.channel, ts: message.dataset.ts };
  return { view: element.closest("[data-view]").dataset.view };
}

function valuesAround(element) {
  const around = element.closest("[data-ts], [data-view]");
  return inputsOf(around).map((input) => [input.dataset.block, input.dataset.action, input.value]);
}

function use(element, value) {
  const { block, action, confirm: question } = element.dataset;
  if (question && !window.confirm(question)) return false;
  const container = containerOf(element);
  send("view" in container ? "use-view" : "use", {
    ...container, block_id: block, action_id: action, value: value || null, values: valuesAround(element),
  });
  return true;
}

/* Going places */

function go(place) {
  Object.assign(view, { place, thread: "", pages: 1 });
  draw();
  if (place === "home") send("open-home", {});
}

function openThread(ts) {
  view.thread = ts;
  draw().then(() => $("reply-text").focus());
}

function closePanel(name) {
  if (name === "thread") view.thread = "";
  else showTraffic(false);
  draw().then(() => $(name === "thread" ? "text" : "show-traffic").focus());
}

function showTraffic(shown) {
  view.traffic = shown;
  $("traffic-panel").hidden = !shown;
  $("show-traffic").setAttribute("aria-expanded", String(shown));
}

const onClick = {
  place: (element) => go(element.dataset.place),
  thread: (element) => openThread(element.dataset.thread),
  reply: (element) => openThread(element.closest("[data-ts]").dataset.ts),
  shortcut: (element) => send("shortcut", { ...containerOf(element), callback_id: element.dataset.shortcut }),
  example: (element) => { $("text").value = element.dataset.example; typing(); $("text").focus(); },
  close: (element) => send("close", containerOf(element)),
  closeAll: (element) => send("close", { ...containerOf(element), all: true }),
  closePanel: (element) => closePanel(element.dataset.closePanel),
  earlier: () => { view.pages += 1; draw(); },
  ahead: (element) => send("travel", { ahead: Number(element.dataset.ahead) }),
};

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const element = event.target.closest("a, button");
  if (!element) return;
  const kind = Object.keys(onClick).find((name) => name in element.dataset);
  if (kind) {
    if (kind === "place" && (event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onClick[kind](element);
  } else if ("action" in element.dataset && !use(element, element.value)) {
    event.preventDefault();
  }
  const menu = element.closest("details.menu");
  if (menu && menu.id !== "travel") {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("change", (event) => {
  const select = event.target;
  if (select.id === "people") {
    Object.assign(view, { person: select.value, thread: "" });
    draw();
  } else if (select.matches("select[data-action]") && !select.closest(".field") && select.value) {
    use(select, select.value);
  }
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.id === "composer") write($("text"), null);
  else if (form.id === "reply") write($("reply-text"), view.thread);
  else if (form.id === "clock") send("travel", { moment: $("moment").value, zone });
  else send("submit", { ...containerOf(form), values: valuesAround(form) });
});

/* Closing a dialog by the Escape key is closing the view, which the server then takes away. */
document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog")) return;
  event.preventDefault();
  send("close", containerOf(event.target));
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (event.key === "Escape" && event.target.closest("aside")) {
    closePanel(event.target.closest("aside").id.replace("-panel", ""));
  }
});

document.addEventListener("toggle", async (event) => {
  const { exchange } = event.target.dataset;
  if (!exchange || !event.target.open) return;
  const response = await fetch(`/page/exchanges/${exchange}`);
  event.target.querySelector(".json").innerHTML = response.ok ? await response.text() : "";
}, true);

$("show-traffic").addEventListener("click", () => {
  showTraffic(!view.traffic);
  draw();
});

$("start-over").addEventListener("click", () => {
  if (!window.confirm("Empty the workspace, and go back to today?")) return;
  view.thread = "";
  send("start-over", {});
});

/* The message box: what is typed is sent as it is; hints show what `/` and `@` may begin. */

async function write(box, thread) {
  const text = box.value;
  if (!text.trim()) return;
  box.value = "";
  typing();
  if (!(await send("write", { place: view.place, thread, text }))) box.value ||= text;
  typing();
  const list = $(thread ? "thread" : "timeline");
  list.scrollTop = list.scrollHeight;
}

function hintsFor(text) {
  const begun = text.match(/(?:^\/\S*$|(?<=^|\s)@\S*$|^\/\S+(?= ))/)?.[0];
  if (!begun) return [];
  return [...$("hints").children].filter((hint) => {
    const { begins } = hint.dataset;
    return text.startsWith("/") && text.includes(" ") ? begins === begun : begins.startsWith(begun.toLowerCase());
  });
}

function typing() {
  const box = $("text");
  const fitting = new Set(hintsFor(box.value));
  for (const hint of $("hints").children) hint.hidden = !fitting.has(hint);
  $("hints").hidden = !fitting.size;
  box.rows = Math.min(8, box.value.split("\n").length);
}

function complete(box) {
  const begun = box.value.match(/[/@]\S*$/)?.[0];
  const [hint] = hintsFor(box.value);
  if (!hint || !begun || hint.dataset.begins === begun) return false;
  box.value = `${box.value.slice(0, -begun.length)}${hint.dataset.begins} `;
  typing();
  return true;
}

for (const box of [$("text"), $("reply-text")]) {
  box.addEventListener("input", typing);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      box.form.requestSubmit();
    } else if (event.key === "Tab" && !event.shiftKey && box.id === "text" && complete(box)) {
      event.preventDefault();
    }
  });
}

new EventSource("/page/changes").addEventListener("message", draw);
