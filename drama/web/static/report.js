// The report for listeners: what wants a hearing, each with a button; the figures below it.

import { clock, h, icon } from "./dom.js";
import { get, storyPath } from "./api.js";
import { tabs } from "./frame.js";

export async function reportView(key) {
  const report = await get(storyPath(key, "/report"));
  document.title = `Report on ${report.title} · drama`;
  const audio = h("audio", { controls: true, preload: "metadata", src: report.episode ? storyPath(key, `/episode?v=${report.episode.version}`) : null, "aria-label": "The episode" });
  const hear = (seconds) => h("button", { type: "button", class: "tiny", onclick: () => { audio.currentTime = Math.max(0, seconds - 1); audio.play(); } }, icon("play"), clock(seconds));
  const element = h("div", null,
    h("div", { class: "top" }, h("header", { class: "bar" }, h("a", { class: "button bare", href: "/", "data-link": true, "aria-label": "Back to the collection" }, "‹"), h("div", { class: "grow" }, h("h1", null, report.title))), tabs(key, "/report")),
    h("main", { id: "main", class: "sheet-page" }, report.episode ? audio : h("p", { class: "empty" }, "There is no episode yet: render it first."),
      report.stale && h("p", { class: "notice" }, "The episode isn't what a render would make now; times may be off."),
      h("h2", null, "What wants a hearing"),
      report.hear.length ? h("ul", { class: "stack" }, report.hear.map((one) => h("li", { class: "card" }, h("p", null, h("b", null, one.what)), one.about && h("p", { class: "quiet small" }, one.about), h("div", { class: "row" }, one.at.map(hear), one.cue > 0 && h("a", { class: "button tiny", href: `/s/${encodeURIComponent(key)}`, "data-link": true, onclick: () => sessionStorage.setItem(`place ${key}`, one.cue) }, "To the line"))))) : h("p", { class: "good" }, "Nothing: every check passes and nothing is doubtful."),
      report.checks.length ? [h("h2", null, "The figures"), curve(report.loudness), h("table", { class: "stacked" }, h("thead", null, h("tr", null, ["", "Check", "Found", "Asked for"].map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", null, report.checks.map((check) => h("tr", null, h("td", { class: { pass: "good", look: "warn", fail: "bad" }[check.state], "data-label": "" }, check.state), h("td", { "data-label": "Check" }, check.name), h("td", { "data-label": "Found" }, check.value), h("td", { "data-label": "Asked for" }, check.limit)))))]
        : h("p", { class: "quiet" }, "Nothing has been measured yet: ", h("code", null, `drama check ${key} --audio`))));
  return { element, close: () => audio.pause() };
}

// Short-term loudness over time, drawn for 400 px and wider: few labels, one line.
function curve(levels) {
  if (!levels.length) return null;
  const make = (tag, attributes, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };
  const svg = make("svg", { viewBox: "0 0 400 150", class: "chart", role: "img", "aria-label": `Loudness over time, from ${Math.round(Math.min(...levels))} to ${Math.round(Math.max(...levels))} LUFS` });
  const y = (level) => 140 - (130 * (Math.max(-45, Math.min(-5, level)) + 45)) / 40;
  for (const level of [-10, -20, -30, -40]) {
    svg.append(make("line", { class: "grid", x1: 34, x2: 400, y1: y(level), y2: y(level) }), make("text", { x: 0, y: y(level) + 4 }, `${level}`.replace("-", "−")));
  }
  svg.append(make("polyline", { class: "curve", points: levels.map((level, i) => `${(34 + (366 * i) / Math.max(1, levels.length - 1)).toFixed(1)},${y(level).toFixed(1)}`).join(" ") }));
  return svg;
}
