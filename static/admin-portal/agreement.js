/* Keeps the panel of both languages up to date while somebody types, and guards against losing what was typed. */

import { mark, reveal } from "./block-marks.js"

const live = document.querySelector(".agreement-live")
const form = live.closest("form")
const FIELDS = ["title_kk", "title_ru", "lead_kk", "lead_ru", "body_kk", "body_ru"]
const PAUSE = 700
const spoken = document.getElementById("agreement-status")
const trouble = document.getElementById("agreement-trouble")
let timer = null
let request = null

/* A log-in in another window changes the token of all forms. */
function takeFreshToken() {
  const found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)
  if (found) form.elements.csrfmiddlewaretoken.value = found[1]
}

async function refresh() {
  request?.abort()
  takeFreshToken()
  request = new AbortController()
  const data = new FormData()
  for (const name of ["csrfmiddlewaretoken", ...FIELDS]) data.append(name, form.elements[name].value)
  live.setAttribute("aria-busy", "true")
  try {
    const answer = await fetch(live.dataset.url, { method: "POST", body: data, signal: request.signal })
    trouble.hidden = answer.ok && !answer.redirected
    if (!trouble.hidden) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const only = live.querySelector("#only-concerns")?.checked
    live.replaceChildren(...page.body.childNodes)
    const box = live.querySelector("#only-concerns")
    if (box && only) box.checked = true
    spoken.textContent = [...live.querySelectorAll(".agreement-head .mark")].map((one) => one.textContent).join(", ")
    show()
  } catch (error) {
    if (error.name === "AbortError") return
    trouble.hidden = false
  } finally {
    live.removeAttribute("aria-busy")
  }
}

/* The place of each row's block in its own language, from 0, or -1. */
function rows() {
  const count = { kk: 0, ru: 0 }
  return [...live.querySelectorAll("tbody[data-block]")].map((row) => {
    const place = {}
    for (const language of ["kk", "ru"]) {
      const there = !row.querySelector(`td[lang=${language}] .nothing`)
      place[language] = there ? count[language]++ : -1
    }
    return { row, place }
  })
}

function show() {
  const all = rows()
  for (const language of ["kk", "ru"]) {
    const editor = form.elements[`body_${language}`].proseEditor
    if (!editor) continue
    mark(editor, all.flatMap(({ row, place }) => {
      const className = row.classList.contains("differs") ? "block-differs" : row.classList.contains("is-stale") ? "block-stale" : ""
      return className && place[language] >= 0 ? [{ index: place[language], className }] : []
    }))
  }
}

live.addEventListener("click", (event) => {
  const cell = event.target.closest("td[lang]")
  const row = event.target.closest("tbody[data-block]")
  if (!cell || !row || String(window.getSelection())) return
  const found = rows().find((one) => one.row === row)
  const editor = form.elements[`body_${cell.lang}`].proseEditor
  if (editor && found.place[cell.lang] >= 0) reveal(editor, found.place[cell.lang])
})

let touched = false
form.addEventListener("input", (event) => {
  touched = touched || event.isTrusted || event.target.matches("textarea")
  if (!FIELDS.includes(event.target.name)) return
  clearTimeout(timer)
  timer = setTimeout(refresh, PAUSE)
})
form.addEventListener("submit", () => {
  takeFreshToken()
  touched = false
})
form.addEventListener("editor:ready", show)
window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault() })
/* Titles stay on one line: Enter there would only be lost on saving. */
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-one-line]")) event.preventDefault()
})
show()
