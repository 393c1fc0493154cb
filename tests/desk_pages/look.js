// What a reader's eye would object to. Takes the languages that run from the right.
(fromTheRight) => {
  const problems = [];
  const page = document.documentElement;
  const counted = { cards: 0, runs: 0, lines: 0 };
  if (page.scrollWidth > page.clientWidth)
    problems.push(`the page is ${page.scrollWidth} wide, the window ${page.clientWidth}`);
  const lettersOf = (node, from, to) => {
    const range = document.createRange();
    const boxes = [];
    for (let place = from; place < to; place++) {
      if (/\s/.test(node.data[place])) continue; // a space at the end of a line hangs out of it
      range.setStart(node, place);
      range.setEnd(node, place + 1);
      const box = range.getClientRects()[0];
      if (box && box.width > 0) boxes.push(box);
    }
    return boxes;
  };
  const textsIn = (part) => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  // Numbers, handles, addresses, and several Latin words in a row.
  const word = "[@+]?[A-Za-z0-9](?:[A-Za-z0-9@:/._%?=&~+-]*[A-Za-z0-9/])?";
  const run = new RegExp(`${word}(?:\\.? ${word})*`, "g");
  const inOrder = (boxes) =>
    boxes.every((box, at) => !at || Math.abs(box.top - boxes[at - 1].top) > 3 ||
      box.left >= boxes[at - 1].left - 0.5);
  for (const card of document.querySelectorAll("article[lang]")) {
    const lang = card.dataset.lang;
    const rtl = fromTheRight.includes(lang);
    const where = `${card.closest("section")?.id}/${lang}`;
    counted.cards++;
    if (card.scrollWidth > card.clientWidth + 1) problems.push(`${where}: text runs out of its card`);
    for (const part of card.querySelectorAll("h3, .mail, .mail *"))
      if (!part.matches("span") && getComputedStyle(part).direction !== (rtl ? "rtl" : "ltr"))
        problems.push(`${where}: <${part.tagName}> runs the wrong way`);
    if (!rtl) continue;
    for (const node of [...card.querySelectorAll(".mail, .chat")].flatMap(textsIn))
      for (const one of node.data.matchAll(run)) {
        counted.runs++;
        if (!inOrder(lettersOf(node, one.index, one.index + one[0].length)))
          problems.push(`${where}: '${one[0]}' is not shown from left to right`);
      }
    for (const chat of card.querySelectorAll(".chat")) {
      const box = chat.getBoundingClientRect();
      const [node] = textsIn(chat);
      for (const line of node.data.matchAll(/[^\n]+/g)) {
        const first = lettersOf(node, line.index, line.index + 3).at(-1);
        counted.lines++;
        if (first && first.right < (box.left + box.right) / 2)
          problems.push(`${where}: the line '${line[0].slice(0, 20)}' begins at the left`);
      }
    }
  }
  return { problems, ...counted };
}
