/* The page keeps no state but where one looks: all else is drawn by the server, region by region, and
   put in place here. What people do is sent as it was done; what it means, the server knows. */
"use strict";

const $ = (id) => document.getElementById(id);
const GONE = "The workspace does not answer: is it still running?";
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const view = { traffic: false, pages: 1, ...addressed() };

function addressed() {
  const address = new URLSearchParams(location.search);
  return { person: address.get("as") ?? "", place: address.get("in") ?? "", thread: address.get("thread") ?? "" };
}

/* Drawing: what has changed is replaced, what has not keeps its focus, its input and its place. */

const sources = new WeakMap();

function put(region, html) {
  const drawn = document.createElement("template");
  drawn.innerHTML = html;
  const fresh = [...drawn.content.children];
  const keyOf = (node, number) => node.id || number;
  const keys = new Set(fresh.map(keyOf));
  const old = new Map([...region.children].map((node, number) => [keyOf(node, number), node]));
  for (const [key, node] of old) if (!keys.has(key)) node.remove(); // first: what moves up loses its focus
  fresh.forEach((node, number) => {
    const standing = old.get(keyOf(node, number));
    const source = node.outerHTML;
    let kept = standing;
    if (!standing || sources.get(standing) !== source) {
      sources.set(node, source);
      if (standing) replace(standing, node);
      kept = node;
    }
    if (region.children[number] !== kept) region.insertBefore(kept, region.children[number] ?? null);
  });
}

function replace(standing, node) {
  const focused = standing.contains(document.activeElement) ? document.activeElement : null;
  const before = new Map(inputsOf(standing).map((input) => [input.id, input]));
  for (const input of inputsOf(node)) if (before.has(input.id)) copyValue(before.get(input.id), input);
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
  return [...node.querySelectorAll("input[data-action], textarea[data-action], select[data-action], .several, .external")];
}

/* What stands in an input: a text, or where several can be chosen, the values of those that are. */
function valueOf(input) {
  if (input.matches(".several")) return boxesOf(input).filter((box) => box.checked).map((box) => box.value);
  if (!input.matches(".external")) return input.value;
  const values = [...chosenIn(input).children].map((chosen) => chosen.dataset.value);
  return "several" in input.dataset ? values : values[0] ?? "";
}

function copyValue(from, to) {
  if (to.matches(".several")) {
    for (const box of boxesOf(to)) box.checked = valueOf(from).includes(box.value);
  } else if (to.matches(".external")) {
    chosenIn(to).replaceChildren(...chosenIn(from).children);
    boxesOf(to)[0].value = boxesOf(from)[0].value;
  } else {
    to.value = from.value;
  }
}

function boxesOf(input) {
  return [...input.querySelectorAll("input")];
}

/* Browsers hold what is chosen to nothing together: one box tells what is wrong with all. */
function isRight(several, box = boxesOf(several)[0]) {
  const { required, most } = several.dataset;
  const ticked = valueOf(several).length;
  for (const each of boxesOf(several)) each.setCustomValidity("");
  if (required !== undefined && !ticked) box.setCustomValidity("Choose at least one.");
  if (ticked > (most ?? Infinity)) box.setCustomValidity(`Choose at most ${most}.`);
  return box.reportValidity();
}

let drawing = null;
let outdated = false;

/* Draw what is there by now; resolves when nothing newer is known. */
function draw() {
  outdated = true;
  drawing ??= drawUntilCurrent().finally(() => { drawing = null; });
  return drawing;
}

async function drawUntilCurrent() {
  while (outdated) {
    outdated = false;
    await drawOnce();
  }
}

async function drawOnce() {
  const asked = lookingAt();
  const response = await fetch(`/page/regions?${asked}`).catch(() => null);
  if (!response) return notice(GONE);
  if (!response.ok) return notice("The workspace cannot be drawn: look into the terminal.");
  const { person, place, name, regions } = await response.json();
  if (asked !== lookingAt()) return; // somebody has gone on meanwhile, which draws again
  if (view.place && view.place !== place) view.thread = "";
  Object.assign(view, { person, place });
  if (view.thread && !regions.thread) view.thread = "";
  remember();
  document.title = `${name} · local workspace`;
  const isHome = place === "home";
  $("home").hidden = !isHome;
  $("timeline").hidden = $("composer").hidden = isHome;
  $("text-label").textContent = $("text").placeholder = `Message ${name}`;
  $("timeline").setAttribute("aria-label", `Messages in ${name}`);
  $("thread-panel").hidden = !view.thread;
  for (const list of [$("timeline"), $("thread")]) putMessages(list, regions[list.id] ?? "");
  for (const region of ["people", "sidebar", "title", "hints", "home", "modal", "traffic"]) put($(region), regions[region] ?? "");
  if (document.activeElement.id !== "moment") put($("clock"), regions.clock);
  $("people").value = person;
  for (const dialog of document.querySelectorAll("dialog:not([open])")) show(dialog);
}

