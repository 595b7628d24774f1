// The collection: every story with its state, the queue of what is being made, and a place to drop a new one.

import { showForm } from "./about.js";
import { clock, count, h, personClass, toast } from "./dom.js";
import { get, listen, post, remove, send, storyPath } from "./api.js";

export async function collectionView() {
  const view = new Collection();
  await view.load();
  return view;
}

class Collection {
  constructor() {
    this.jobs = new Map();
    this.list = h("div", { class: "stories" });
    this.queue = h("section", { class: "queue", "aria-label": "What is being made", hidden: true });
    this.about = h("span", { class: "facts" });
    this.title = h("h1", null, "");
    this.file = h("input", { type: "file", hidden: true, multiple: true, onchange: () => this.add([...this.file.files]) });
    this.all = h("button", { type: "button", class: "primary", onclick: () => this.renderAll() }, "Render all");
    this.element = h("div", null,
      h("div", { class: "top" }, h("header", { class: "bar crowded" }, h("div", { class: "grow" }, this.title), this.about,
        h("a", { class: "button", href: "/voices", "data-link": true }, "Voices"),
        h("button", { type: "button", onclick: async () => { if (await showForm()) this.load(); } }, "The show"), this.all)),
      h("main", { id: "main", class: "sheet-page" }, this.queue, this.list));
    this.seen = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) { this.seen.unobserve(entry.target); this.state(entry.target); }
    });
    this.stops = [
      listen("job", (job) => { this.jobs.set(job.id, job); this.drawQueue(); if (job.state === "done") this.refresh(job.key); }),
      listen("files", (about) => { if (about.keys.includes("") || about.stories) this.load(); else about.keys.forEach((key) => this.refresh(key)); }),
    ];
    const drag = (event) => { event.preventDefault(); this.drop?.classList.toggle("over", event.type === "dragover"); };
    this.element.addEventListener("dragover", drag);
    this.element.addEventListener("dragleave", drag);
    this.element.addEventListener("drop", (event) => { drag(event); this.add([...event.dataTransfer.files]); });
  }

  close() { this.stops.forEach((stop) => stop()); this.seen.disconnect(); }

  async load() {
    const project = await get("/api/stories");
    document.title = `${project.title || project.name} · drama`;
    this.title.textContent = project.title || project.name;
    this.about.textContent = count(project.stories.length, "story", "stories");
    this.all.disabled = !project.stories.length;
    project.jobs.forEach((job) => this.jobs.set(job.id, job));
    this.drop = h("div", { class: "drop" }, h("p", null, project.stories.length ? "Drop a story here to add it" : "No story yet. Drop one here: a text file of prose is enough."),
      h("button", { type: "button", onclick: () => this.file.click() }, "Choose a file"), this.file, h("p", { class: "small" }, project.kinds.join(" ")));
    this.list.replaceChildren(...project.stories.map((story, index) => this.card(story, index)), ...project.unread.map(({ file, fault }) => this.unread(file, fault)), this.drop);
    for (const card of this.list.querySelectorAll(".story-card")) this.seen.observe(card);
    this.drawQueue();
  }

  card(story, index) {
    const path = `/s/${encodeURIComponent(story.key)}`;
    return h("article", { class: `card story-card ${personClass(index).replace(/shape\d/, "")}`, "data-key": story.key },
      story.cover ? h("img", { class: "cover", src: storyPath(story.key, "/cover"), alt: "" })
        : h("div", { class: "cover", "aria-hidden": "true" }, h("b", null, story.key.slice(0, 4)), h("span", null, story.title.slice(0, 40))),
      h("h2", null, h("a", { href: path, "data-link": true }, story.title)),
      h("p", { class: "quiet small" }, [story.author, story.duration_s && clock(story.duration_s)].filter(Boolean).join(" · ") || story.file),
      h("p", { class: "state row", "data-slot": "state" }, h("span", { class: "tag" }, story.adapted ? "…" : "not adapted yet")),
      h("p", { class: "quiet small", "data-slot": "cast" }),
      h("div", { class: "row", "data-slot": "acts" }, h("a", { class: "button tiny", href: path, "data-link": true, "aria-label": `Open ${story.title}` }, "Open"),
        h("button", { type: "button", class: "tiny", "aria-label": `Render ${story.title}`, onclick: () => this.render([story.key]) }, "Render")));
  }

  unread(file, fault) {
    return h("article", { class: "card" }, h("h2", null, file), h("p", { class: "row" }, h("span", { class: "tag bad" }, "can't be read"), h("span", { class: "small" }, fault)));
  }

  async state(card) {
    const key = card.dataset.key;
    const slot = card.querySelector("[data-slot=state]");
    try {
      const state = await get(storyPath(key, "/state"));
      const tags = [];
      if (state.fault) tags.push(h("span", { class: "tag bad" }, "can't be read"), h("span", { class: "small" }, state.fault));
      else if (!state.adapted) tags.push(h("span", { class: "tag" }, "not adapted yet"));
      if (state.decisions) tags.push(h("span", { class: "tag warn" }, `wants a look: ${count(state.decisions, "decision")}`));
      if (state.episode) tags.push(h("span", { class: `tag ${state.fresh ? "good" : ""}`, title: state.why.join("; ") }, state.fresh ? "rendered" : `stale: ${state.why[0] || ""}`));
      else if (state.adapted) tags.push(h("span", { class: "tag" }, "not rendered yet"));
      slot.replaceChildren(...tags);
      card.querySelector("[data-slot=acts]").hidden = Boolean(state.fault);
      card.querySelector("[data-slot=cast]").textContent = state.cast.slice(0, 5).join(", ") + (state.cast.length > 5 ? ` and ${state.cast.length - 5} more` : "");
    } catch (error) {
      slot.replaceChildren(h("span", { class: "tag bad" }, "has a fault"), h("span", { class: "small" }, error.message));
    }
  }

  refresh(key) { const card = this.list.querySelector(`[data-key="${CSS.escape(key)}"]`); if (card) this.state(card); }

  async render(keys) { try { await post("/api/jobs", { keys }); } catch (error) { toast(error.message); } }

  renderAll() { return this.render([...this.list.querySelectorAll(".story-card")].map((card) => card.dataset.key)); }

  async add(files) {
    for (const file of files) {
      try {
        const { key, title } = await send("/api/stories", file, file.name);
        await this.load();
        toast(`${title} is in the collection.`, { label: "Open", act: () => this.list.querySelector(`[data-key="${CSS.escape(key)}"] a`)?.click() });
      } catch (error) { toast(`${file.name}: ${error.message}`, { seconds: 10 }); }
    }
  }

  drawQueue() {
    const jobs = [...this.jobs.values()].filter((job) => job.state !== "done" && job.state !== "cancelled");
    this.queue.hidden = !jobs.length;
    this.queue.replaceChildren(...jobs.map((job) => h("div", { class: "job" }, h("span", null, h("b", null, job.title)),
      job.state === "failed" ? h("span", { class: "bad small" }, job.said) : h("span", null, h("progress", { max: 1, value: job.part || 0, "aria-label": `Progress of ${job.title}` }),
        h("span", { class: "small quiet" }, job.state === "waiting" ? "waits" : `${job.stage}${job.total ? ` ${job.done}/${job.total}` : ""}${job.left_s ? `, ${clock(job.left_s)} left` : ""}`)),
      h("button", { type: "button", class: "tiny", onclick: async () => { if (job.state === "failed") { this.jobs.delete(job.id); this.drawQueue(); } else await remove(`/api/jobs/${job.id}`); } }, job.state === "failed" ? "Dismiss" : "Cancel"))));
  }
}
