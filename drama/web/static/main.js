// The way from an address to a view.

import { h } from "./dom.js";
import { storyView } from "./story.js";
import { actorView, collectionView, castView, deliverView, recordView, reportView, voicesView } from "./views.js";

const ROUTES = [
  [/^\/$/, () => collectionView()],
  [/^\/voices$/, () => voicesView()],
  [/^\/actor$/, () => actorView()],
  [/^\/s\/([^/]+)$/, (key) => storyView(key)],
  [/^\/s\/([^/]+)\/cast$/, (key) => castView(key)],
  [/^\/s\/([^/]+)\/record$/, (key) => recordView(key)],
  [/^\/s\/([^/]+)\/report$/, (key) => reportView(key)],
  [/^\/s\/([^/]+)\/deliver$/, (key) => deliverView(key)],
];
const app = document.getElementById("app");
let view = null;

export async function go(path, push = true) {
  if (push) window.history.pushState(null, "", path);
  view?.close?.();
  view = null;
  const waiting = window.setTimeout(() => app.replaceChildren(h("main", { id: "main", class: "empty" }, h("p", null, "Reading …"), h("progress", { "aria-label": "Reading" }))), 300);
  const found = ROUTES.map(([pattern, make]) => [pattern.exec(window.location.pathname), make]).find(([match]) => match);
  try {
    view = found ? await found[1](...found[0].slice(1).map(decodeURIComponent)) : null;
    window.clearTimeout(waiting);
    app.replaceChildren(view ? view.element : h("main", { id: "main", class: "empty" }, h("h1", null, "There is no such page"), h("a", { href: "/" }, "To the collection")));
  } catch (error) {
    window.clearTimeout(waiting);
    app.replaceChildren(h("main", { id: "main", class: "empty" }, h("h1", null, "That didn't work"), h("p", null, error.message),
      error.body?.hint && h("p", { class: "quiet" }, error.body.hint), h("a", { href: "/", class: "button" }, "To the collection")));
  }
  if (push) arrive();
  view?.opened?.();
  document.documentElement.dataset.ready = window.location.pathname;
}

// The page's text gets the focus that the link had: the next Tab goes on in it, and a screen reader reads it.
function arrive() {
  const main = document.getElementById("main");
  if (!main) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-link]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  window.scrollTo(0, 0);
  go(link.getAttribute("href"));
});
window.addEventListener("popstate", () => go(window.location.pathname, false));
go(window.location.pathname, false);
