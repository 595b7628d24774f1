// The cast: who is who, and how everybody sounds.

import { ask, count, h, icon, personClass, redrawn, toast } from "./dom.js";
import { get, listen, post, storyPath } from "./api.js";
import { tabs } from "./frame.js";

const SLIDERS = [["rate", "Speed", 0.5, 2, 0.05, (x) => `${x.toFixed(2)}×`], ["pitch", "Pitch", -12, 12, 0.5, (x) => `${x > 0 ? "+" : ""}${x} st`],
  ["volume", "Level", -24, 12, 1, (x) => `${x > 0 ? "+" : ""}${x} dB`], ["seat", "Seat", -1, 1, 0.1, (x) => (x < -0.04 ? `${Math.round(-100 * x)} % left` : x > 0.04 ? `${Math.round(100 * x)} % right` : "centre")]];
const SEATS = ["left", "half left", "centre", "half right", "right"];
const MOST_PAIRS = 12;
const SETTLED_MS = 300; // a slider that is moved by keys is heard once, where it comes to rest

export async function castView(key) {
  const view = new Cast(key);
  await view.load();
  return view;
}

class Cast {
  constructor(key) {
    this.key = key;
    this.path = (rest) => storyPath(key, rest);
    this.audio = new Audio();
    this.body = h("div", { class: "stack" });
    this.title = h("h1", null, "");
    this.element = h("div", null, h("div", { class: "top" }, h("header", { class: "bar" }, h("a", { class: "button bare", href: "/", "data-link": true, "aria-label": "Back to the collection" }, "‹"), h("div", { class: "grow" }, this.title)), tabs(key, "/cast")),
      h("main", { id: "main", class: "sheet-page" }, this.body, h("div", { hidden: true }, this.audio)));
    this.stop = listen("files", (about) => { if ((about.keys.includes(key) || about.keys.includes("")) && !this.saving) this.load(); });
  }

  close() { this.stop(); this.audio.pause(); }

  async load() {
    this.cast = await get(this.path("/cast"));
    this.title.textContent = this.cast.title;
    document.title = `Cast of ${this.cast.title} · drama`;
    this.place = new Map(this.cast.people.filter((person) => person.name !== "narrator").map((person, index) => [person.name, index]));
    redrawn(this.body, () => this.body.replaceChildren(h("div", { class: "spread" }, h("h2", null, "Who is who"), h("p", { class: "quiet small" }, "Drag one card onto another when two are one person, or use its “Is somebody else” button.")),
      h("div", { class: "people" }, this.cast.people.map((person) => this.card(person))), this.stage(), this.pairs()));
  }

  index(person) { return this.place.get(person.name) ?? -1; }

  card(person) {
    const narrator = person.name === "narrator";
    const of = personClass(this.index(person));
    const card = h("article", { class: `card person ${of}`, draggable: narrator ? null : "true", "data-name": person.name },
      h("div", { class: "spread" }, h("h3", { class: `who dot ${of}` }, narrator ? "The narrator" : person.name), h("span", { class: "tag" }, count(person.lines, "line"))),
      person.aliases.length > 0 && h("p", { class: "small quiet" }, `also ${person.aliases.join(", ")}`),
      !narrator && h("p", { class: "small quiet", title: person.why }, [person.gender, person.age, person.kind].filter((fact) => fact && !["unknown", "person"].includes(fact)).join(", ") || "nothing tells who they are"),
      person.voice_why && !person.voice_why.endsWith("in voices.yaml") && h("p", { class: "small quiet" }, person.voice_why),
      this.voices(person), this.sliders(person),
      !narrator && h("div", { class: "row end" },
        h("button", { type: "button", class: "tiny", onclick: () => this.join(person.name) }, "Is somebody else"),
        h("button", { type: "button", class: "tiny", onclick: () => this.part(person) }, "Is two people"),
        h("button", { type: "button", class: "tiny", onclick: () => this.facts(person) }, "Facts")));
    if (!narrator) {
      card.addEventListener("dragstart", (event) => { event.dataTransfer.setData("text/plain", person.name); });
      card.addEventListener("dragover", (event) => { event.preventDefault(); card.classList.add("over"); });
      card.addEventListener("dragleave", () => card.classList.remove("over"));
      card.addEventListener("drop", (event) => { event.preventDefault(); event.stopPropagation(); card.classList.remove("over"); const gone = event.dataTransfer.getData("text/plain"); if (gone && gone !== person.name) this.joined(gone, person.name); });
    }
    return card;
  }

