// What the files say of themselves: the forms of the show and of one story, each with its cover.

import { announce, ask, h, toast } from "./dom.js";
import { get, post, send, storyPath } from "./api.js";

const text = (name, label, value, more = {}) => h("label", null, label, h("input", { type: "text", name, value, ...more }));
const long = (name, label, value) => h("label", null, label, h("textarea", { name, rows: "3" }, value));
const pair = (...fields) => h("div", { class: "fields" }, fields);

// A picture to choose; `chosen` is the file, or null for the one that is there.
class Cover {
  constructor(address, fault, hint) {
    this.chosen = null;
    this.picture = h("img", { class: "picture", alt: "The cover", hidden: !address, ...(address ? { src: address } : {}) });
    this.file = h("input", { type: "file", accept: "image/jpeg,image/png", hidden: true, onchange: () => this.choose(this.file.files[0]) });
    this.said = h("p", { class: "quiet small" }, fault || hint);
    this.element = h("div", { class: "cover-field" }, this.picture,
      h("div", { class: "stack" }, h("button", { type: "button", onclick: () => this.file.click() }, address ? "Another cover" : "Choose a cover"), this.said), this.file);
  }

  choose(file) {
    if (!file) return;
    this.chosen = file;
    const reader = new FileReader();
    reader.addEventListener("load", () => { this.picture.src = reader.result; this.picture.hidden = false; });
    reader.readAsDataURL(file);
    this.said.textContent = file.name;
    announce(`${file.name} will be the cover.`);
  }

  async keep(path) { return this.chosen ? send(path, this.chosen, this.chosen.name) : null; }
}

const HINT = "A square JPEG or PNG of 1400 to 3000 pixels.";

// Asks for the facts of the show; true where something was kept.
export async function showForm() {
  const { facts, categories, has_cover: hasCover, cover_fault: fault, voices_hash: hash } = await get("/api/show");
  const cover = new Cover(hasCover ? `/api/show/cover?v=${hash.slice(0, 12)}` : "", fault, HINT);
  const choice = (value, label) => h("option", { value, selected: facts.credits === value }, label);
  const answer = await ask("The show", [
    cover.element,
    pair(text("title", "Title of the show or the book", facts.title), text("author", "Author", facts.author)),
    long("description", "Description", facts.description),
    pair(text("series", "Series", facts.series), text("narrator", "Narrator", facts.narrator)),
    pair(text("publisher", "Publisher", facts.publisher), text("copyright", "Copyright", facts.copyright, { placeholder: "2026 R. Okafor" })),
    pair(text("language", "Language, as in en or en-GB", facts.language), text("category", "Category, of Apple’s list", facts.category, { list: "categories" })),
    h("datalist", { id: "categories" }, categories.map((one) => h("option", { value: one }))),
    text("url", "Address under which output/ is published, for the feed", facts.url, { inputmode: "url", placeholder: "https://example.org/coast" }),
    pair(h("label", null, "Spoken credits", h("select", { name: "credits" }, choice("short", "Title and author"), choice("full", "With the voices at the end"), choice("none", "None"))),
      text("theme", "Sound under the credits", facts.theme)),
    h("label", { class: "check" }, h("input", { type: "checkbox", name: "explicit", value: "true", checked: facts.explicit }), "Not for children (explicit)"),
  ], { about: h("p", { class: "quiet small" }, "Players, shops and directories show this. A story’s own facts come first. It is kept in voices.yaml.") });
  if (!answer) return false;
  try {
    const shown = await post("/api/show", { voices_hash: hash, facts: { ...answer, explicit: answer.explicit === "true" } });
    const kept = (await cover.keep("/api/show/cover")) || shown;
    toast(kept.cover_fault ? `Kept. But ${kept.cover_fault}.` : "Kept in voices.yaml.");
    return true;
  } catch (error) { toast(error.message, { seconds: 10 }); return false; }
}

// Asks for the facts of a story; true where something was kept.
export async function storyForm(key, state) {
  const facts = state.about;
  const cover = new Cover(state.has_cover ? storyPath(key, `/cover?v=${state.hash.slice(0, 12)}`) : "", "", `${HINT} It is kept beside the story.`);
  const answer = await ask("About the story", [
    cover.element,
    pair(text("title", "Title", state.title, { required: true }), text("subtitle", "Subtitle", facts.subtitle)),
    pair(text("author", "Author", state.author), text("publisher", "Publisher", facts.publisher)),
    long("description", "Description", facts.description),
    pair(text("series", "Series", facts.series), text("part", "Number in the series", facts.part)),
    pair(text("season", "Season, for the feed", facts.season, { inputmode: "numeric" }), text("year", "Year", facts.year, { inputmode: "numeric" })),
    text("language", "Language, as in en or en-GB", facts.language),
  ]);
  if (!answer) return false;
  try {
    await post(storyPath(key, "/edits"), { hash: state.hash, edit: { kind: "about", ...answer } });
    const kept = await cover.keep(storyPath(key, "/cover"));
    if (kept?.fault) toast(`Kept. But ${kept.fault}.`);
    return true;
  } catch (error) { toast(error.message, { seconds: 10 }); return false; }
}
