// Everything here is a convenience: each form and link works without it.
const base = document.body.dataset.base;
const said = document.getElementById("said");

function say(text) {
  said.textContent = text;
  said.classList.add("on");
  setTimeout(() => said.classList.remove("on"), 1600);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  say(document.body.dataset.copied);
}

document.addEventListener("click", (event) => {
  const copied = event.target.closest("[data-copy]");
  if (copied) copy(copied.dataset.copy);
  if (event.target.closest("[data-play-all]")) for (const one of document.querySelectorAll("video")) { one.muted = true; one.currentTime = 0; one.play(); }
});

// one click is one form: the button that was pressed keeps its value, and no second one goes out
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-star]")) {
    event.preventDefault();
    const button = form.querySelector("button"), on = form.elements.on.value === "1";
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).then(() => {
      button.textContent = on ? "★" : "☆";
      button.setAttribute("aria-pressed", String(on));
      form.elements.on.value = on ? "0" : "1";
    });
    return;
  }
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) { delete form.dataset.sent; form.querySelector("[aria-busy]")?.removeAttribute("aria-busy"); }
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.target.matches("[data-send]") && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.key === "/" ? document.querySelector("[data-focus='/']") : event.key === "n" ? document.getElementById("say-text") : null;
  if (field) { event.preventDefault(); field.focus(); }
});

// files that are dropped or pasted into the request box
for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]"), shown = form.querySelector("[data-picked]");
  const add = (files) => {
    const all = new DataTransfer();
    for (const file of [...input.files, ...files]) all.items.add(file);
    input.files = all.files;
    input.dispatchEvent(new Event("change"));
  };
  input.addEventListener("change", () => { shown.textContent = [...input.files].map((file) => file.name).join(", "); });
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => { event.preventDefault(); form.classList.remove("over"); add(event.dataTransfer.files); });
  form.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); add(event.clipboardData.files); } });
}

// a clip in the gallery is its picture until it is played: a player for each card would hold up the first paint
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-clip]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const clip = Object.assign(document.createElement("video"), { className: "media", controls: true, playsInline: true, poster: link.querySelector("img").src, src: link.href });
  clip.setAttribute("aria-label", link.dataset.clip);
  link.replaceWith(clip);
  clip.play();
  clip.focus();
});

// a small picture that cannot be made (its file is gone) leaves an empty frame instead of the browser's broken one
const gone = (picture) => picture.classList.add("gone");
document.addEventListener("error", (event) => { if (event.target.matches(".frame img")) gone(event.target); }, true);
for (const picture of document.querySelectorAll(".frame img")) if (picture.complete && !picture.naturalWidth) gone(picture);

// one clip plays at a time, but for those side by side
document.addEventListener("play", (event) => {
  if (event.target.closest(".beside")) return;
  for (const other of document.querySelectorAll("video, audio")) if (other !== event.target) other.pause();
}, true);

const bar = document.querySelector("[data-compare]");
if (bar) {
  const count = () => bar.classList.toggle("some", document.querySelectorAll("[data-pick]:checked").length > 1);
  document.addEventListener("change", (event) => { if (event.target.matches("[data-pick]")) count(); });
  count();
}

for (const place of document.querySelectorAll("[data-fetch]")) {
  fetch(place.dataset.fetch).then((answer) => (answer.ok ? answer.text() : null)).then((html) => { if (html !== null) place.innerHTML = html; });
}

const wait = document.querySelector("[data-until]");
if (wait) {
  const ask = async () => {
    const answer = await fetch(wait.dataset.until).then((found) => found.json()).catch(() => ({}));
    if (answer.signed_in) location.assign(wait.dataset.then); else setTimeout(ask, 2500);
  };
  setTimeout(ask, 2500);
}

// what runs, told as it changes
function clock(seconds) {
  const minutes = Math.floor(seconds / 60), zh = document.documentElement.lang.startsWith("zh");
  if (!minutes) return `${seconds} ${zh ? "秒" : "s"}`;
  return zh ? `${minutes} 分 ${seconds % 60} 秒` : `${minutes} min ${seconds % 60} s`;
}
function tick() {
  for (const row of document.querySelectorAll("[data-since]")) {
    const elapsed = Math.max(0, Math.round(Date.now() / 1000 - Number(row.dataset.since))), high = Number(row.dataset.high);
    const shown = row.querySelector("[data-elapsed]"), guess = row.querySelector("[data-guess]");
    if (shown) shown.textContent = clock(elapsed);
    if (guess && high) guess.value = Math.min(95, (100 * elapsed) / high);
  }
}
if (document.querySelector("[data-count]")) {
  setInterval(tick, 1000);
  tick();
  // what the page shows goes along: a job that changed before the stream was open is told at once
  const seen = [...document.querySelectorAll("[data-since]")].slice(0, 60).map((row) => ["seen", `${row.dataset.job}:${row.dataset.state}`]);
  const stream = new EventSource(`${base}/events?${new URLSearchParams(seen)}`);
  stream.addEventListener("counts", (event) => {
    for (const [name, number] of Object.entries(JSON.parse(event.data))) {
      const shown = document.querySelector(`[data-count="${name}"]`);
      if (shown) { shown.textContent = number; shown.hidden = !number; }
    }
  });
  stream.addEventListener("job", (event) => {
    const told = JSON.parse(event.data), over = ["done", "failed", "cancelled", "expired"].includes(told.state);
    const row = document.querySelector(`[data-job="${CSS.escape(told.job)}"]`);
    if (over && row?.closest("[data-reload]")) { location.reload(); return; }
    const box = document.createElement("template");
    box.innerHTML = told.html;
    const fresh = box.content.firstElementChild, live = document.querySelector("[data-live]"), past = document.querySelector("[data-past]");
    if (row && over && past && row.closest("[data-live]")) { row.remove(); past.prepend(fresh); }
    else if (row) row.replaceWith(fresh);
    else if (live) (over ? past : live).prepend(fresh);
    tick();
  });
  addEventListener("pagehide", () => stream.close());
}
