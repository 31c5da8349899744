/* Tables that are sorted by their heads. */
(() => {
  "use strict"

  const { all, language, each } = planroom

  function sortableTable(table) {
    const heads = all("thead th", table)
    const order = new Intl.Collator(language(), { numeric: true, sensitivity: "base" })
    const keyOf = (row, column) => {
      const cell = row.cells[column]
      return (cell?.dataset.sort ?? cell?.textContent ?? "").trim()
    }

    function sort(column, direction) {
      const body = table.tBodies[0]
      const keyed = [...body.rows].map((row) => [keyOf(row, column), row])
      const numbers = keyed.every(([key]) => key === "" || Number.isFinite(Number(key)))
      keyed.sort(([a], [b]) => {
        if (a === "" || b === "") return (a === "") - (b === "")
        return direction * (numbers ? a - b : order.compare(a, b))
      })
      body.append(...keyed.map(([, row]) => row))
    }

    heads.forEach((head, column) => {
      head.querySelector("button")?.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending"
        for (const other of heads) other.removeAttribute("aria-sort")
        head.setAttribute("aria-sort", up ? "ascending" : "descending")
        sort(column, up ? 1 : -1)
      })
    })
  }

  each("table.pr-table--sort", sortableTable)
})()
