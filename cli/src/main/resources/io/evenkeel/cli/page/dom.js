// Small helpers. Text from the server is only ever set as text, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = id => document.getElementById(id);

/** Sets text; touches the document only when it differs. */
export function text(target, value) {
  const element = typeof target === 'string' ? byId(target) : target;
  if (element.textContent !== value) element.textContent = value;
  return element;
}

/** A figure with its unit in small letters. */
export function figure(id, value, unit) {
  const element = byId(id);
  if (!element.firstElementChild) {
    element.replaceChildren(document.createTextNode(''), document.createElement('small'));
  }
  if (element.firstChild.data !== value) element.firstChild.data = value;
  text(element.firstElementChild, ' ' + unit);
}

export function svg(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/**
 * Fills a table's body, reusing what is there. A cell is text, a number (aligned right) or
 * {text, kind} with kind a class; the first cell is the row's header.
 */
export function rows(id, wanted, empty) {
  const body = byId(id);
  const lines = wanted.length || !empty ? wanted : [[empty]];
  while (body.rows.length > lines.length) body.deleteRow(-1);
  lines.forEach((cells, y) => {
    let row = body.rows[y];
    if (!row || row.cells.length !== cells.length) {
      const fresh = document.createElement('tr');
      cells.forEach((_, x) => {
        const cell = fresh.appendChild(document.createElement(x ? 'td' : 'th'));
        if (!x) cell.scope = 'row';
        if (cells.length === 1) cell.colSpan = 20;
      });
      if (row) row.replaceWith(fresh); else body.append(fresh);
      row = fresh;
    }
    cells.forEach((cell, x) => {
      const kind = typeof cell === 'number' ? 'n' : cell?.kind ?? '';
      if (row.cells[x].className !== kind) row.cells[x].className = kind;
      text(row.cells[x], typeof cell === 'number' ? count(cell) : cell?.text ?? cell ?? '–');
    });
  });
}

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const tenths = new Intl.NumberFormat('en', {minimumFractionDigits: 1, maximumFractionDigits: 1});

export const count = value => whole.format(value);
export const rate = value => (value >= 100 || value === 0 ? whole : tenths).format(value);
export const seconds = value => (value == null ? '–' : (value < 100 ? tenths : whole).format(value) + ' s');
export const share = value => (value == null ? '–' : tenths.format(value * 100) + ' %');
export const number = value => ({text: value, kind: 'n'});
export const clock = millis => new Date(millis).toLocaleTimeString('en-GB');

/** Time of today, or date and time. */
export function moment(millis) {
  const date = new Date(millis);
  const today = date.toDateString() === new Date().toDateString();
  return today ? clock(millis) : date.toLocaleString('en-GB', {dateStyle: 'short', timeStyle: 'short'});
}

/** How much of a capacity is used, both in the capacity's unit. */
export function amount(used, capacity, unit) {
  if (unit !== 'bytes') return `${count(used)} of ${count(capacity)}`;
  const [size, name] = capacity >= 1048576 ? [1048576, 'MiB'] : [1024, 'KiB'];
  return `${tenths.format(used / size)} of ${count(capacity / size)} ${name}`;
}