function show(dialog) {
  dialog.showModal();
  const wrong = dialog.querySelector(".error")?.closest(".field") ?? dialog;
  wrong.querySelector("[data-action]:not(.several, .external), .several input, .external input")?.focus();
}

function lookingAt() {
  const { person, place, thread, traffic, pages } = view;
  return new URLSearchParams({ person, place, thread, traffic: traffic ? "1" : "", pages, zone }).toString();
}

function remember() {
  const address = new URLSearchParams({ as: view.person, in: view.place });
  if (view.thread) address.set("thread", view.thread);
  if (location.search === `?${address}`) return;
  history[location.search ? "pushState" : "replaceState"](null, "", `?${address}`);
}

/* Messages: whoever is at the end stays there, and whoever does something goes there; others are told
   that there is more. A message that is taller than the list is shown from its beginning. */

const atEnd = new Map();
let acting = false;

function putMessages(list, html) {
  const shows = [view.person, view.place, list.id === "thread" && view.thread].join();
  const last = list.lastElementChild?.id;
  watchEnd(list);
  put(list, html);
  const fresh = last && document.getElementById(last)?.nextElementSibling;
  if (list.dataset.shows !== shows || !last) toEnd(list);
  else if (fresh && (acting || atEnd.get(list))) toEnd(list, fresh);
  else if (fresh && list.id === "timeline") $("news").hidden = false;
  list.dataset.shows = shows;
}

function toEnd(list, first) {
  if (list.id === "timeline") acting = false;
  list.scrollTop = list.scrollHeight;
  if (first && first.offsetTop - list.offsetTop < list.scrollTop) list.scrollTop = first.offsetTop - list.offsetTop;
  watchEnd(list);
}

function watchEnd(list) {
  atEnd.set(list, list.scrollHeight - list.scrollTop - list.clientHeight < 40);
  if (atEnd.get(list) && list.id === "timeline") $("news").hidden = true;
}

for (const list of [$("timeline"), $("thread")]) {
  list.addEventListener("scroll", () => watchEnd(list));
  new ResizeObserver(() => atEnd.get(list) && (list.scrollTop = list.scrollHeight)).observe(list);
}

/* Sending */

async function send(act, form) {
  const { problem } = await post(act, form);
  notice(problem ?? "");
  return !problem;
}

