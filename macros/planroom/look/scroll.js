/* Scroll areas: what scrolls sideways can be reached and scrolled with the keyboard. */
(() => {
  "use strict"

  const { all, word, each } = planroom

  function headingBefore(element) {
    for (let at = element; at && !at.matches("article"); at = at.parentElement) {
      for (let before = at; before; before = before.previousElementSibling) {
        if (before.matches("h1, h2, h3, h4, h5, h6")) return before
      }
    }
    return document.querySelector("article h1")
  }

  function textOf(element) {
    if (!element) return ""
    const copy = element.cloneNode(true)
    for (const link of all(".headerlink", copy)) link.remove()
    return copy.textContent.trim()
  }

  function nameOf(area) {
    if (area.matches("code, pre")) {
      const file = area.closest(".highlight")?.querySelector(".filename")
      return textOf(file) || `${word("code")}: ${textOf(headingBefore(area))}`
    }
    return textOf(area.querySelector("caption")) || `${word("table")}: ${textOf(headingBefore(area))}`
  }

  // What scrolls sideways can be reached and scrolled with the keyboard; what does not is no stop on the way.
  function scrollAreas(article) {
    const names = new Map()
    for (const area of all(".md-typeset__scrollwrap, .pr-scroll, pre > code, pre:not(:has(> code))", article)) {
      const scrolls = area.scrollWidth > area.clientWidth
      if (scrolls && !area.dataset.prArea) {
        area.dataset.prArea = area.getAttribute("aria-label") || nameOf(area)
      }
      if (scrolls) {
        const name = area.dataset.prArea
        const nth = (names.get(name) || 0) + 1
        names.set(name, nth)
        area.setAttribute("tabindex", "0")
        area.setAttribute("role", "region")
        area.setAttribute("aria-label", nth > 1 ? `${name} (${nth})` : name)
      } else if (area.getAttribute("role") === "region") {
        for (const said of ["tabindex", "role", "aria-label"]) area.removeAttribute(said)
      }
    }
  }

  // The button beside a code block is no landmark, though Material makes it one.
  function codeButtons(article) {
    for (const nav of all("nav.md-code__nav", article)) nav.setAttribute("role", "presentation")
  }

  function watchScrollAreas(article) {
    let due = false
    const look = () => {
      if (due) return
      due = true
      requestAnimationFrame(() => { due = false; scrollAreas(article); codeButtons(article) })
    }
    new ResizeObserver(look).observe(article)
    // Material wraps tables of Markdown and adds buttons to code only after the page has come.
    new MutationObserver(look).observe(article, { childList: true, subtree: true })
    look()
  }

  each("article", watchScrollAreas)
})()
