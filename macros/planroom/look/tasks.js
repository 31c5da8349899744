/* Task lists: each box is named by its text. */
(() => {
  "use strict"

  const { all, word, each } = planroom

  function taskBox(box) {
    const copy = box.closest("li").cloneNode(true)
    for (const nested of all("ul, ol", copy)) nested.remove()
    box.setAttribute("aria-label", copy.textContent.trim() || word("task"))
  }

  each('li > input[type="checkbox"], .task-list-control > input', taskBox)
})()
