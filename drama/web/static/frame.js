// The top of the page: where one is, the episode's player, what can be made.

import { clock, count, h } from "./dom.js";

const TABS = [["", "Play"], ["/cast", "Cast"], ["/record", "Record"], ["/report", "Report"], ["/deliver", "Deliver"]];

export function tabs(key, here) {
  return h("nav", { class: "tabs", "aria-label": "The story" }, TABS.map(([rest, name]) => h("a", { href: `/s/${encodeURIComponent(key)}${rest}`, "data-link": true, "aria-current": rest === here && "page" }, name)));
}

export function renderButton(view) {
  const { job, story } = view;
  if (job && (job.state === "waiting" || job.state === "running")) {
    const about = job.total ? `${job.stage} ${job.done}/${job.total}` : job.stage || "waiting";
    return h("span", { class: "row" }, h("progress", { max: 1, value: job.part || 0, "aria-label": "The episode is being made" }), h("span", { class: "small quiet" }, job.left_s ? `${about}, ${clock(job.left_s)} left` : about));
  }
  return h("button", { type: "button", class: story.fresh ? "" : "primary", id: "render", onclick: () => view.render(), title: story.why?.join("; ") || "" },
    story.episode ? (story.fresh ? "Fresh" : "Render again") : "Render");
}

export function frame(view) {
  const { story, key } = view;
  if (!story) return h("div", { class: "top" });
  const facts = [story.episode && clock(story.episode.duration_s), story.episode ? (story.fresh ? "rendered" : story.to_speak ? `${count(story.to_speak, "take")} to speak` : "to be mixed again") : "not rendered yet",
    view.looking ? "" : story.decisions.length ? count(story.decisions.length, "decision") : "nothing doubtful"].filter(Boolean).join(" · ");
  return h("div", { class: "top" },
    h("header", { class: "bar" }, h("a", { class: "button bare", href: "/", "data-link": true, "aria-label": "Back to the collection" }, "‹", h("span", { class: "words-of-button" }, "Collection")),
      h("div", { class: "grow" }, h("h1", null, story.title)), h("span", { class: "facts" }, facts),
      renderButton(view), h("button", { type: "button", class: "bare keys-button", onclick: () => view.help(), "aria-label": "Keys" }, "?")),
    story.episode ? view.player.element : h("div", { class: "bar" }, h("p", { class: "quiet small" }, "There is no episode yet: click a line to hear it, P plays its scene, or render the whole.")),
    tabs(key, ""));
}
