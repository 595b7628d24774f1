// One story: the play beside its episode, and everything that is mended in it.

import { announce, ask, count, h, show, toast } from "./dom.js";
import { get, listen, post, Refused, storyPath } from "./api.js";
import { Player } from "./player.js";
import { Play } from "./play.js";
import { keyTable, shortcuts } from "./keys.js";
import { Panel } from "./panel.js";
import { frame } from "./frame.js";

const MENDED_AFTER_MS = 6000;

export async function storyView(key) {
  const view = new StoryView(key);
  await view.open();
  return view;
}

class StoryView {
  constructor(key) {
    this.key = key;
    this.path = (rest = "") => storyPath(key, rest);
    this.words = new Map();
    this.play = new Play({ onChoose: (cue, options) => this.choose(cue, options) });
    this.player = new Player({ onTime: (now, playing) => this.follow(now, playing), onState: () => {} });
    this.panel = new Panel(this);
    this.stops = [];
  }

  async open() {
    this.nav = h("nav", { "aria-label": "Scenes and decisions" });
    this.handle = h("button", { type: "button", class: "sheet-handle", "aria-expanded": "false", onclick: () => this.openSheet() }, "Who speaks, why, how", h("span", { class: "arrow", "aria-hidden": "true" }, "▴"));
    this.aside = h("aside", { "aria-label": "The chosen line" }, this.handle, this.panel.element);
    this.main = h("main", { id: "main", class: "stage" }, this.nav, this.play.element, this.aside);
    this.notice = h("div", null);
    this.element = h("div", null, frame(this), this.main);
    this.swipes();
    await this.load();
    this.stops.push(listen("files", (about) => this.filesChanged(about)), listen("job", (job) => this.jobChanged(job)));
    this.onKey = shortcuts(this);
    document.addEventListener("keydown", this.onKey.down);
    document.addEventListener("keyup", this.onKey.up);
    this.onLeave = () => this.keepPlace();
    window.addEventListener("pagehide", this.onLeave);
    window.addEventListener("resize", () => this.topHeight());
  }

  // Called when the view is in the document: only then can it be scrolled.
  opened() {
    this.topHeight();
    const kept = Number(sessionStorage.getItem(`place ${this.key}`));
    this.atStart = !this.play.cues.has(kept) && !this.decisionCues().length;
    const place = this.play.cues.has(kept) ? kept : this.decisionCues()[0] || this.play.order[0];
    if (place) this.choose(place, { focus: false });
    const time = Number(sessionStorage.getItem(`time ${this.key}`));
    if (time && this.play.cues.has(kept)) this.player.seek(time);
  }

  close() {
    this.keepPlace();
    if (this.rendering) { window.clearTimeout(this.rendering); post("/api/jobs", { keys: [this.key] }).catch(() => {}); }
    this.player.pause();
    this.stops.forEach((stop) => stop());
    document.removeEventListener("keydown", this.onKey.down);
    document.removeEventListener("keyup", this.onKey.up);
    window.removeEventListener("pagehide", this.onLeave);
  }

  keepPlace() {
    sessionStorage.setItem(`place ${this.key}`, this.play.chosen || "");
    sessionStorage.setItem(`time ${this.key}`, this.player.audio.currentTime || 0);
  }

  topHeight() {
    const top = this.element.querySelector(".top");
    if (top) document.documentElement.style.setProperty("--top", `${top.offsetHeight}px`);
  }

  async load() {
    this.story = await get(this.path());
    this.take(this.story);
    if (this.story.episode) {
      get(this.path("/waveform")).then((wave) => { this.player.wave = wave.levels; this.player.draw(); }, () => {});
    }
  }

