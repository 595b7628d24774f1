// The script as a play. Only the blocks near the window are in the document, so that 6,000 cues scroll smoothly.

import { clock, h, percent, personClass } from "./dom.js";

const BLOCK = 40;
const DOUBTFUL = 0.6;
const SURE = 0.97; // from here on nobody is asked who speaks: such a line is asked about for another reason

export class Play {
  constructor({ onChoose, onHear }) {
    this.onChoose = onChoose;
    this.onHear = onHear;
    this.element = h("div", { class: "play", id: "script", role: "group", "aria-label": "The script" });
    this.rows = new Map();
    this.chosen = null;
    this.sounding = null;
    this.observer = new IntersectionObserver((entries) => {
      for (const entry of entries) (entry.isIntersecting ? this.fill : this.empty).call(this, entry.target);
    }, { rootMargin: "1200px 0px" });
    this.element.addEventListener("click", (event) => {
      const row = event.target.closest(".cue-row");
      if (!row || window.getSelection()?.toString()) return;
      this.onChoose(Number(row.dataset.cue), { hear: true });
    });
  }

  set(story) {
    this.story = story;
    this.cues = new Map();
    this.order = [];
    this.items = [];
    story.scenes.forEach((scene, number) => {
      this.items.push({ scene, number });
      for (const cue of scene.cues) {
        this.cues.set(cue.n, cue);
        this.order.push(cue.n);
        this.items.push({ cue });
        cue.scene = number;
      }
    });
    this.place = new Map(story.people.map((person, index) => [person.name, index]));
    this.observer.disconnect();
    const blocks = [];
    this.blockOf = new Map();
    for (let at = 0; at < this.items.length; at += BLOCK) {
      const items = this.items.slice(at, at + BLOCK);
      const block = h("div", { class: "block" });
      block.items = items;
      const letters = items.reduce((sum, item) => sum + 48 + (item.cue ? 27 * Math.ceil(item.cue.t.length / 62) : 40), 0);
      block.style.minHeight = `${letters}px`;
      for (const item of items) if (item.cue) this.blockOf.set(item.cue.n, block);
      blocks.push(block);
    }
    const top = window.scrollY;
    this.rows.clear();
    this.element.replaceChildren(...blocks);
    blocks.slice(0, 1).forEach((block) => this.fill(block));
    if (this.chosen && this.blockOf.has(this.chosen)) this.fill(this.blockOf.get(this.chosen));
    window.scrollTo(0, top);
    blocks.forEach((block) => this.observer.observe(block));
  }

  fill(block) {
    if (block.childElementCount) return;
    block.append(...block.items.map((item) => (item.cue ? this.row(item.cue) : this.sceneHead(item))));
    block.style.minHeight = "";
  }

  empty(block) {
    if (!block.childElementCount || block.contains(document.activeElement)) return;
    block.style.minHeight = `${block.offsetHeight}px`;
    for (const item of block.items) if (item.cue) this.rows.delete(item.cue.n);
    block.replaceChildren();
  }

  sceneHead({ scene, number }) {
    const about = [scene.place, scene.time, scene.room && `sounds like: ${scene.room}`].filter(Boolean).join(", ").replaceAll("-", " ");
    return h("div", { class: "scene", id: `scene-${number}` }, h("h2", null, scene.title || `Scene ${number + 1}`), about && h("span", { class: "quiet small" }, about));
  }

  row(cue) {
    const spoken = cue.k === "line" || cue.k === "narrator";
    const opening = cue.h.some((word) => word === "title" || word === "heading");
    const doubtful = this.isDoubtful(cue);
    const index = cue.k === "line" ? this.place.get(cue.s) ?? -1 : -1;
    const classes = ["cue-row", cue.k === "line" ? "line" : spoken ? "narration" : "effect", personClass(index),
      cue.j && "joined", opening && "opening", !spoken && !cue.played && "silent",
      cue.n === this.chosen && "chosen", cue.n === this.sounding && "sounding"].filter(Boolean).join(" ").replace(/shape\d/, "");
    const body = spoken ? this.words(cue, index, doubtful) : this.effect(cue);
    const row = h("div", { class: classes, "data-cue": cue.n, tabindex: cue.n === this.chosen ? "0" : "-1", role: "button", "aria-pressed": cue.n === this.chosen ? "true" : "false" },
      h("span", { class: "edge", title: doubtful ? "wants a look" : "" }, doubtful ? "?" : ""), body);
    this.rows.set(cue.n, row);
    return row;
  }

  isDoubtful(cue) { return this.story.doubtful?.has(cue.n) || (cue.k === "line" && !cue.b && cue.p !== null && cue.p < DOUBTFUL); }

