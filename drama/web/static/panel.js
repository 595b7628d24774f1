// The right column: who of the scene says the chosen line, why, and what can be done with it.

import { count, h, icon, percent, personClass, toast } from "./dom.js";
import { get } from "./api.js";

export class Panel {
  constructor(view) {
    this.view = view;
    this.element = h("div", { class: "side-panel" });
    this.follows = [];
    this.whyOpen = false;
    this.why = null;
  }

  async draw() {
    const { view } = this;
    const cue = view.cue;
    if (!cue) { this.element.replaceChildren(h("p", { class: "quiet" }, "Choose a line.")); return; }
    if (this.why?.cue !== cue.n || this.why.hash !== view.story.hash) this.why = null;
    const spoken = cue.k === "line" || cue.k === "narrator";
    this.element.replaceChildren(...[
      ...this.decisions(cue), spoken ? this.people(cue) : this.effect(cue), this.following(), spoken && this.actions(cue),
      this.whyOpen && h("section", { id: "why" }, h("h2", null, "Why"), this.why ? this.reasons() : h("p", { class: "quiet" }, "…")),
    ].filter(Boolean));
    if (!this.why && cue.k === "line" && (this.whyOpen || view.story.doubtful.has(cue.n))) await this.fetchWhy(cue);
  }

  async fetchWhy(cue) {
    const { hash } = this.view.story;
    if (this.asking === `${cue.n} ${hash}`) return;
    this.asking = `${cue.n} ${hash}`;
    try {
      const why = await get(this.view.path(`/lines/${cue.n}`));
      this.why = { ...why, cue: cue.n, hash };
    } catch (error) { toast(error.message); this.why = { cue: cue.n, hash, others: [], before: "", text: cue.t, after: "" }; }
    if (this.view.cue?.n === cue.n) this.draw();
  }

  decisions(cue) {
    const found = this.view.story.decisions.filter((one) => one.cue === cue.n);
    return found.map((one) => h("section", { class: "notice" }, h("p", null, one.message), one.who?.length ? this.oneOrTwo(one.who) : null));
  }

  oneOrTwo([one, ...others]) {
    const { view } = this;
    const button = (label, edit) => h("button", { type: "button", class: "tiny", onclick: () => view.edit(edit, { hear: false }) }, label);
    return h("div", { class: "row" },
      others.map((other) => button(`${one} is ${other}`, { kind: "join", gone: one, kept: other })),
      button(others.length > 1 ? "None of them" : "Two people", { kind: "apart", one, others }));
  }

  people(cue) {
    const { view } = this;
    const asked = view.story.decisions.find((one) => one.cue === cue.n);
    const chances = new Map([[cue.s, cue.p], ...(this.why?.others || []), ...(asked?.choices || [])]);
    const rows = view.people().map((person, at) => h("button", {
      type: "button", class: personClass(person.index), "aria-pressed": cue.k === "line" && cue.s === person.name ? "true" : "false",
      onclick: () => view.give(person.name),
    }, h("kbd", null, String(at + 1)), h("span", { class: `who dot ${personClass(person.index)}` }, person.name),
    h("span", { class: "end" }, chances.get(person.name) ? percent(chances.get(person.name)) : person.lines ? count(person.lines, "line") : "")));
    rows.push(h("button", { type: "button", class: "pn", "aria-pressed": cue.k === "narrator" ? "true" : "false", onclick: () => view.give("") },
      h("kbd", null, "0"), h("span", { class: "dot pn" }, "Narrator")));
    rows.push(h("div", { class: "row" },
      h("button", { type: "button", class: "tiny", onclick: () => view.find() }, h("kbd", null, "/"), "Somebody else"),
      h("button", { type: "button", class: "tiny", onclick: () => view.newPerson() }, h("kbd", null, "N"), "New"),
      h("button", { type: "button", class: "tiny", onclick: () => view.inTurn() }, h("kbd", null, "T"), "In turn")));
    return h("section", null, h("h2", null, "Who says it"), h("div", { class: "choices" }, rows));
  }

