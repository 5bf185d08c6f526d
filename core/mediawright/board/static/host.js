// A page inside a chat program (MCP Apps, 2026-01-26): it shows what the server answered, and a press on a button is a tool call.
const page = document.getElementById("main"), said = document.getElementById("said");
const waiting = new Map();
let last = 0, over = false, followed = "";

const post = (message) => parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
const tell = (method, params = {}) => post({ method, params });
const ask = (method, params) => new Promise((resolve, reject) => {
  waiting.set(++last, { resolve, reject });
  post({ id: last, method, params });
});
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const call = (name, args) => ask("tools/call", { name, arguments: args });

function show(result) {
  const made = result?._meta?.["mediawright/page"];
  if (made) {
    document.documentElement.lang = made.lang;
    page.innerHTML = made.html;
  } else {
    const words = Object.assign(document.createElement("p"), { className: "words" });
    words.textContent = result?.structuredContent?.message ?? (result?.content ?? []).map((part) => part.text ?? "").join("\n");
    page.replaceChildren(words);
  }
  follow();
}

function say(key) {
  const words = page.querySelector("[data-words]")?.dataset[key];
  if (!words) return;
  said.textContent = words;
  said.classList.add("on");
  setTimeout(() => said.classList.remove("on"), 4000);
}

// what the person did here is told to the model for its next turn; a program that does not take it says so, and nothing is lost
const note = (result) => {
  const text = result?.structuredContent?.message;
  if (text) ask("ui/update-model-context", { content: [{ type: "text", text }] }).catch(() => {});
};

// what was refused leaves the page as it is: its price still stands
function warn(button, result) {
  page.querySelector("[role=alert]")?.remove();
  const words = Object.assign(document.createElement("p"), { className: "notice words" });
  words.setAttribute("role", "alert");
  words.textContent = result.structuredContent?.message ?? "";
  page.querySelector("[data-words]").prepend(words);
  button.removeAttribute("aria-busy");
}

async function press(button) {
  if (page.hasAttribute("aria-busy")) return;
  page.setAttribute("aria-busy", "true");
  button.setAttribute("aria-busy", "true");
  try {
    const result = await call(button.dataset.call, JSON.parse(button.dataset.arguments));
    if (result.isError && page.querySelector("#confirm")) warn(button, result);
    else show(result);
    note(result);
  } catch {
    say("failed");
    button.removeAttribute("aria-busy");
  } finally {
    page.removeAttribute("aria-busy");
  }
}

async function open(button) {
  const { read, kind, label } = button.dataset, frame = button.parentElement;
  button.setAttribute("aria-busy", "true");
  try {
    const [file] = (await ask("resources/read", { uri: read })).contents;
    const shown = document.createElement({ video: "video", audio: "audio" }[kind] ?? "img");
    shown.className = "media";
    shown.src = `data:${file.mimeType};base64,${file.blob}`;
    if (kind === "image") shown.alt = label;
    else { shown.controls = shown.playsInline = true; shown.setAttribute("aria-label", label); }
    frame.replaceChildren(shown);
    if (kind !== "image") shown.play().catch(() => {});
  } catch {
    say("unread");
    button.removeAttribute("aria-busy");
  }
}

// a job that runs is asked for until it is over, a page that was left is not
async function follow() {
  const job = page.querySelector("[data-follow]")?.dataset.follow ?? "";
  if (!job || job === followed) return;
  followed = job;
  for (let failed = 0; !over && failed < 5 && page.querySelector("[data-follow]")?.dataset.follow === job;) {
    try {
      const result = await call("media_wait", { job_id: job, wait_s: 20 });
      if (over || page.querySelector("[data-follow]")?.dataset.follow !== job) break;
      if (!page.hasAttribute("aria-busy")) show(result);
      failed = 0;
      if (page.querySelector("[data-follow]")) await pause(2000);
      else note(result);
    } catch {
      failed += 1;
      await pause(3000);
    }
  }
  if (followed === job) followed = "";
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-call]"), opened = event.target.closest("[data-read]"), link = event.target.closest("a[href]");
  if (pressed) press(pressed);
  else if (opened) open(opened);
  else if (link) {
    event.preventDefault();
    ask("ui/open-link", { url: link.href }).catch(() => say("failed"));
  }
});

function context(given) {
  if (given?.theme === "dark" || given?.theme === "light") document.documentElement.dataset.theme = given.theme;
}

addEventListener("message", (event) => {
  if (event.source !== parent || parent === window) return;
  const { id, method, params, result, error } = event.data ?? {};
  if (method === undefined) {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error) one?.reject(error);
    else one?.resolve(result);
  } else if (method === "ui/notifications/tool-result") show(params);
  else if (method === "ui/notifications/host-context-changed") context(params);
  else if (method === "ui/notifications/tool-cancelled") page.replaceChildren();
  else if (id !== undefined) {
    if (method === "ui/resource-teardown") over = true;
    post(["ping", "ui/resource-teardown"].includes(method) ? { id, result: {} } : { id, error: { code: -32601, message: "Method not found" } });
  }
});

if (parent !== window) {
  const known = await ask("ui/initialize", {
    protocolVersion: "2026-01-26",
    appInfo: { name: "Mediawright", version: page.dataset.version },
    appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
  });
  context(known.hostContext);
  tell("ui/notifications/initialized");
  new ResizeObserver(() => {
    const size = document.documentElement.getBoundingClientRect();
    tell("ui/notifications/size-changed", { width: Math.ceil(size.width), height: Math.ceil(size.height) });
  }).observe(document.documentElement);
}
