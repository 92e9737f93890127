"""What a person who cannot see, uses no mouse, or has unsteady hands needs of a page.

An own check, for what axe calls serious: names of controls, alternatives of pictures, contrast of
text, landmarks, headings and lists, roles and their states, ids that are unique and point at
something, nesting, what is focusable, and the size of targets. `test_page_check.py` shows each
fault to it. Numbers are those of WCAG 2.2.
"""

FAULTS = """() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const where = (element) => element.outerHTML.slice(0, 90);
  const report = (what, element) => faults.push(`${what}: ${where(element)}`);
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const shown = (selector) => all(selector).filter(isShown);
  const byId = (text) => (text ?? "").split(/\\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const labels = (element) => [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
  const told = (element) => (element.getAttribute("aria-label") || byId(element.getAttribute("aria-labelledby"))
    || labels(element) || (element.matches("input, select, textarea") ? "" : element.textContent)
    || [...element.querySelectorAll("img")].map((image) => image.alt).join(" ")).trim();
  const CONTROLS = "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=option], [role=checkbox]";

  // Names and alternatives (4.1.2, 1.1.1).
  for (const element of shown(CONTROLS)) if (!told(element)) report("no name", element);
  for (const element of all("img:not([alt])")) report("no alt", element);
  for (const element of shown("[role=listbox], [role=group], [role=img], nav, aside, section, dialog, form")) {
    if (!element.getAttribute("aria-label") && !element.getAttribute("aria-labelledby")) report("no label", element);
  }

  // Ids, and what points at them (4.1.1 as was, 1.3.1).
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index))) faults.push(`id twice: ${id}`);
  for (const name of ["aria-controls", "aria-labelledby", "aria-describedby", "aria-activedescendant", "aria-owns", "for"]) {
    for (const element of all(`[${name}]`)) {
      const points = element.getAttribute(name).split(/\\s+/);
      if (points.some((id) => !document.getElementById(id))) report(`${name} of nothing`, element);
    }
  }

  // Roles and states (4.1.2).
  const ROLES = new Set(["listbox", "option", "group", "status", "img", "button", "region", "alert", "dialog"]);
  for (const element of all("[role]")) if (!ROLES.has(element.getAttribute("role"))) report("unknown role", element);
  for (const element of all("[role=option]")) if (!element.closest("[role=listbox]")) report("option without a listbox", element);
  for (const name of ["aria-expanded", "aria-pressed", "aria-selected", "aria-busy", "aria-hidden", "aria-current"]) {
    for (const element of all(`[${name}]`)) {
      if (!["true", "false"].includes(element.getAttribute(name))) report(`${name} is neither true nor false`, element);
    }
  }

  // The page's build: language, title, zoom, landmarks, headings, lists (3.1.1, 2.4.2, 1.4.4, 1.3.1).
  if (!/^[a-z]{2,3}(-|$)/.test(document.documentElement.lang) || !document.title) faults.push("no language or no title");
  for (const element of all("[lang]")) if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(element.lang)) report("no such language", element);
  const zoom = document.querySelector("meta[name=viewport]")?.content ?? "";
  if (/user-scalable\\s*=\\s*(no|0)|maximum-scale\\s*=\\s*[01](\\.0*)?\\b/.test(zoom)) faults.push("zoom is forbidden");
  if (all("h1").length !== 1) faults.push("not one h1");
  if (all("main").length !== 1) faults.push("not one main");
  let level = 0;
  for (const heading of shown("h1, h2, h3, h4, h5, h6")) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1 && level) report("heading skips a level", heading);
    level = own;
  }
  for (const child of all("ul > :not(li), ol > :not(li)")) report("no item of a list", child);
  const HOME = "main, nav, aside, dialog, header, footer, [role=status], [aria-live], .skip, script, style";
  for (const child of document.body.children) if (isShown(child) && child.textContent.trim() && !child.matches(HOME)) report("outside the landmarks", child);

  // What is focusable, and that it is meant to be (2.4.3, 2.1.1, 4.1.2).
  for (const element of all("[tabindex]")) if (element.tabIndex > 0) report("tabindex above 0", element);
  const FOCUSABLE = "button:not(:disabled), a[href], input:not(:disabled), select, textarea, summary, [tabindex='0']";
  for (const element of all("[aria-hidden=true]")) {
    if ([element, ...element.querySelectorAll("*")].some((each) => each.matches(FOCUSABLE) && isShown(each))) report("hidden but focusable", element);
  }
  for (const element of all("button, a[href], summary, label")) {
    const inner = element.querySelector(element.matches("label") ? "a[href], button" : `${CONTROLS}, [tabindex]`);
    if (inner) report("control within a control", element);
  }
  for (const element of all("body *")) {
    const style = getComputedStyle(element);
    const scrolls = /auto|scroll/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1
      || /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const isReached = element.matches(FOCUSABLE) || [...element.querySelectorAll(FOCUSABLE)].some(isShown);
    const isWalked = element.matches("[role=listbox]") && document.querySelector(`[aria-activedescendant][aria-controls="${element.id}"]`);
    if (scrolls && isShown(element) && !isReached && !isWalked) report("scrolls, but not by keyboard", element);
    if (element.onclick && !element.matches(CONTROLS)) report("a click without a control", element);
  }

  // Size of targets (2.5.8): 24 pixels, but for words within a text.
  for (const element of shown(CONTROLS)) {
    const target = element.matches("input[type=checkbox]") && element.labels.length ? element.labels[0] : element;
    const { width, height } = target.getBoundingClientRect();
    const isInText = getComputedStyle(element).display === "inline" || element.matches(".words *, .skip, summary");
    if (!isInText && (width < 23.5 || height < 23.5) && !target.closest(".unseen")) report(`target of ${width.toFixed()}x${height.toFixed()}`, element);
  }

  // Contrast (1.4.3): 4.5 to 1, or 3 for large letters; grounds may shine through each other.
  const colour = (text) => { const [red, green, blue, alpha = 1] = (text.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number); return [red, green, blue, alpha]; };
  const over = ([r, g, b, a], [red, green, blue]) => [r * a + red * (1 - a), g * a + green * (1 - a), b * a + blue * (1 - a), 1];
  const light = ([red, green, blue]) => [red, green, blue].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    if (!element) return [255, 255, 255, 1];
    const own = colour(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, ground(element.parentElement));
  };
  const hold = (ink, element, style, what) => {
    const behind = ground(element);
    const [one, other] = [light(over(ink, behind)), light(behind)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (isLarge ? 3 : 4.5)) report(`${what} ${contrast.toFixed(2)}`, element);
  };
  for (const element of shown("body *")) {
    if (element.closest("script, style, option, :disabled, .unseen, .spoiler")) continue;
    const style = getComputedStyle(element);
    if ([...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) {
      const ink = colour(style.color);
      ink[3] *= Number(style.opacity);
      hold(ink, element, style, "contrast");
    }
    if (element.placeholder && !element.value) hold(colour(getComputedStyle(element, "::placeholder").color), element, style, "contrast of the hint");
  }
  return faults;
}"""

# Of the element that has the focus: does anything say so?
SHOWS_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return document.activeElement !== document.body && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""

# What Tab should reach, in this order: a number is written at each.
NUMBER_STOPS = """() => [...document.querySelectorAll("button:not(:disabled), a[href], input, select, textarea, summary, [tabindex='0']")]
  .filter((each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }) && each.getClientRects().length)
  .map((each, index) => { each.dataset.stop = index; return index; })"""
STOP = "() => Number(document.activeElement.dataset.stop ?? -1)"

# How far the page is wider than the screen; pixels.
OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"

FIRST_PAINT = (
    "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
)
