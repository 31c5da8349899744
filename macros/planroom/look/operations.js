/* Long tables of operations come without their roles, which are a tenth of them; rows that fold need them. */
(() => {
  "use strict"

  const ROLES = { THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" }

  planroom.each("table.pr-ops", (table) => {
    if (table.tHead.getAttribute("role")) return
    for (const part of table.querySelectorAll("thead, tbody, tr, td")) part.setAttribute("role", ROLES[part.tagName])
    for (const head of table.querySelectorAll("th")) {
      head.setAttribute("role", head.scope === "col" ? "columnheader" : "rowheader")
    }
  })
})()
