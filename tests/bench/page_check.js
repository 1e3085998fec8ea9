// Runs inside a report's page and tells the page around it what a reader cannot have: text beyond the edge,
// a plot without marks, a link to nowhere, an error.
const findings = [];
const complain = (what) => { if (findings.length < 20) findings.push(what); };
const name = (element) => `<${element.localName}> "${element.textContent.trim().slice(0, 30)}"`;
addEventListener("error", (event) => complain(`error: ${event.message || name(event.target)}`), true);

// Something of the size of a mark, inside the picture.
function isMark(element, frame) {
  const box = element.getBoundingClientRect();
  return box.width + box.height > 2 && box.right > frame.left && box.left < frame.right &&
    box.bottom > frame.top && box.top < frame.bottom;
}

function checkPlot(svg) {
  const caption = svg.closest("figure").querySelector("figcaption").textContent.trim();
  const title = caption.slice(0, 40), frame = svg.getBoundingClientRect();
  if (!caption) complain("a plot has no caption");
  if (frame.width < 150 || frame.height < 60) complain(`plot of ${frame.width} x ${frame.height}: ${title}`);
  // gnuplot puts what it plots into groups of this name; other pictures are made of boxes.
  const groups = [...svg.querySelectorAll("g[id*=gnuplot_plot_]")];
  const marks = (groups.length ? groups : [svg]).flatMap(
    (group) => [...group.querySelectorAll("path, use, rect, circle, polygon, polyline")]);
  if (marks.filter((mark) => isMark(mark, frame)).length < (groups.length ? 1 : 3)) complain(`no marks in plot: ${title}`);
  const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
  texts.forEach((text, i) => {
    const box = text.getBoundingClientRect();
    for (const other of texts.slice(i + 1)) {
      const next = other.getBoundingClientRect();
      if (Math.min(box.right, next.right) - Math.max(box.left, next.left) > 3 &&
          Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top) > 0.5 * box.height)
        complain(`"${text.textContent.trim()}" lies on "${other.textContent.trim()}" in plot: ${title}`);
    }
  });
  for (const text of texts) {
    const box = text.getBoundingClientRect();
    if (box.height && box.height < (print ? 7 : 9)) complain(`"${text.textContent.trim()}" is ${box.height} high in plot: ${title}`);
    if (box.width && (box.left < frame.left - 2 || box.right > frame.right + 2))
      complain(`"${text.textContent.trim()}" is cut off in plot: ${title}`);
  }
}

// On paper nothing scrolls: the print style sheet is put on a screen as wide as the sheet.
const print = location.search === "?print";
function usePrintStyle() {
  for (const style of document.querySelectorAll("style"))
    style.textContent = style.textContent.replace(/@media print *{/, "@media all{");
}

function check() {
  const width = innerWidth, visible = (element) => element.getClientRects().length > 0;
  if (document.documentElement.scrollWidth > width)
    complain(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const element of document.body.querySelectorAll("h1, h2, h3, p, li, figure, details, nav, .scroll, pre"))
    if (visible(element) && element.getBoundingClientRect().right > width + 1) complain(`beyond the edge: ${name(element)}`);
  for (const table of print ? document.querySelectorAll("table") : [])
    if (visible(table) && table.getBoundingClientRect().right > width + 1)
      complain(`a table of ${table.getBoundingClientRect().width} does not fit the paper: ${name(table)}`);
  const plots = document.querySelectorAll("figure svg");
  plots.forEach(checkPlot);
  if (document.querySelectorAll("figure").length !== plots.length) complain("a figure holds no picture");
  for (const table of document.querySelectorAll("table"))
    if (!table.tBodies[0]?.rows.length) complain(`an empty table after ${name(table.parentNode.previousElementSibling)}`);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(ids).size !== ids.length)
    complain(`two elements have the id ${ids.find((id, i) => ids.indexOf(id) !== i)}`);
  for (const link of document.querySelectorAll("a[href^='#']"))
    if (!document.getElementById(link.hash.slice(1))) complain(`a link to nowhere: ${link.hash}`);
  for (const entry of performance.getEntriesByType("resource"))
    if (!entry.name.startsWith("data:")) complain(`fetched ${entry.name}`);
  // A figure's raw data opens when it is asked for.
  const raw = document.querySelector("td a[href^='#raw-']");
  const row = raw && document.getElementById(raw.hash.slice(1));
  if (raw && row && !print) {
    location.hash = raw.hash;
    row.scrollIntoView();
    if (!row.closest("details").open) complain("raw data stays closed when a figure leads to it");
  }
  const headings = [...document.querySelectorAll("h1, h2")].map((heading) => heading.textContent);
  parent.postMessage({ width: print ? "print" : width, findings, headings, plots: plots.length, links: !!raw }, "*");
}
addEventListener("load", () => {
  if (print) usePrintStyle();
  setTimeout(check, 50);
});
