/* Tables that are sorted by their heads. */
(() => {
  "use strict"

  const { all, language, keep, each } = planroom

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

    function choose(head, up) {
      for (const other of heads) other.removeAttribute("aria-sort")
      head.setAttribute("aria-sort", up ? "ascending" : "descending")
      sort(heads.indexOf(head), up ? 1 : -1)
    }

    for (const head of heads) {
      head.querySelector("button")?.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending"
        choose(head, up)
        if (head.dataset.key) keep({ sort: head.dataset.key + (up ? "" : "-") })
      })
    }

    const asked = new URLSearchParams(location.search).get("sort")
    const head = asked && heads.find((one) => one.dataset.key === asked.replace(/-$/, ""))
    if (head) choose(head, !asked.endsWith("-"))
  }

  each("table.pr-table--sort:not([data-rows])", sortableTable)
})()