  hear(person, voice = "") {
    if (!person.telling) { toast("They say nothing in this story."); return; }
    const query = voice ? `&voice=${encodeURIComponent(voice)}` : "";
    this.audio.src = this.path(`/lines/${person.telling}.wav?v=${this.cast.hash.slice(0, 12)}${this.cast.voices_hash.slice(0, 8)}${query}`);
    this.audio.play().catch(() => {});
  }

  voices(person) {
    const row = (voice, now) => h("div", { class: "voice" },
      h("button", { type: "button", class: "round tiny", "aria-label": `Hear ${voice} as ${person.name}`, onclick: () => this.hear(person, now ? "" : voice) }, icon("play")),
      h("span", null, voice), now ? h("span", { class: "tag good" }, "now") : h("button", { type: "button", class: "tiny", "aria-label": `Take ${voice} for ${person.name}`, onclick: () => this.change(person, { voice }) }, "Take it"));
    return h("div", { class: "voices" }, row(person.voice, true), person.others.map((voice) => row(voice, false)),
      h("div", null, h("button", { type: "button", class: "bare tiny", onclick: () => this.choose(person) }, "All voices …")));
  }

  async choose(person) {
    const { voices } = await get("/api/voices");
    const list = h("datalist", { id: "voices" }, voices.map((voice) => h("option", { value: voice.name }, `${voice.gender} ${voice.language}`)));
    const name = h("input", { type: "search", name: "voice", list: "voices", required: true, autocomplete: "off" });
    const answer = await ask(`A voice for ${person.name}`, [list, h("label", null, `One of ${voices.length}`, name), h("button", { type: "button", onclick: () => this.hear(person, name.value) }, "Hear it")], { action: "Take it" });
    if (answer) await this.change(person, { voice: answer.voice.trim() });
  }

  sliders(person) {
    return h("div", { class: "sliders" }, SLIDERS.map(([name, label, low, high, step, said]) => {
      const id = `${name}-${person.name}`.replace(/\W/g, "_");
      const output = h("output", { class: "num", for: id }, said(person[name]));
      let resting = 0;
      const moved = () => { window.clearTimeout(resting); resting = window.setTimeout(() => this.next(() => this.change(person, { [name]: Number(input.value) })), SETTLED_MS); };
      const input = h("input", { type: "range", id, min: String(low), max: String(high), step: String(step), value: String(person[name]),
        oninput: () => { output.textContent = said(Number(input.value)); }, onchange: moved });
      return [h("label", { for: id }, label), input, output];
    }));
  }

  // One change after the other: each is made on the file as the one before has left it.
  next(act) { this.last = (this.last || Promise.resolve()).then(act); return this.last; }

  async change(person, change) {
    this.saving = true;
    try {
      const answer = await post("/api/cast", { story: this.key, name: person.name, voices_hash: this.cast.voices_hash, ...change });
      await this.load();
      toast(answer.said, { label: "Undo", act: () => this.undo() });
      this.hear(this.cast.people.find((one) => one.name === person.name) || person);
    } catch (error) { toast(error.message, { seconds: 10 }); await this.load(); } finally { this.saving = false; }
  }

  async undo() { try { const answer = await post(this.path("/undo")); toast(`Undone: ${answer.said}`); await this.load(); } catch (error) { toast(error.message); } }

  async edit(edit) {
    this.saving = true;
    try {
      const answer = await post(this.path("/edits"), { hash: this.cast.hash, voices_hash: this.cast.voices_hash, edit });
      await this.load();
      toast(answer.said, { label: "Undo", act: () => this.undo() });
    } catch (error) { toast(error.message, { seconds: 10 }); await this.load(); } finally { this.saving = false; }
  }

