// Swaps in what changed, instead of loading the page anew. Without it every link and form still works.
"use strict";

(() => {
  const POLL_MS = 1500;
  const BUSY_POLL_MS = 400;
  const SILENT = "The playground does not answer. Is it still running in the terminal?";

  const main = document.getElementById("main");
  const trouble = document.getElementById("trouble");
  const busy = document.getElementById("busy");
  const served = new WeakMap(); // an element → its HTML as the server sent it
  const rested = new WeakMap(); // a chat → where it was last scrolled to from here
  let sending = 0;

  const remember = (element) => served.set(element, element.outerHTML);
  const pieces = (root) => root.querySelectorAll("[data-block], [data-list] > *");
  const inside = (root, id) => (id ? root.querySelector(`#${CSS.escape(id)}`) : null);

  function isChanged(entry) {
    if (entry.type === "hidden") return false;
    if (entry.type === "checkbox") return entry.checked !== entry.defaultChecked;
    if (entry.options) return [...entry.options].some((option) => option.selected !== option.defaultSelected);
    return entry.value !== entry.defaultValue;
  }

  function copy(entry, twin) {
    if (entry.type === "checkbox") twin.checked = entry.checked;
    else if (!entry.multiple) twin.value = entry.value;
    else {
      const chosen = new Set([...entry.selectedOptions].map((option) => option.value));
      for (const option of twin.options) option.selected = chosen.has(option.value);
    }
  }

  // What is half written and what is folded open outlive a swap, but for the form that was just sent.
  function carry(old, fresh, sent) {
    if (old.dataset.key !== fresh.dataset.key) return;
    for (const each of old.querySelectorAll("details[id][open]")) {
      const twin = inside(fresh, each.id);
      if (twin && !each.contains(sent)) twin.open = true;
    }
    for (const each of old.querySelectorAll("input, select, textarea")) {
      const twin = inside(fresh, each.id);
      if (twin && isChanged(each) && !sent?.contains(each)) copy(each, twin);
    }
  }

  function exchange(old, fresh, sent) {
    const html = fresh.outerHTML;
    if (served.get(old) === html && !old.contains(sent)) return;
    carry(old, fresh, sent);
    old.replaceWith(fresh);
    served.set(fresh, html);
  }

  // A chat rests at its end; but a message taller than the chat is read from its beginning.
  function settle(list) {
    const log = list.closest(".log");
    const last = list.lastElementChild;
    log.scrollTop = 0;
    if (last.offsetHeight > log.clientHeight) last.scrollIntoView({ block: "start" });
    rested.set(log, log.scrollTop);
  }

  // Whoever has scrolled back to read is left to it, until they do something there themselves.
  function follow(list, seat) {
    const log = list.closest(".log");
    const isRead = log.scrollTop !== 0 && log.scrollTop !== rested.get(log);
    if (!isRead || log.closest(".seat") === seat) settle(list);
  }

  function reconcile(old, fresh, sent, seat) {
    const before = old.lastElementChild?.outerHTML;
    const wanted = [...fresh.children];
    const ids = new Set(wanted.map((each) => each.id));
    for (const each of [...old.children]) if (!ids.has(each.id)) each.remove();
    wanted.forEach((each, place) => {
      const current = inside(old, each.id);
      if (current) exchange(current, each, sent);
      else {
        remember(each);
        old.insertBefore(each, old.children[place] ?? null);
      }
    });
    if (old.lastElementChild?.outerHTML !== before) follow(old, seat);
  }

  // Where the focus is, in words that a page made anew also understands.
  function trace() {
    const at = document.activeElement;
    const around = at?.closest("[data-list] > *, [data-block]");
    return { at, id: at?.id, href: at?.getAttribute("href"), around: around?.id, seat: at?.closest(".seat")?.id };
  }

  function opened(seat, before) {
    const forms = [...(document.getElementById(seat)?.querySelectorAll("[data-list] > * .sheet-form") ?? [])];
    const last = forms.filter((form) => !before.has(form)).at(-1);
    return last?.querySelector("[aria-invalid], .wrong .box input, .field input:not([type=hidden]), .field select, .field textarea");
  }

  function refocus(mark, before) {
    const form = before && opened(mark.seat, before);
    if (form) return form.focus();
    if (document.contains(mark.at) && mark.at !== document.body) return undefined;
    const around = document.getElementById(mark.around);
    const link = mark.href && [...(around?.querySelectorAll("a") ?? [])].find((a) => a.getAttribute("href") === mark.href);
    const last = document.querySelector(`#${mark.seat ?? "none"} [data-list] > :last-child`);
    // Not scrolled to: the chat has just come to rest on what is new.
    return (document.getElementById(mark.id) ?? (link || null) ?? around ?? last)?.focus({ preventScroll: true });
  }

  function swap(html, url, sent) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fault = page.getElementById("fault");
    if (fault) return tell(fault.textContent);
    const blocks = [...page.querySelectorAll("[data-block]")].map((each) => [document.getElementById(each.id), each]);
    if (blocks.some(([old]) => !old)) return location.assign(url);
    const mark = trace();
    const before = sent && new Set([...document.querySelectorAll(".sheet-form")].filter((form) => form !== sent));
    const active = document.querySelector(".seat.active");
    const seat = sent?.closest(".seat"); // told now: the message around the form is about to be replaced
    for (const each of page.querySelectorAll("[data-attributes]")) {
      const old = document.getElementById(each.id);
      for (const { name, value } of each.attributes) old.setAttribute(name, value);
    }
    for (const [old, fresh] of blocks) exchange(old, fresh, sent);
    for (const each of page.querySelectorAll("[data-list]")) reconcile(document.getElementById(each.id), each, sent, seat);
    reveal();
    const now = document.querySelector(".seat.active");
    if (now !== active) settle(now.querySelector("[data-list]"));
    document.title = page.title;
    busy.textContent = main.dataset.busy;
    tell("");
    return refocus(mark, before);
  }

  // The open chat may stand far along a row of many.
  function reveal() {
    for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
      tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  function tell(words) {
    trouble.textContent = words;
    trouble.hidden = !words;
  }

  async function load(url, options, sent) {
    sending += 1;
    try {
      const answer = await fetch(url, options);
      const html = await answer.text();
      if (options?.method === "POST" && answer.ok) history.replaceState(null, "", answer.url);
      swap(html, answer.url, sent);
    } catch {
      tell(SILENT);
    } finally {
      sending -= 1;
    }
  }

  async function send(form, submitter) {
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    if (action === "/wind") busy.textContent = "Winding the clock";
    const fields = new FormData(form, submitter);
    const body = form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);
    await load(action, { method: "POST", body }, form);
    form.removeAttribute("aria-busy");
  }

  async function look() {
    if (!sending && !document.hidden) {
      try {
        const state = await (await fetch("/state")).json();
        tell("");
        busy.textContent = state.busy;
        if (!state.busy && state.version !== main.dataset.version && !sending) await load(location.href);
      } catch {
        tell(SILENT);
      }
    }
    setTimeout(look, busy.textContent ? BUSY_POLL_MS : POLL_MS);
  }

  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="/?"]');
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    load(link.href);
  });

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.activeElement?.closest("details[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  addEventListener("popstate", () => load(location.href));
  for (const each of pieces(document)) remember(each);
  reveal();
  for (const each of document.querySelectorAll("[data-list]")) settle(each);
  setTimeout(look, POLL_MS);
})();
