// Deliver: for whom the episode is made, what is still missing for it, and the files to take away.

import { storyForm } from "./about.js";
import { h, redrawn, toast } from "./dom.js";
import { get, listen, post, storyPath } from "./api.js";
import { tabs } from "./frame.js";

export async function deliverView(key) {
  const view = new Deliver(key);
  await view.load();
  return view;
}

class Deliver {
  constructor(key) {
    this.key = key;
    this.main = h("main", { id: "main", class: "sheet-page" });
    this.title = h("h1", null, "");
    this.element = h("div", null, h("div", { class: "top" }, h("header", { class: "bar" }, h("a", { class: "button bare", href: "/", "data-link": true, "aria-label": "Back to the collection" }, "‹"), h("div", { class: "grow" }, this.title)), tabs(key, "/deliver")), this.main);
    this.stop = listen("job", (job) => { if (job.key === key) { this.job = job; if (job.state === "failed") toast(job.said, { seconds: 12 }); this.load(); } });
  }

  close() { this.stop(); }

  async load() {
    const state = await get(storyPath(this.key, "/deliver"));
    this.state = state;
    this.title.textContent = state.title;
    document.title = `Deliver ${state.title} · drama`;
    redrawn(this.main, () => this.main.replaceChildren(
      h("div", { class: "notice" }, h("p", null, state.missing.length ? `Still missing: ${state.missing.join(", ")}.` : `${state.title}, by ${state.byline}.`),
        h("button", { type: "button", onclick: () => this.about() }, state.missing.length ? "Fill in" : "About the story")),
      h("h2", null, "Made for"),
      h("div", { class: "cards" }, state.presets.map((preset) => h("article", { class: "card" }, h("h3", null, preset.name), h("p", { class: "quiet small" }, preset.about),
        h("div", { class: "row end" }, preset.is_house && h("span", { class: "tag good" }, "the episode"),
          h("button", { type: "button", disabled: this.busy(), "aria-label": preset.is_house ? null : `Make ${preset.name}`, onclick: () => this.make(preset.id) }, preset.is_house ? "Make the episode" : "Make it"))))),
      h("h2", null, "Published as"),
      h("div", { class: "cards" }, state.formats.map((form) => h("article", { class: "card" }, h("h3", null, form.name), h("p", { class: "quiet small" }, form.about),
        h("div", { class: "row end" }, h("button", { type: "button", disabled: this.busy(), "aria-label": `Make ${form.name}`, onclick: () => this.make("", form.id) }, "Make it"))))),
      this.busy() ? h("p", null, h("progress", { max: 1, value: this.job.part || 0, "aria-label": "Progress" })) : "",
      h("h2", null, "Files"),
      state.files.length ? h("table", { class: "stacked" }, h("thead", null, h("tr", null, ["File", "For", "Size", ""].map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", null, state.files.map((file) => h("tr", null, h("td", { "data-label": "File" }, file.name), h("td", { "data-label": "For" }, file.about), h("td", { class: "num", "data-label": "Size" }, size(file.bytes)),
          h("td", { "data-label": "" }, h("a", { class: "button tiny", href: storyPath(this.key, `/files/${file.id}`), download: file.name.split("/").pop(), "aria-label": `Download ${file.name}` }, "Download")))))) : h("div", { class: "empty" }, h("p", null, "Nothing is made yet."), h("p", null, "Render the episode, and its transcript, chapters and subtitles lie here."))));
  }

  busy() { return this.job && ["waiting", "running"].includes(this.job.state); }

  async make(preset, format = "") {
    const house = this.state.presets.find((one) => one.is_house)?.id;
    try {
      this.job = { state: "waiting" };
      await post("/api/jobs", { keys: [this.key], preset: preset === house ? "" : preset, format });
    } catch (error) { toast(error.message); }
  }

  async about() { if (await storyForm(this.key, this.state)) await this.load(); }
}

const size = (bytes) => (bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`);
