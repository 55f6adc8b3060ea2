'use strict';
// Without this script the page shows the same; it adds sorting, and says how many columns are out of sight.
const number = cell => {
  const found = cell.textContent.replace(/[,\s]/g, '').match(/[-+]?\d+(\.\d+)?/);
  return found ? Number(found[0]) : NaN;
};
const compare = column => (one, other) => {
  const a = one.cells[column];
  const b = other.cells[column];
  if (a.matches('[scope=row]') || Number.isNaN(number(a)) && Number.isNaN(number(b))) {
    return a.textContent.localeCompare(b.textContent);
  }
  return number(a) - number(b);
};
for (const table of document.querySelectorAll('table.sortable')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const sorted = head.getAttribute('aria-sort');
      const up = sorted === 'descending' || !sorted && Number.isNaN(number(table.tBodies[0].rows[0].cells[column]));
      heads.forEach(h => h.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const rows = [...table.tBodies[0].rows];
      const empty = rows.filter(row => column > 0 && /^[–\s]*$/.test(row.cells[column].textContent));
      const others = rows.filter(row => !empty.includes(row)).sort(compare(column));
      table.tBodies[0].append(...(up ? others : others.reverse()), ...empty);
    });
  });
}
// There is room for the contents unless the window is that of a phone.
document.querySelector('nav details').open = matchMedia('(min-width: 44rem)').matches;
const hint = part => {
  const head = part.querySelector('thead tr');
  if (!head) {
    return;
  }
  let text = part.previousElementSibling;
  if (!text || !text.matches('.hint')) {
    text = document.createElement('p');
    text.className = 'hint';
    part.before(text);
  }
  const edge = part.getBoundingClientRect().right + 1;
  const hidden = [...head.cells].filter(cell => cell.getBoundingClientRect().right > edge).length;
  text.hidden = part.scrollWidth <= part.clientWidth || hidden === 0;
  text.textContent = 'Scroll sideways: ' + hidden + ' of ' + head.cells.length + ' columns are out of sight.';
};
const watch = new ResizeObserver(entries => entries.forEach(entry => hint(entry.target)));
for (const part of document.querySelectorAll('.scroll')) {
  hint(part);
  watch.observe(part);
  part.addEventListener('scroll', () => hint(part), {passive: true});
}
