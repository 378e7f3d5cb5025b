/* The editor of a text in one language: django-prose-editor's parts under a toolbar of our own.

   Own, because the strict policy of the portal allows no injected styles (injectCSS), because every
   label has to exist in Kazakh and Russian, and because pasted Word text needs mending. */

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Gapcursor, HardBreak, Heading, History,
  HorizontalRule, Italic, Link, ListItem, OrderedList, Paragraph, Strike, Subscript, Superscript, Table, TableCell,
  TableHeader, TableRow, Text, Underline, crel, initializeEditors, updateAttrsDialog,
} from "../django_prose_editor/editor.js"
import { BlockMarks } from "./block-marks.js"
import { tidy } from "./paste.js"

const MARKER = "data-django-prose-editor-portal"

/* [name, icon, command, is it on?, only inside] */
const GROUPS = [
  [
    ["paragraph", "notes", (chain) => chain.setParagraph(), (editor) => editor.isActive("paragraph")],
    ...[2, 3, 4].map((level) => [
      `heading${level}`, `H${level - 1}`, (chain) => chain.toggleHeading({ level }),
      (editor) => editor.isActive("heading", { level }),
    ]),
  ],
  [
    ["bold", "format_bold", (chain) => chain.toggleBold(), (editor) => editor.isActive("bold")],
    ["italic", "format_italic", (chain) => chain.toggleItalic(), (editor) => editor.isActive("italic")],
  ],
  [
    ["bulletList", "format_list_bulleted", (chain) => chain.toggleBulletList(), (editor) => editor.isActive("bulletList")],
    ["orderedList", "format_list_numbered", (chain) => chain.toggleOrderedList(), (editor) => editor.isActive("orderedList")],
    ["blockquote", "format_quote", (chain) => chain.toggleBlockquote(), (editor) => editor.isActive("blockquote")],
  ],
  [
    ["link", "insert_link", null, (editor) => editor.isActive("link")],
    ["unlink", "link_off", (chain) => chain.unsetLink(), () => false, "link"],
  ],
  [
    ["table", "grid_on", (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), (editor) => editor.isActive("table")],
    ["addRow", "table_rows", (chain) => chain.addRowAfter(), () => false, "table"],
    ["deleteRow", "playlist_remove", (chain) => chain.deleteRow(), () => false, "table"],
    ["addColumn", "view_column", (chain) => chain.addColumnAfter(), () => false, "table"],
    ["deleteColumn", "remove", (chain) => chain.deleteColumn(), () => false, "table"],
    ["deleteTable", "delete", (chain) => chain.deleteTable(), () => false, "table"],
  ],
  [
    ["undo", "undo", (chain) => chain.undo(), () => false],
    ["redo", "redo", (chain) => chain.redo(), () => false],
  ],
]

async function askForLink(editor, labels) {
  const dialog = updateAttrsDialog(
    { href: { type: "string", title: labels.address, format: "url", required: true } },
    { title: labels.link, submitText: labels.insert },
  )
  const answer = await dialog(editor, { href: editor.getAttributes("link").href || "https://" })
  if (!answer) return
  const chain = editor.chain().focus().extendMarkRange("link")
  if (editor.state.selection.empty && !editor.isActive("link")) {
    chain.insertContent({ type: "text", text: answer.href, marks: [{ type: "link", attrs: { href: answer.href } }] }).run()
  } else {
    chain.setLink({ href: answer.href }).run()
  }
}

function toolbar(editor, labels, name) {
  const bar = crel("div", { className: "editor-bar", role: "toolbar", "aria-label": name })
  const refreshers = []
  for (const group of GROUPS) {
    const box = crel("div", { className: "editor-group" })
    for (const [item, icon, command, isOn, inside] of group) {
      const letters = icon.startsWith("H")
      const button = crel("button", {
        type: "button",
        className: letters ? "editor-letters" : "material-icons",
        textContent: icon,
        title: labels[item],
        tabIndex: -1,
        "aria-label": labels[item],
        "data-item": item,
      })
      button.addEventListener("mousedown", (event) => event.preventDefault())
      button.addEventListener("click", () => {
        if (command) command(editor.chain().focus()).run()
        else askForLink(editor, labels)
      })
      refreshers.push(() => {
        button.setAttribute("aria-pressed", String(Boolean(isOn(editor))))
        if (inside) button.hidden = !editor.isActive(inside)
      })
      box.append(button)
    }
    bar.append(box)
  }
  const refresh = () => refreshers.forEach((one) => one())
  editor.on("transaction", refresh)
  refresh()
  walkWithArrows(bar)
  return bar
}

/* One tab stop for the whole bar, arrows inside of it. */
function walkWithArrows(bar) {
  const buttons = () => [...bar.querySelectorAll("button:not([hidden])")]
  buttons()[0].tabIndex = 0
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const all = buttons()
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length]
    bar.querySelectorAll("button").forEach((button) => { button.tabIndex = -1 })
    next.tabIndex = 0
    next.focus()
    event.preventDefault()
  })
}

/* The editor knows no <thead>: first rows that hold headings alone are one again. */
function headed(html) {
  if (!html.includes("<th")) return html
  const { body } = new DOMParser().parseFromString(html, "text/html")
  for (const table of body.querySelectorAll("table")) {
    const rows = [...table.rows]
    const heads = rows.findIndex((row) => [...row.cells].some((cell) => cell.tagName === "TD"))
    if (heads > 0) table.createTHead().append(...rows.slice(0, heads))
  }
  return body.innerHTML
}

const emptied = (html) => (/^<(\w+)><\/\1>$/.test(html) ? "" : html)

function create(textarea) {
  if (textarea.closest(".prose-editor")) return
  const { labels } = JSON.parse(textarea.getAttribute(MARKER))
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  const name = label ? label.textContent.trim().replace(/:$/, "") : textarea.name
  const element = crel("div", { className: "prose-editor" })
  textarea.before(element)
  element.append(textarea)
  const editor = new Editor({
    element,
    injectCSS: false,
    editable: !textarea.disabled,
    content: textarea.value,
    extensions: [
      Document, Paragraph, Text, Heading.configure({ levels: [2, 3, 4] }), HardBreak, HorizontalRule,
      Bold, Italic, Underline, Strike, Subscript, Superscript,
      BulletList, OrderedList, ListItem, Blockquote,
      Link.configure({ openOnClick: false, enableTarget: false }),
      Table.configure({ resizable: false }), TableRow, TableHeader, TableCell,
      History, Dropcursor.configure({ color: false, class: "drop-cursor" }), Gapcursor, BlockMarks,
    ],
    editorProps: {
      attributes: { lang: textarea.lang, "aria-label": name, role: "textbox", "aria-multiline": "true", spellcheck: "true" },
      transformPastedHTML: tidy,
    },
    onUpdate({ editor: changed }) {
      textarea.value = headed(emptied(changed.getHTML()))
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  editor.view.dom.before(toolbar(editor, labels, name))
  if (label) label.addEventListener("click", () => editor.commands.focus())
  textarea.proseEditor = editor
  textarea.dispatchEvent(new CustomEvent("editor:ready", { bubbles: true }))
}

initializeEditors(create, `[${MARKER}]`)