/* What the person should read, if anything, and what was drawn for them. */
async function post(act, form) {
  try {
    const response = await fetch(`/page/${act}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ person: view.person, ...form }),
    });
    if (response.headers.get("Content-Type")?.startsWith("application/json")) return await response.json();
    return { problem: `The workspace failed (${response.status}): look into the terminal.` };
  } catch {
    return { problem: GONE };
  }
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
  return inputsOf(around).map((input) => [input.dataset.block, input.dataset.action, valueOf(input)]);
}

function use(element, value) {
  const { block, action, confirm: question } = element.dataset;
  if (question && !window.confirm(question)) return false;
  const container = containerOf(element);
  acting = true;
  send("view" in container ? "use-view" : "use", {
    ...container, block_id: block, action_id: action, value: value || null, values: valuesAround(element),
  });
  return true;
}

/* Of most inputs the app hears when they are submitted; of some, and of all elsewhere, at once. */
function isHeard(control) {
  return !control.closest(".field") || "dispatch" in control.dataset;
}

/* Menus whose options the app gives while somebody types. */

const PAUSE = 150; // milliseconds after which somebody has typed what they wanted
const pauses = new WeakMap();

function afterPause(control, act) {
  clearTimeout(pauses.get(control));
  pauses.set(control, setTimeout(act, PAUSE));
}

const chosenIn = (external) => external.querySelector(".chosen");
const offeredIn = (external) => [...external.querySelectorAll("[role=option]")];

async function suggest(external) {
  const typed = boxesOf(external)[0].value;
  const { block, action, least } = external.dataset;
  external.dataset.asked = typed;
  if (typed.length < least) return offer(external, "", typed && `Type at least ${least} characters.`);
  const container = containerOf(external);
  const { problem, drawn } = await post("view" in container ? "suggest-view" : "suggest", {
    ...container, block_id: block, action_id: action, typed, values: valuesAround(external),
  });
  if (external.dataset.asked !== typed) return; // somebody has typed on meanwhile, or has chosen
  offer(external, drawn ?? "", problem ?? (drawn ? "" : "Nothing fits."));
}

function offer(external, html, said = "") {
  const [box] = boxesOf(external);
  const list = external.querySelector(".offered");
  list.innerHTML = html;
  list.hidden = !html;
  box.setAttribute("aria-expanded", String(Boolean(html)));
  external.querySelector("[role=status]").textContent = said;
  offeredIn(external).forEach((option, number) => { option.id = `${list.id}/${number}`; });
  point(external, offeredIn(external)[0]);
}

/* The option that the Enter key takes. */
function point(external, option) {
  for (const each of offeredIn(external)) each.setAttribute("aria-selected", String(each === option));
  boxesOf(external)[0].setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function choose(external, option) {
  const { value } = option.dataset;
  const { several, most, required } = external.dataset;
  const list = chosenIn(external);
  const standing = [...list.children];
  const isNew = standing.every((chosen) => chosen.dataset.value !== value);
  if (isNew && several !== undefined && standing.length >= (most ?? Infinity)) return offer(external, "", `Choose at most ${most}.`);
  const name = option.querySelector(".name").textContent;
  const chosen = document.createElement("li");
  const remove = document.createElement("button");
  chosen.dataset.value = value;
  chosen.append(document.createElement("span"), remove);
  chosen.firstChild.textContent = name;
  Object.assign(remove, { type: "button", textContent: "✕", ariaLabel: `Remove ${name}` });
  remove.dataset.unchoose = "";
  if (several === undefined) list.replaceChildren(chosen);
  else if (isNew) list.append(chosen);
  boxesOf(external)[0].value = external.dataset.asked = "";
  offer(external, "");
  if (required !== undefined) isRight(external);
  if (isNew && isHeard(external)) use(external, valueOf(external));
}

function unchoose(external, chosen) {
  chosen.remove();
  boxesOf(external)[0].focus();
  if (isHeard(external) && "several" in external.dataset) use(external, valueOf(external));
}

function typeIn(external, event) {
  const options = offeredIn(external);
  const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const last = chosenIn(external).lastElementChild;
  if (event.key === "Backspace" && !event.target.value && last) return unchoose(external, last);
  if (event.key === "Enter" && options.length) choose(external, options[here]);
  else if (event.key === "Escape" && options.length) offer(external, "");
  else if (step && options.length) point(external, options.at((here + step) % options.length));
  else if (step) suggest(external);
  else if (event.key !== "Enter") return; // which submits nothing here
  event.preventDefault();
  event.stopPropagation();
}

for (const kind of ["input", "focusin"]) {
  document.addEventListener(kind, ({ target }) => {
    const external = target.matches(".external input") && target.closest(".external");
    if (external && (kind === "input" || external.dataset.least === "0")) afterPause(external, () => suggest(external));
    else if (kind === "input" && target.matches("[data-dispatch~=on_character_entered]")) afterPause(target, () => use(target, target.value));
  });
}

document.addEventListener("focusout", ({ target }) => {
  if (!target.matches(".external input")) return;
  const external = target.closest(".external");
  clearTimeout(pauses.get(external));
  delete external.dataset.asked;
  offer(external, "");
});

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest(".external [role=option]");
  if (!option) return;
  event.preventDefault(); // the box keeps its focus
  choose(option.closest(".external"), option);
});

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (target.matches?.(".external input")) typeIn(target.closest(".external"), event);
  else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && target.matches?.("[data-dispatch~=on_enter_pressed]")) {
    event.preventDefault();
    use(target, target.value);
  }
}, true);

/* Going places */

const drafts = new Map();

function go(there) {
  drafts.set(view.place, $("text").value);
  Object.assign(view, { pages: 1, ...there });
  $("text").value = drafts.get(view.place) ?? "";
  typing($("text"));
  arrive();
  return draw();
}

/* App Home is drawn by the app each time that somebody comes to it. */
function arrive() {
  if (view.place === "home") send("open-home", {});
}

function openThread(ts) {
  view.thread = ts;
  draw().then(() => {
    document.querySelector(`#timeline [data-ts="${CSS.escape(ts)}"]`)?.scrollIntoView({ block: "nearest" });
    $("reply-text").focus();
  });
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
  place: (element) => go({ place: element.dataset.place, thread: "" }).then(() => $("text").focus()),
  thread: (element) => openThread(element.dataset.thread),
  reply: (element) => openThread(element.closest("[data-ts]").dataset.ts),
  shortcut: (element) => { acting = true; send("shortcut", { ...containerOf(element), callback_id: element.dataset.shortcut }); },
  example: (element) => { $("text").value = element.dataset.example; typing($("text")); $("text").focus(); },
  unchoose: (element) => unchoose(element.closest(".external"), element.closest("li")),
  news: () => toEnd($("timeline")),
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
  const control = event.target;
  const several = control.closest(".several");
  if (control.id === "people") {
    go({ person: control.value });
  } else if (several) {
    if (isRight(several, control) && isHeard(several)) use(several, valueOf(several));
  } else if (control.matches("select[data-action], input[type=time][data-action]") && isHeard(control) && control.value) {
    use(control, control.value);
  }
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.id === "composer") write($("text"), null);
  else if (form.id === "reply") write($("reply-text"), view.thread);
  else if (form.id === "clock") send("travel", { moment: $("moment").value, zone });
  else if ([...form.querySelectorAll(".several, .external")].every((several) => isRight(several))) {
    send("submit", { ...containerOf(form), values: valuesAround(form) });
  }
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