  words(cue, index, doubtful) {
    const how = cue.h.filter((word) => !["title", "heading", "byline"].includes(word));
    return h("div", null,
      cue.k === "line" && h("span", { class: `speaker dot ${personClass(index)}` }, cue.s), cue.k === "line" && " ",
      how.length > 0 && h("span", { class: "direction" }, `(${how.join(", ")}) `),
      h("span", { class: "words" }, cue.t), " ",
      doubtful && cue.p !== null && cue.p < SURE && h("span", { class: "sureness" }, percent(cue.p)),
      h("span", { class: "badges" }, [cue.b && " · by hand", cue.human && " · recorded", cue.was && " · your words", this.story.mended?.has(cue.n) && " · mended"]));
  }

  effect(cue) {
    const sign = { sound: "♪", music: "♫", ambience: "≈", pause: "⏸" }[cue.k];
    const name = cue.k === "pause" ? `a pause of ${cue.set.seconds ?? 0} s` : cue.t.replaceAll("-", " ");
    const state = cue.k === "pause" ? "" : cue.played ? (cue.at ? clock(cue.at[0]) : "played") : "proposed, not played yet";
    return h("div", null, h("span", null, `${sign} `, h("span", { class: "name" }, name)), " ", h("span", { class: "state" }, state));
  }

  refresh(number) {
    const old = this.rows.get(number);
    if (!old) return;
    const active = old === document.activeElement;
    const row = this.row(this.cues.get(number));
    old.replaceWith(row);
    if (active) row.focus({ preventScroll: true });
    return row;
  }

  choose(number, { scroll = true, focus = true } = {}) {
    const before = this.chosen;
    this.chosen = number;
    if (before !== number) this.refresh(before);
    this.fillAround(number);
    const row = this.refresh(number) || this.rows.get(number);
    if (!row) return;
    if (focus) row.focus({ preventScroll: true });
    if (!scroll) return;
    this.reveal(row);
    // Blocks that come into view get their true height: look once more when that is done.
    requestAnimationFrame(() => requestAnimationFrame(() => { if (this.chosen === number) this.reveal(this.rows.get(number)); }));
  }

  fillAround(number) {
    const block = this.blockOf.get(number);
    for (const near of [block?.previousElementSibling, block, block?.nextElementSibling]) if (near) this.fill(near);
  }

  reveal(row) {
    if (!row) return;
    const box = row.getBoundingClientRect();
    const top = document.querySelector(".top")?.offsetHeight || 0;
    const sheet = document.querySelector(".stage > aside.open");
    if (sheet && getComputedStyle(sheet).position === "fixed") { // on a phone it lies over the lower half
      const free = sheet.getBoundingClientRect().top - top;
      if (box.top < top || box.bottom > top + free) window.scrollBy({ top: box.top - top - Math.max(0, (free - box.height) / 2), behavior: "instant" });
    } else if (box.top < top + 40 || box.bottom > window.innerHeight * 0.8) row.scrollIntoView({ block: "center", behavior: "instant" });
  }

  // Marks the line that sounds, and the word of it where the engine gave times.
  follow(number, word, scroll) {
    if (number !== this.sounding) {
      const before = this.rows.get(this.sounding);
      this.sounding = number;
      before?.classList.remove("sounding");
      this.clearWord();
      if (scroll) this.fillAround(number);
      const row = this.rows.get(number);
      row?.classList.add("sounding");
      if (row && scroll) this.reveal(row);
    }
    if (word && (this.word?.[0] !== word[0] || !this.marked?.isConnected)) this.markWord(number, word);
  }

  clearWord() {
    if (this.marked?.isConnected) { const parent = this.marked.parentNode; this.marked.replaceWith(this.marked.textContent); parent.normalize(); }
    this.marked = this.word = null;
  }

  markWord(number, [start, length]) {
    this.clearWord();
    const words = this.rows.get(number)?.querySelector(".words");
    if (!words?.firstChild) return;
    const range = document.createRange();
    const text = words.firstChild;
    if (start + length > text.length) return;
    range.setStart(text, start);
    range.setEnd(text, start + length);
    this.marked = h("span", { class: "now-word" });
    range.surroundContents(this.marked);
    this.word = [start, length];
  }

  step(direction, wanted = () => true) {
    let at = this.order.indexOf(this.chosen);
    if (at < 0) at = direction > 0 ? -1 : this.order.length;
    for (at += direction; at >= 0 && at < this.order.length; at += direction) {
      if (wanted(this.cues.get(this.order[at]))) return this.order[at];
    }
    return null;
  }
}
