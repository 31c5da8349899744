/* Headings inside the texts of contracts and designs are bold lines, of the lowest level as HTML has it. For those who go
   from heading to heading each is one level below the heading that it stands under. */
(() => {
  "use strict"

  const { all, each } = planroom

  function levels(article) {
    let above = 1
    for (const heading of all("h1, h2, h3, h4, h5, h6", article)) {
      if (heading.matches("h6:not([id])")) heading.setAttribute("aria-level", String(above + 1))
      else above = Number(heading.tagName[1])
    }
  }

  each("article", levels)
})()