/* Menus lie above all else, and within the window, wherever their message is. */
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches("details.menu") || !menu.open) return;
  const choices = menu.querySelector(".choices");
  const { top, bottom, right } = menu.getBoundingClientRect();
  const fits = bottom + choices.offsetHeight < innerHeight;
  choices.style.top = `${Math.max(8, fits ? bottom : top - choices.offsetHeight)}px`;
  choices.style.left = `${Math.max(8, right - choices.offsetWidth)}px`;
}, true);

document.addEventListener("wheel", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
}, { passive: true });

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

/* The message boxes: what is typed is sent as it is; hints show what `/` and `@` may begin. */

async function write(box, thread) {
  const text = box.value;
  if (!text.trim()) return;
  box.value = "";
  typing(box);
  acting = !thread;
  if (!(await send("write", { place: view.place, thread, text }))) box.value ||= text;
  typing(box);
}

/* What is being typed that may be completed, and the hints that fit, the one to complete first. */
function hinted(box) {
  const begun = box.value.match(/^\/\S*|(?<=^|\s)@\S*$/)?.[0].toLowerCase() ?? "";
  const goesOn = box.value.startsWith("/") && /\s/.test(box.value);
  const fits = ({ begins }) => begun && (goesOn ? begins === begun : begins.startsWith(begun));
  return { begun, hints: [...$("hints").children].filter((hint) => fits(hint.dataset)) };
}

function typing(box) {
  const { hints } = hinted(box);
  for (const hint of $("hints").children) hint.hidden = !hints.includes(hint);
  if ($("hints").parentElement !== box.form) box.form.prepend($("hints"));
  $("hints").hidden = !hints.length;
}

function complete(box, chosen) {
  const { begun, hints } = hinted(box);
  const begins = chosen ?? hints[0]?.dataset.begins;
  if (!begins || begun === begins) return false;
  box.value = `${box.value.slice(0, -begun.length)}${begins} `;
  typing(box);
  return true;
}

for (const box of [$("text"), $("reply-text")]) {
  box.addEventListener("input", () => typing(box));
  box.addEventListener("keydown", (event) => {
    const completes = event.key === "Tab" || event.key === "Enter";
    if (!completes || event.shiftKey || event.isComposing) return;
    if (complete(box)) event.preventDefault();
    else if (event.key === "Enter") {
      event.preventDefault();
      box.form.requestSubmit();
    }
  });
}

$("hints").addEventListener("mousedown", (event) => {
  event.preventDefault(); // the box keeps its focus
  complete($("hints").parentElement.querySelector("textarea"), event.target.closest("li")?.dataset.begins);
});

/* From here on the page follows the workspace. */

addEventListener("popstate", () => go(addressed()));

let changes;

/* A browser has few connections to one server: tabs that nobody sees take none. */
function follow() {
  changes?.close();
  if (document.hidden) return;
  changes = new EventSource("/page/changes");
  changes.addEventListener("message", draw);
  changes.addEventListener("error", () => notice(GONE));
}

document.addEventListener("visibilitychange", follow);
follow();
draw().then(() => {
  $("text").focus();
  arrive();
});