  // Shows a story as the server has it now: after loading, after an edit, after a change on the disk.
  take(story) {
    this.looking = story.decisions === null;
    if (this.looking) this.fetchDecisions(story.hash);
    story.decisions ??= this.story?.decisions || [];
    this.story = story;
    story.mended = new Set(story.mended);
    story.doubtful = new Set(story.decisions.map((one) => one.cue).filter(Boolean));
    this.play.set(story);
    this.starts = [...this.play.cues.values()].filter((cue) => cue.at && (cue.k === "line" || cue.k === "narrator")).sort((a, b) => a.at[0] - b.at[0]);
    this.player.marks = story.scenes.map((scene) => scene.cues.find((cue) => cue.at)?.at[0]).filter((at) => at !== undefined);
    this.player.patches = new Map([...story.mended].map((n) => this.play.cues.get(n)).filter((cue) => cue?.at)
      .map((cue) => [cue.n, { start: cue.at[0], end: cue.at[1], url: this.lineUrl(cue.n) }]));
    this.player.load(story.episode ? this.path(`/episode?v=${story.episode.version}`) : "", story.episode?.duration_s || 0, true);
    this.element.querySelector(".top")?.replaceWith(frame(this));
    this.topHeight();
    this.drawNav();
    this.panel.draw();
    document.title = `${story.title} · drama`;
  }

  // Who else might speak a line takes the server a second to find: the play is shown before.
  async fetchDecisions(hash) {
    const found = await get(this.path("/decisions")).catch(() => null);
    if (found?.hash !== hash || this.story.hash !== hash) return;
    this.looking = false;
    this.story.decisions = found.decisions;
    this.story.doubtful = new Set(this.decisionCues());
    for (const cue of this.story.doubtful) this.play.refresh(cue);
    this.element.querySelector(".top")?.replaceWith(frame(this));
    this.drawNav();
    this.panel.draw();
    if (this.atStart && this.decisionCues().length) this.choose(this.decisionCues()[0], { focus: false });
    this.atStart = false;
  }

  drawNav() {
    const here = this.play.cues.get(this.play.chosen)?.scene;
    const scenes = this.story.scenes.map((scene, number) => h("li", null, h("button", {
      type: "button", "aria-current": number === here && "true",
      onclick: () => { const first = scene.cues.find((cue) => cue.k === "line" || cue.k === "narrator"); if (first) this.choose(first.n, { hear: false }); },
    }, h("span", { class: "quiet" }, String(number + 1)), scene.title || `Scene ${number + 1}`)));
    const decisions = this.story.decisions.map((one) => h("li", null, h("button", {
      type: "button", "aria-current": one.cue === this.play.chosen && "true", onclick: () => one.cue && this.choose(one.cue), title: one.message,
    }, h("span", { class: "warn" }, "?"), one.short)));
    this.nav.replaceChildren(h("h2", null, "Scenes"), h("ol", null, scenes),
      h("h2", null, this.looking ? "Looking for doubtful lines …" : decisions.length ? count(decisions.length, "decision") : "No decisions wait"), h("ol", null, decisions));
  }

  // ---- where one is

  choose(number, { hear = false, focus = true, scroll = true } = {}) {
    if (number === null || number === undefined) return;
    if (hear || focus) this.atStart = false;
    const sceneBefore = this.play.cues.get(this.play.chosen)?.scene;
    this.play.choose(number, { focus, scroll });
    const cue = this.play.cues.get(number);
    if (sceneBefore !== cue.scene || this.story.doubtful.has(number)) this.drawNav();
    this.panel.draw();
    if (hear) this.hearFrom(cue);
    else if (cue.at && !this.player.playing && this.player.loaded) this.player.seek(cue.at[0]);
  }

  hearFrom(cue) {
    if (this.story.mended.has(cue.n) || !cue.at || !this.player.loaded) this.hearLine(cue.n);
    else { this.player.seek(cue.at[0]); this.player.play(); }
  }

