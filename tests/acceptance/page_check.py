"""An own small check of what a person who cannot see, or uses no mouse, needs of a page.

Names of controls, alternatives of pictures, contrast of text (WCAG 1.4.3, 4.5 to 1), roles of
landmarks, ids that are unique, and a focus that can be seen.
"""

FAULTS = """() => {
  const faults = [];
  const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && element.getClientRects().length > 0;
  const labels = (element) => [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
  const told = (element) => (element.getAttribute("aria-label") || labels(element)
    || (element.matches("input, select, textarea") ? "" : element.textContent)
    || [...element.querySelectorAll("img")].map((image) => image.alt).join(" ")).trim();
  const where = (element) => element.outerHTML.slice(0, 90);

  for (const element of document.querySelectorAll("button, a[href], input, select, textarea, summary")) {
    if (isShown(element) && !told(element)) faults.push(`no name: ${where(element)}`);
  }
  for (const element of document.querySelectorAll("img:not([alt])")) faults.push(`no alt: ${where(element)}`);
  for (const element of document.querySelectorAll("[role=listbox], nav, aside, section, dialog, [role=group]")) {
    if (isShown(element) && !element.getAttribute("aria-label")) faults.push(`no label: ${where(element)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) !== index))) faults.push(`id twice: ${id}`);
  for (const name of ["aria-controls", "for", "aria-activedescendant"]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      if (!document.getElementById(element.getAttribute(name))) faults.push(`${name} of nothing: ${where(element)}`);
    }
  }
  if (!document.documentElement.lang || !document.title) faults.push("no language or no title");
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");

  const colour = (text) => (text.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const light = ([red, green, blue]) => [red, green, blue].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const [red, green, blue, alpha = 1] = colour(getComputedStyle(each).backgroundColor);
      if (alpha === 1) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  for (const element of document.querySelectorAll("body *")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!hasText || !isShown(element) || element.closest("script, style, option, :disabled, .unseen")) continue;
    const [one, other] = [light(colour(getComputedStyle(element).color)), light(ground(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) faults.push(`contrast ${contrast.toFixed(2)}: ${where(element)}`);
  }
  return faults;
}"""

# Of the element that has the focus: does anything say so?
SHOWS_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return document.activeElement !== document.body && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""

# How far the page is wider than the screen; pixels.
OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"

FIRST_PAINT = (
    "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
)
