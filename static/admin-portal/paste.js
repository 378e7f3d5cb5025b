/* What comes from Word, a browser or another office: real lists, meaning instead of styles.

   Word gives bullets as paragraphs («·» and spaces) with "mso-list" in their style. The style attributes are read
   as text and taken away before the browser sees them: the portal's policy knows no inline styles. */

const BULLET = /^[\s\u00a0]*[·•▪◦●■§\uf0b7\uf0a7][\s\u00a0]+/
const DASH = /^[\s\u00a0]*[−–—-][\s\u00a0]+/
const NUMBER = /^[\s\u00a0]*\(?(\d{1,3})[.)][\s\u00a0]*$/
const LETTER = /^[\s\u00a0]*\(?([a-zа-яәіңғүұқөһ]|[ivxlc]+)[.)][\s\u00a0]*$/i

/* HTML as pasted -> HTML with nothing but structure, emphasis, links and tables. */
export function tidy(html) {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html")
  const body = page.body
  body.querySelectorAll("meta, link, title, script, style, xml, img, iframe, object").forEach((node) => node.remove())
  emphasise(page)
  renameHeadings(page)
  listsOfWord(page)
  listsOfSigns(page)
  body.querySelectorAll("p, h2, h3, h4").forEach((node) => {
    if (!node.textContent.replace(/[\s\u00a0]/g, "") && !node.querySelector("br, table")) node.remove()
  })
  body.querySelectorAll("*").forEach((node) => {
    for (const { name } of [...node.attributes]) {
      if (!["href", "colspan", "rowspan", "start", "data-pm-slice"].includes(name)) node.removeAttribute(name)
    }
  })
  spaces(body)
  return body.innerHTML
}

/* Takes all styles off, keeping as data what says something: list level, weight, slant. */
function withoutStyles(html) {
  return html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<\/?o:p[^>]*>/gi, "")
    .replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, (_all, quoted) => kept(quoted.slice(1, -1)))
}

function kept(style) {
  const list = /mso-list:\s*([^;]+)/i.exec(style)
  const data = []
  if (list) data.push(`data-list="${list[1].trim().replace(/[^\w\s-]/g, "")}"`)
  if (/font-weight:\s*(bold|[6-9]00)/i.test(style)) data.push('data-weight="bold"')
  if (/font-weight:\s*(normal|[1-4]00)/i.test(style)) data.push('data-weight="normal"')
  if (/font-style:\s*italic/i.test(style)) data.push('data-slant="italic"')
  return data.length ? ` ${data.join(" ")}` : ""
}

function emphasise(page) {
  page.querySelectorAll("b[data-weight=normal], strong[data-weight=normal]").forEach((node) => node.replaceWith(...node.childNodes))
  page.querySelectorAll("span[data-weight=bold]").forEach((node) => wrapContents(page, node, "strong"))
  page.querySelectorAll("span[data-slant=italic]").forEach((node) => wrapContents(page, node, "em"))
}

function wrapContents(page, node, tag) {
  const inner = page.createElement(tag)
  inner.append(...node.childNodes)
  node.append(inner)
}

function renameHeadings(page) {
  for (const [from, to] of [["h1", "h2"], ["h5", "h4"], ["h6", "h4"]]) {
    page.querySelectorAll(from).forEach((node) => rename(page, node, to))
  }
}

function rename(page, node, tag) {
  const renamed = page.createElement(tag)
  renamed.append(...node.childNodes)
  node.replaceWith(renamed)
  return renamed
}

/* Word: paragraphs with data-list="l0 level2 lfo1" and their sign in a part marked "Ignore". */
function listsOfWord(page) {
  const items = [...page.querySelectorAll("p[data-list], h2[data-list], h3[data-list], h4[data-list]")]
    .filter((node) => /level\d/.test(node.dataset.list))
  const runs = neighbours(items)
  for (const run of runs) {
    build(page, run.map((node) => {
      const sign = node.querySelector('[data-list="Ignore"]')
      const text = sign ? sign.textContent : ""
      if (sign) sign.remove()
      return { node, depth: Number(/level(\d)/.exec(node.dataset.list)[1]), ...numbering(text) }
    }))
  }
}

function numbering(sign) {
  const number = NUMBER.exec(sign)
  if (number) return { ordered: true, start: Number(number[1]) }
  return { ordered: LETTER.test(sign) && !/^[\s\u00a0]*o[\s\u00a0]*$/.test(sign), start: 1 }
}

/* Elsewhere: paragraphs that begin with a bullet; with a dash only where two of them follow each other. */
function listsOfSigns(page) {
  for (const [sign, atLeast] of [[BULLET, 1], [DASH, 2]]) {
    const items = [...page.querySelectorAll("p")].filter((node) => sign.test(node.textContent) && !node.closest("li, td, th"))
    for (const run of neighbours(items)) {
      if (run.length < atLeast) continue
      build(page, run.map((node) => {
        cut(node, sign.exec(node.textContent)[0].length)
        return { node, depth: 1, ordered: false, start: 1 }
      }))
    }
  }
}

/* Takes the first `count` characters out of the text of `node`. */
function cut(node, count) {
  const walker = node.ownerDocument.createTreeWalker(node, NodeFilter.SHOW_TEXT)
  while (count > 0 && walker.nextNode()) {
    const text = walker.currentNode
    const here = Math.min(count, text.data.length)
    text.deleteData(0, here)
    count -= here
  }
}

/* Groups of elements that stand next to each other, white space and comments aside. */
function neighbours(items) {
  const runs = []
  for (const node of items) {
    const last = runs.at(-1)
    if (last && node.previousElementSibling === last.at(-1)) last.push(node)
    else runs.push([node])
  }
  return runs
}

/* Puts the items in the place of the first one, as nested lists. */
function build(page, items) {
  const place = page.createComment("")
  items[0].node.before(place)
  const open = []
  for (const { node, depth, ordered, start } of items) {
    while (open.length > 1 && open.length > depth) open.pop()
    if (open.length === 1 && depth === 1 && (open[0].tagName === "OL") !== ordered) open.pop()
    if (!open.length || (open.length < depth && open.at(-1).lastElementChild)) {
      const list = page.createElement(ordered ? "ol" : "ul")
      if (ordered && start > 1) list.setAttribute("start", String(start))
      if (open.length) open.at(-1).lastElementChild.append(list)
      else place.before(list)
      open.push(list)
    }
    const item = page.createElement("li")
    const paragraph = page.createElement("p")
    paragraph.append(...node.childNodes)
    trimStart(paragraph)
    item.append(paragraph)
    open.at(-1).append(item)
    node.remove()
  }
  place.remove()
}

function trimStart(node) {
  const length = /^[\s\u00a0]*/.exec(node.textContent)[0].length
  cut(node, length)
}

/* Rows of no-break spaces are Word's way to indent. */
function spaces(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    walker.currentNode.data = walker.currentNode.data.replace(/[ \u00a0\n\r\t]{2,}/g, " ")
  }
}