  async follow(now, playing) {
    if (!this.starts?.length) return;
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle].at[0] <= now + 0.02) low = middle; else high = middle - 1;
    }
    const cue = this.starts[low];
    const inside = now >= cue.at[0] - 0.05 && now <= cue.at[1] + 0.6;
    if (!inside) return;
    const times = this.words.get(cue.n);
    if (playing && times === undefined) this.fetchWords(cue.n, this.starts[low + 1]?.n);
    const within = now - cue.at[0];
    const word = times?.findLast?.(([at]) => at <= within + 0.02);
    this.play.follow(cue.n, playing && word ? [word[1], word[2]] : null, playing && document.activeElement?.closest("dialog") === null);
  }

  fetchWords(...numbers) {
    for (const number of numbers) {
      if (number === undefined || this.words.has(number)) continue;
      this.words.set(number, null);
      get(this.path(`/lines/${number}/words`)).then((found) => this.words.set(number, found.words), () => {});
    }
  }

  decisionCues() { return [...new Set(this.story.decisions.map((one) => one.cue).filter(Boolean))]; }

  decision(direction) {
    const cues = this.decisionCues();
    if (!cues.length) { announce("No decisions wait."); return; }
    const at = cues.indexOf(this.play.chosen);
    const next = at >= 0 ? cues[(at + direction + cues.length) % cues.length]
      : direction > 0 ? cues[0] : cues.at(-1);
    this.choose(next, { hear: false });
  }

  // ---- hearing

  lineUrl(number, query = "") { return this.path(`/lines/${number}.wav?v=${this.story.hash.slice(0, 12)}${this.story.voices_hash.slice(0, 8)}${query}`); }

  async hearLine(number, query = "") {
    try { await this.player.hear(this.lineUrl(number, query)); } catch {
      try { await get(this.lineUrl(number, query)); } catch (error) { toast(error.message); }
    }
  }

  hearScene() {
    const cue = this.play.cues.get(this.play.chosen);
    this.player.hear(this.path(`/scenes/${cue ? cue.scene : 0}.wav?v=${this.story.hash.slice(0, 12)}`)).catch(() => {});
  }

  // ---- mending

  get cue() { return this.play.cues.get(this.play.chosen); }

  async edit(edit, { hear = true, say = "" } = {}) {
    try {
      const answer = await post(this.path("/edits"), { hash: this.story.hash, voices_hash: this.story.voices_hash, edit });
      this.take(answer.story);
      const changed = answer.changed.find((number) => this.play.cues.has(number));
      for (const number of answer.changed) { this.words.delete(number); this.play.rows.get(number)?.classList.add("mended"); }
      if (hear && changed !== undefined) this.hearLine(changed);
      this.panel.follows = answer.follows || [];
      this.panel.draw();
      const active = this.play.rows.get(this.play.chosen);
      if (active && !document.querySelector("dialog")) active.focus({ preventScroll: true });
      this.renderLater();
      toast(say || answer.said, { label: "Undo", act: () => this.undo() });
      return answer;
    } catch (error) {
      if (error instanceof Refused && error.status === 409) this.conflict(error.body, edit);
      else toast(error.message, { seconds: 10 });
      return null;
    }
  }

  async conflict(body, edit) {
    const again = await ask("The file was changed meanwhile", [
      h("p", null, `${body.file} isn't what this page showed: somebody edited it, or another page did.`),
      body.differences?.length ? h("ul", { class: "stack small" }, body.differences.map((line) => h("li", null, line))) : null,
      h("p", null, "Your change has not been made. Make it on the file as it is now?"),
    ], { action: "Make my change" });
    await this.load();
    if (again) await this.edit(edit);
  }

  give(name, cues = [this.play.chosen]) {
    const cue = this.cue;
    if (!cue || (cue.k !== "line" && cue.k !== "narrator")) { toast("Choose a line that is spoken."); return null; }
    return this.edit({ kind: "speaker", cues, to: name });
  }

  people() {
    const scene = this.story.scenes[this.cue?.scene ?? 0];
    const lines = new Map();
    for (const cue of scene?.cues || []) if (cue.k === "line") lines.set(cue.s, (lines.get(cue.s) || 0) + 1);
    const asked = this.story.decisions.find((one) => one.cue === this.cue?.n);
    const guesses = [...(asked?.choices || []), ...(this.panel.why?.others || [])].map(([name]) => name);
    const names = asked ? asked.choices.map(([name]) => name).filter((name) => this.play.place.has(name)) : [];
    for (const name of lines.keys()) if (!names.includes(name)) names.push(name);
    for (const name of guesses) if (!names.includes(name) && this.play.place.has(name)) names.push(name);
    return names.slice(0, 9).map((name) => ({ name, lines: lines.get(name) || 0, index: this.play.place.get(name) ?? -1 }));
  }

  async find() {
    const list = h("datalist", { id: "everybody" }, this.story.people.map((person) => h("option", { value: person.name })));
    const answer = await ask("Who says it?", [h("label", null, "Name", h("input", { type: "search", name: "name", list: "everybody", required: true, autocomplete: "off" })), list], { action: "Give the line" });
    const wanted = answer?.name.trim().toLowerCase();
    if (!wanted) return;
    const found = this.story.people.find((one) => [one.name, ...one.aliases].some((name) => name.toLowerCase() === wanted))
      || this.story.people.find((one) => [one.name, ...one.aliases].some((name) => name.toLowerCase().startsWith(wanted)));
    if (found) await this.give(found.name); else toast(`Nobody here is called ${answer.name}. N makes somebody new.`);
  }

  // Gives the lines from the chosen one to another to those who take turns.
  async inTurn() {
    const cue = this.cue;
    if (cue?.k !== "line") { toast("Choose the first line of the talk."); return; }
    const asked = this.story.decisions.find((one) => one.cue === cue.n && one.until);
    const names = [...new Set([cue.s, ...(asked?.choices || []).map(([name]) => name)])].slice(0, 2);
    const answer = await ask("Who takes turns?", [
      h("label", null, "Names, in order, with commas", h("input", { type: "text", name: "names", required: true, value: names.join(", "), autocomplete: "off" })),
      h("label", null, `From line ${cue.n} to line`, h("input", { type: "number", name: "last", required: true, min: String(cue.n), value: String(asked?.until || cue.n) })),
    ], { action: "Give the lines" });
    if (answer) await this.edit({ kind: "turns", first: cue.n, last: Number(answer.last), names: answer.names });
  }

  async newPerson() {
    const answer = await ask("Somebody new", [
      h("label", null, "Name", h("input", { type: "text", name: "name", required: true, maxlength: "60", autocomplete: "off" })),
      h("label", null, "Gender", h("select", { name: "gender" }, ["unknown", "female", "male", "nonbinary"].map((one) => h("option", { value: one }, one)))),
      h("label", null, "Age", h("select", { name: "age" }, ["unknown", "child", "young", "adult", "old"].map((one) => h("option", { value: one }, one)))),
    ], { action: "Give the line" });
    if (answer) await this.edit({ kind: "speaker", cues: [this.play.chosen], to: answer.name.trim(), gender: answer.gender, age: answer.age });
  }

  async editWords() {
    const cue = this.cue;
    if (!cue) return;
    const answer = await ask("The words as they are spoken", [
      h("label", null, "Words", h("textarea", { name: "text", rows: "4" }, cue.t)),
      cue.was && h("p", { class: "quiet small" }, `The story has: ${cue.was}`),
    ], { action: "Speak it so" });
    if (answer && answer.text.trim() !== cue.t) await this.edit({ kind: "text", cue: cue.n, text: answer.text.trim() });
  }

  async pronounce() {
    const cue = this.cue;
    if (!cue) return;
    const term = h("input", { type: "text", name: "term", required: true, value: window.getSelection()?.toString().trim() || "", list: "words", autocomplete: "off" });
    const say = h("input", { type: "text", name: "say", required: true, autocomplete: "off" });
    const words = [...new Set(cue.t.match(/[\p{L}’'-]{3,}/gu) || [])];
    const hear = h("button", { type: "button", onclick: () => this.hearLine(cue.n, `&term=${encodeURIComponent(term.value)}&say=${encodeURIComponent(say.value)}`) }, "Hear it");
    const answer = await ask("How is the word said?", [
      h("datalist", { id: "words" }, words.map((word) => h("option", { value: word }))),
      h("label", null, "Word or name", term), h("label", null, "In other letters, or IPA between slashes", say), h("div", null, hear),
      h("label", { class: "row" }, h("input", { type: "checkbox", name: "everywhere" }), "in every story of the collection"),
    ], { action: "Say it so" });
    if (answer) await this.edit({ kind: "lexicon", term: answer.term.trim(), say: answer.say.trim(), everywhere: Boolean(answer.everywhere), cue: cue.n });
  }

  async directions() {
    const cue = this.cue;
    if (!cue) return;
    const words = this.story.directions;
    const answer = await ask("How is it said?", [h("div", { class: "ticks" }, words.map((word) => h("label", { class: "row" },
      h("input", { type: "checkbox", name: word, checked: cue.h.includes(word) }), word)))], { action: "Say it so" });
    if (answer) await this.edit({ kind: "how", cues: [cue.n], how: [...cue.h.filter((word) => !words.includes(word)), ...Object.keys(answer)] });
  }

  async soundHere() {
    const sounds = (await get("/api/sounds")).sounds;
    const name = h("select", { name: "name" }, sounds.map((one) => h("option", { value: one.name }, `${one.name.replaceAll("-", " ")} (${one.kind})`)));
    const answer = await ask("A sound at this place", [
      h("label", null, "Sound", name),
      h("button", { type: "button", onclick: () => this.player.hear(`/api/sounds/${encodeURIComponent(name.value)}.wav`) }, "Hear it"),
      h("p", { class: "quiet small" }, "It begins when the chosen line ends. A sound of your own goes into the folder sounds/."),
    ], { action: "Put it here" });
    if (answer) {
      const kind = sounds.find((one) => one.name === answer.name).kind;
      await this.edit({ kind: "sound", after: this.play.chosen, what: kind === "effect" ? "sound" : kind, name: answer.name }, { hear: false });
    }
  }

  lock() { const cue = this.cue; if (cue) this.edit({ kind: "lock", cues: [cue.n], on: !cue.b }, { hear: false }); }
  retake() { const cue = this.cue; if (cue) this.edit({ kind: "retake", cue: cue.n }); }

  async undo() {
    try {
      const answer = await post(this.path("/undo"));
      this.take(answer.story);
      const number = answer.changed.find((one) => this.play.cues.has(one));
      if (number !== undefined) this.choose(number, { hear: false });
      this.renderLater();
      toast(`Undone: ${answer.said}`);
    } catch (error) { toast(error.message); }
  }

  async explain() { this.panel.whyOpen = !this.panel.whyOpen; await this.panel.draw(); this.openSheet(true); }

  help() { show("Keys", keyTable()); }

  openSheet(open = !this.aside.classList.contains("open")) {
    this.aside.classList.toggle("open", open);
    this.handle.setAttribute("aria-expanded", String(open));
    if (open) this.play.reveal(this.play.rows.get(this.play.chosen));
  }

  swipes() { // J and K on a phone
    let from = null;
    this.play.element.addEventListener("touchstart", (event) => { from = event.touches[0]; }, { passive: true });
    this.play.element.addEventListener("touchend", (event) => {
      if (!from) return;
      const to = event.changedTouches[0];
      const [across, down] = [to.clientX - from.clientX, to.clientY - from.clientY];
      if (Math.abs(across) > 80 && Math.abs(down) < 40) this.decision(across < 0 ? 1 : -1);
      from = null;
    }, { passive: true });
  }

  // ---- what happens elsewhere

  // The episode is mended behind what is mended in it, when nothing more comes for a while.
  renderLater() {
    window.clearTimeout(this.rendering);
    if (!this.story.episode) return;
    this.rendering = window.setTimeout(() => { this.rendering = null; post("/api/jobs", { keys: [this.key] }).catch(() => {}); }, MENDED_AFTER_MS);
  }

  async render() {
    window.clearTimeout(this.rendering);
    try { await post("/api/jobs", { keys: [this.key] }); toast("The episode is being made."); } catch (error) { toast(error.message); }
  }

  jobChanged(job) {
    if (job.key !== this.key) return;
    this.job = job;
    this.element.querySelector(".top")?.replaceWith(frame(this));
    this.topHeight();
    if (job.state === "done") this.load();
    if (job.state === "failed") toast(job.said, { seconds: 12 });
  }

  async filesChanged(about) {
    if (!about.keys.includes(this.key) && !about.keys.includes("")) return;
    if (about.hashes?.[this.key] === this.story.hash && !about.keys.includes("")) return;
    const before = this.story.hash;
    await this.load();
    if (this.story.hash !== before) toast("The script was changed outside the page; this is what it says now.");
  }
}
