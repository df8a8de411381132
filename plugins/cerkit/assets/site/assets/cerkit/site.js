/* Filter and sort on tables, a card that says what an identifier is, and other versions. Pages are complete without. */
(() => {
  "use strict";

  const FILTER_FROM = 8;
  const SORT_FROM = 3;
  const RECORDS = new URL("records.js", document.currentScript.src).href;
  const ROOT = new URL("../../", document.currentScript.src).href;

  /* Tables ---------------------------------------------------------------- */

  const collator = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

  function rowsOf(table) {
    return [...table.tBodies[0].rows].filter((row) => !row.classList.contains("group"));
  }

  function enhance(table) {
    const rows = rowsOf(table);
    const isGrouped = table.querySelector("tr.group") !== null;
    if (rows.length >= SORT_FROM && !isGrouped) addSorting(table);
    if (rows.length >= FILTER_FROM) addFilter(table, rows);
  }

  function addSorting(table) {
    const original = rowsOf(table);
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const next = { none: "ascending", ascending: "descending", descending: "none" };
        const order = next[head.getAttribute("aria-sort")];
        heads.forEach((other) => other.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", order);
        table.tBodies[0].append(...sorted(original, column, order));
      });
    });
  }

  function sorted(rows, column, order) {
    if (order === "none") return rows;
    const text = (row) => row.cells[column].textContent.trim();
    const sign = order === "ascending" ? 1 : -1;
    return [...rows].sort((one, other) => sign * collator.compare(text(one), text(other)));
  }

  function addFilter(table, rows) {
    const place = table.closest(".table-scroll") || table;
    const tools = document.createElement("div");
    tools.className = "table-tools";
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "search";
    input.autocomplete = "off";
    input.spellcheck = false;
    label.append("Filter rows", input);
    const count = document.createElement("output");
    tools.append(label, count);
    place.before(tools);

    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const show = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [row, text] of texts) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) shown += 1;
      }
      hideEmptyGroups(table);
      count.textContent = words.length ? `${shown} of ${rows.length} rows` : `${rows.length} rows`;
    };
    input.addEventListener("input", show);
    /* A link to a row that the filter hides must still lead to it. */
    window.addEventListener("hashchange", () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && texts.has(target) && target.hidden) {
        input.value = "";
        show();
        target.scrollIntoView();
      }
    });
    show();
  }

  function hideEmptyGroups(table) {
    let group = null;
    for (const row of table.tBodies[0].rows) {
      if (row.classList.contains("group")) {
        group = row;
        group.hidden = true;
      } else if (group && !row.hidden) {
        group.hidden = false;
      }
    }
  }

  /* A region that scrolls must be reachable with the keyboard, one that does not must not be a stop. */
  function markScrolling() {
    for (const region of document.querySelectorAll(".table-scroll, figure")) {
      const scrolls = region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1;
      if (scrolls) {
        region.tabIndex = 0;
        region.setAttribute("role", "region");
        region.setAttribute("aria-label", nameOf(region));
      } else {
        region.removeAttribute("tabindex");
        region.removeAttribute("role");
        region.removeAttribute("aria-label");
      }
    }
  }

  function nameOf(region) {
    const caption = region.querySelector("caption, figcaption");
    if (caption) return caption.textContent.trim();
    let before = region.previousElementSibling;
    while (before && !/^H[1-6]$/.test(before.tagName)) before = before.previousElementSibling;
    return before ? `Table: ${before.firstChild.textContent.trim()}` : "Table";
  }

  /* Record cards ------------------------------------------------------------ */

  const card = document.createElement("div");
  card.className = "record-card";
  card.id = "record-card";
  card.setAttribute("role", "tooltip");
  card.hidden = true;

  let owner = null;
  let timer = 0;
  let loading = null;
  let pointer = "mouse";

  function load() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = RECORDS;
      script.onload = () => resolve(window.cerkitRecords);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  async function open(link) {
    clearTimeout(timer);
    if (owner === link) return;
    close();
    owner = link;
    const name = link.dataset.record;
    let records;
    try {
      records = await load();
    } catch {
      loading = null;
      owner = null;
      return;
    }
    if (owner !== link || !records[name]) return;
    const [kind, title, state, words] = records[name];
    const head = element("span", "kind", "");
    head.append(element("b", "", name), kind);
    card.replaceChildren(head, element("span", "title", title));
    if (state) card.append(document.createElement("br"), element("span", `state state-${state}`, words));
    card.hidden = false;
    link.setAttribute("aria-describedby", card.id);
    place(link);
  }

  function place(link) {
    const box = link.getBoundingClientRect();
    const width = card.offsetWidth;
    const left = Math.max(12, Math.min(box.left, document.documentElement.clientWidth - width - 12));
    const below = box.bottom + 6;
    const fits = below + card.offsetHeight < window.innerHeight;
    const top = fits ? below : Math.max(box.top - card.offsetHeight - 6, 8);
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${top + window.scrollY}px`;
  }

  function close() {
    clearTimeout(timer);
    if (owner) owner.removeAttribute("aria-describedby");
    owner = null;
    card.hidden = true;
  }

  function closeSoon() {
    clearTimeout(timer);
    timer = setTimeout(close, 180);
  }

  const linkOf = (event) => (event.target instanceof Element ? event.target.closest("a.record") : null);

  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (owner && !linkOf(event) && !card.contains(event.target)) close();
  });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = linkOf(event);
    if (link) {
      clearTimeout(timer);
      timer = setTimeout(() => open(link), 120);
    } else if (card.contains(event.target)) {
      clearTimeout(timer);
    }
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && (linkOf(event) || card.contains(event.target))) closeSoon();
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link && link.matches(":focus-visible")) open(link);
    else if (owner && !link) close();
  });
  document.addEventListener("focusout", (event) => {
    if (linkOf(event) === owner) closeSoon();
  });
  /* With a finger, the first touch tells and the second one goes. */
  document.addEventListener("click", (event) => {
    const link = linkOf(event);
    if (link && pointer === "touch" && owner !== link) {
      event.preventDefault();
      open(link);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && owner) close();
  });

  /* Released versions ------------------------------------------------------- */

  /* The same page there, or the first one where that version has none. */
  function addressIn(version) {
    const path = location.href.split(/[?#]/)[0].slice(ROOT.length);
    const page = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    const there = version.lacks.includes(decodeURIComponent(page)) ? "index.html" : `${page}${location.hash}`;
    return new URL(`${version.at}${there}`, ROOT).href;
  }

  function linkTo(version, text) {
    const link = element("a", "", text);
    const point = () => { link.href = addressIn(version); };
    point();
    window.addEventListener("hashchange", point);
    return link;
  }

  function addVersions({ here, all }) {
    const menu = element("details", "cerkit-versions", "");
    const list = document.createElement("ul");
    for (const version of all) {
      const item = document.createElement("li");
      const link = linkTo(version, `Version ${version.version}`);
      if (version.version === here) link.setAttribute("aria-current", "true");
      item.append(link, element("span", "date", version.date));
      list.append(item);
    }
    menu.append(element("summary", "", `Version ${here}`), list);
    document.querySelector(".md-header__title")?.after(menu);
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.firstChild.focus();
    });
    if (all[0].version !== here) tellOfNewer(here, all);
  }

  function tellOfNewer(here, all) {
    const own = all.find((version) => version.version === here);
    const notice = element("p", "cerkit-older", `This is version ${here} of ${own.date}. `);
    notice.setAttribute("role", "note");
    notice.append(linkTo(all[0], `Version ${all[0].version} of ${all[0].date}`), " is newer.");
    document.querySelector(".md-main")?.before(notice);
  }

  /* ------------------------------------------------------------------------- */

  /* The theme makes its search a dialog, and leaves it without a name. */
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  document.querySelectorAll("table.records.sortable").forEach(enhance);
  document.body.append(card);
  if (window.cerkitVersions) addVersions(window.cerkitVersions);
  markScrolling();
  window.addEventListener("resize", markScrolling);
})();