  effect(cue) {
    const { view } = this;
    const edit = (edit) => view.edit(edit, { hear: false });
    return h("section", null, h("h2", null, { sound: "Sound", music: "Music", ambience: "Ambience", pause: "Pause" }[cue.k]),
      h("p", null, cue.k === "pause" ? `${cue.set.seconds} s` : cue.t.replaceAll("-", " ")),
      cue.w && h("p", { class: "quiet small" }, `Proposed because: ${cue.w}`),
      h("div", { class: "row" },
        cue.k !== "pause" && cue.t !== "none" && h("button", { type: "button", onclick: () => view.player.hear(`/api/sounds/${encodeURIComponent(cue.t)}.wav`) }, icon("play"), "Hear it"),
        cue.k !== "pause" && !cue.played && h("button", { type: "button", onclick: () => edit({ kind: "lock", cues: [cue.n], on: true }) }, "Use it"),
        h("button", { type: "button", onclick: () => edit({ kind: "remove", cue: cue.n }) }, "Take it out")));
  }

  following() {
    if (!this.follows.length) return null;
    const { view } = this;
    return h("section", { class: "notice" },
      h("p", null, `${count(this.follows.length, "line")} ${this.follows.length === 1 ? "hangs" : "hang"} on it. Hear ${this.follows.length === 1 ? "it" : "them"} first:`),
      h("div", { class: "choices" }, this.follows.map((one) => h("button", { type: "button", class: "tiny", title: one.why, onclick: () => { view.choose(one.cue); view.hearLine(one.cue, `&to=${encodeURIComponent(one.to)}`); } },
        icon("play"), h("span", null, `${one.text} `, h("span", { class: "quiet" }, `${one.speaker} → ${one.to}`))))),
      h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: () => this.giveFollowing() }, h("kbd", null, "A"), `Change ${this.follows.length === 1 ? "it" : `all ${this.follows.length}`}`),
        h("button", { type: "button", onclick: () => { this.follows = []; this.draw(); } }, "Leave them")));
  }

  giveFollowing() {
    const { follows, view } = this;
    if (!follows.length) return;
    this.follows = [];
    view.edit({ kind: "speakers", to: follows.map((one) => [one.cue, one.to]) });
  }

  actions(cue) {
    const { view } = this;
    const button = (key, label, act) => h("button", { type: "button", class: "tiny", onclick: act }, h("kbd", null, key), label);
    return h("section", null, h("h2", null, "This line"), h("div", { class: "row" },
      h("button", { type: "button", class: "tiny", onclick: () => view.hearLine(cue.n) }, icon("play"), "Hear it"),
      button("X", "Why", () => view.explain()), button("E", "Words", () => view.editWords()), button("W", "A word", () => view.pronounce()),
      button("H", "How", () => view.directions()), button("R", "Another take", () => view.retake()),
      button("L", cue.b ? "Unlock" : "Lock", () => view.lock()), button("S", "Sound", () => view.soundHere()),
      button("P", "Play scene", () => view.hearScene()), button("U", "Undo", () => view.undo()), button("?", "All keys", () => view.help())),
    cue.w && !this.whyOpen && h("p", { class: "quiet small" }, cue.w));
  }

  reasons() {
    const { why, view } = this;
    const cue = view.cue;
    const chances = [[cue.s, cue.p], ...why.others].filter(([name, chance]) => name && chance !== null);
    return h("div", { class: "stack" },
      h("div", { class: "why" }, h("p", null, cue.b ? "A person settled this." : cue.w || "No reason is on file."), why.asked && h("p", { class: "small quiet" }, `${why.asked.engine}: ${why.asked.voice} is given “${why.asked.text}”`)),
      chances.length > 0 && h("div", null, chances.map(([name, chance]) => h("div", { class: `meter ${personClass(view.play.place.get(name) ?? -1)}` }, h("span", { class: "who" }, name),
        h("progress", { max: 1, value: Number(chance), "aria-label": `chance that ${name} says it` }), h("span", { class: "num" }, percent(chance))))),
      (why.before || why.after) && h("p", { class: "prose small" }, why.before, h("mark", null, why.text), why.after));
  }
}