  async join(gone) {
    const others = this.cast.people.filter((person) => person.name !== gone && person.name !== "narrator");
    const answer = await ask(`Who is ${gone}?`, [h("label", null, "The same person as", h("select", { name: "kept" }, others.map((person) => h("option", { value: person.name }, person.name))))], { action: "They are one" });
    if (answer) await this.joined(gone, answer.kept);
  }

  joined(gone, kept) { return this.edit({ kind: "join", gone, kept }); }

  async part(person) {
    const lines = await get(this.path(`/cast/${encodeURIComponent(person.name)}/lines`));
    const answer = await ask(`Which lines of ${person.name} are somebody else's?`, [
      h("div", { class: "stack" }, lines.lines.map((line) => h("label", { class: "row" }, h("input", { type: "checkbox", name: `cue ${line.cue}` }), h("span", { class: "prose" }, line.text)))),
      h("label", null, "Whose?", h("input", { type: "text", name: "to", required: true, autocomplete: "off" }))], { action: "Give them away" });
    if (!answer) return;
    const cues = Object.keys(answer).filter((name) => name.startsWith("cue ")).map((name) => Number(name.slice(4)));
    if (cues.length) await this.edit({ kind: "speaker", cues, to: answer.to.trim() });
  }

  async facts(person) {
    const select = (name, words) => h("label", null, name[0].toUpperCase() + name.slice(1), h("select", { name }, words.map((word) => h("option", { value: word, selected: person[name] === word }, word))));
    const answer = await ask(person.name, [select("gender", ["unknown", "female", "male", "nonbinary"]), select("age", ["unknown", "child", "young", "adult", "old"]), select("kind", ["person", "robot", "crowd", "animal", "spirit", "god", "device"])]);
    if (answer) await this.edit({ kind: "person", name: person.name, ...answer });
  }

  // Who sits where: five columns from left to right, so that forty people can be read as well as four.
  stage() {
    const seated = this.cast.people.filter((person) => person.name !== "narrator" && person.lines);
    const columns = SEATS.map((name, at) => h("div", null, h("h3", null, name), h("ul", null, seated.filter((person) => Math.round(2 * person.seat) + 2 === at)
      .map((person) => h("li", { class: `who dot ${personClass(this.index(person))}`, title: SLIDERS[3][5](person.seat) }, person.name)))));
    return h("section", { class: "stack" }, h("h2", null, "Where they are heard"), h("div", { class: "theatre" }, columns));
  }

  pairs() {
    const close = this.cast.pairs;
    return h("section", { class: "stack" }, h("h2", null, "Who could be mistaken for whom"),
      close.length ? h("ul", { class: "stack" }, close.slice(0, MOST_PAIRS).map((pair) => h("li", null, h("b", null, `${pair.one} and ${pair.other}`), `: ${pair.advice || "they sound alike"}`)),
        close.length > MOST_PAIRS && h("li", { class: "quiet" }, `and ${count(close.length - MOST_PAIRS, "more pair")}`)) : h("p", { class: "quiet" }, "Nobody: everyone who meets sounds apart."));
  }
}

export async function voicesView() {
  const { voices, people } = await get("/api/voices");
  document.title = "Voices · drama";
  const element = h("div", null, h("div", { class: "top" }, h("header", { class: "bar" }, h("a", { class: "button bare", href: "/", "data-link": true, "aria-label": "Back to the collection" }, "‹"), h("div", { class: "grow" }, h("h1", null, "Voices of the collection")), h("span", { class: "facts" }, `${voices.length} can be had here`))),
    h("main", { id: "main", class: "sheet-page" },
      h("table", { class: "stacked" }, h("thead", null, h("tr", null, ["Who", "Voice", "Speed", "Pitch", "Stories"].map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", null, people.map((person) => h("tr", null, [["Who", person.name], ["Voice", person.voice], ["Speed", person.rate], ["Pitch", person.pitch], ["Stories", person.story || "all"]].map(([label, text]) => h("td", { "data-label": label }, String(text)))))))));
  return { element };
}
