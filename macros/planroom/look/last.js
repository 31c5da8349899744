/* Start: once for the document, and once for each page that instant navigation puts into it. */
(() => {
  "use strict"

  function page() {
    const article = document.querySelector("article")
    if (!article || article.dataset.prReady) return
    article.dataset.prReady = ""
    // Instant navigation keeps the html element of the page before.
    const lang = document.querySelector("[data-pr-lang]")?.dataset.prLang
    if (lang) document.documentElement.lang = lang
    for (const start of planroom.starts) start(article)
  }

  if (window.document$) window.document$.subscribe(page)
  else if (document.readyState === "loading") addEventListener("DOMContentLoaded", page)
  else page()
})()
