// Elements, messages and times. Text is only ever set as text: nothing here makes markup of a string.

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
export const percent = (probability) => `${Math.round(100 * probability)} %`;

// Tells a screen reader what happened, where the eye sees it anyway.
export function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  window.setTimeout(() => { live.textContent = text; }, 30);
}

export function toast(text, { label, act, seconds = 6 } = {}) {
  const box = document.getElementById("toasts");
  const note = h("div", { class: "toast" }, h("span", null, text));
  const remove = () => note.remove();
  if (label) note.append(h("button", { type: "button", class: "tiny", onclick: () => { remove(); act(); } }, label));
  box.append(note);
  while (box.children.length > 3) box.firstChild.remove();
  window.setTimeout(remove, 1000 * seconds);
  announce(text);
}

// Draws a part of the page anew; whoever was in it with the keyboard stays where they were.
export function redrawn(root, draw) {
  const like = (element) => element.id || `${element.getAttribute("aria-label")} ${element.textContent}`;
  const all = (element) => [...root.querySelectorAll(element.tagName)].filter((other) => like(other) === like(element));
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  const place = active ? all(active).indexOf(active) : -1;
  draw();
  if (active && !active.isConnected) all(active)[place]?.focus({ preventScroll: true });
}

// A dialog with a form; answers its values, or null when it was left.
export function ask(title, fields, { action = "Save", about = null } = {}) {
  return new Promise((resolve) => {
    const form = h("form", { method: "dialog" },
      h("h2", { id: "dialog-title" }, title), about, fields,
      h("div", { class: "row" },
        h("button", { class: "primary", value: "yes" }, action),
        h("button", { type: "button", onclick: () => dialog.close() }, "Cancel")));
    const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, form);
    let answer = null;
    form.addEventListener("submit", () => { answer = Object.fromEntries(new FormData(form)); });
    dialog.addEventListener("close", () => { dialog.remove(); resolve(answer); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function show(title, ...content) {
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" },
    h("div", { class: "stack" }, h("h2", { id: "dialog-title" }, title), ...content,
      h("div", null, h("button", { type: "button", onclick: () => dialog.close() }, "Close"))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// Colour and shape of the person who comes at this place in the cast: eight colours, then another shape.
export const personClass = (index) => (index < 0 ? "pn" : `p${index % 8} shape${Math.floor(index / 8) % 4}`);

const icons = {
  play: "M7 4.5v15l12-7.5z", pause: "M6 4.5h4v15H6zM14 4.5h4v15h-4z", stop: "M5.5 5.5h13v13h-13z",
};
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("width", "18");
  svg.setAttribute("height", "18");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", icons[name]);
  path.setAttribute("fill", "currentColor");
  svg.append(path);
  return svg;
}
