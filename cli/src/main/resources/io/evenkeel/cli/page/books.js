// The books, dead letters and drift.
import {byId, clock, count, figure, moment, number, rows, seconds, share, text} from '/dom.js';

const account = a => [a.tenant, a.lane, a.accepted, a.stored, a.duplicates, a.dead, a.in_flight];

export function showBooks(books) {
  const balanced = books.balanced && books.caretaker_balanced !== false;
  figure('tile-books', balanced ? '✓ balanced' : '✗ differ', `${count(books.total.in_flight)} in flight`);
  byId('tile-books').className = balanced ? 'good' : 'bad';
  text('books-cut', `as of ${clock(books.cut_at)}, compared in ${seconds(books.seconds)}`);
  text('verdict', books.balanced
    ? '✓ Every accepted event is stored, a duplicate, a dead letter or in flight.'
    : '✗ Something is missing or too much.').className = books.balanced ? 'good' : 'bad';
  rows('accounts', books.accounts.map(account), 'nothing accepted yet');
  rows('accounts-total', books.accounts.length > 1 ? [account(books.total)] : []);
  text('caretaker', caretaker(books)).className = books.caretaker_balanced === false ? 'bad' : 'note';
  const list = byId('findings');
  list.replaceChildren(...books.findings.map(finding => text(document.createElement('li'), finding)));
  text('refused-total', `${count(books.refused)} events refused for good so far`);
}

function caretaker(books) {
  if (books.caretaker_balanced == null) return 'Rows and minutes: not compared yet.';
  const age = `${seconds(books.caretaker_age_seconds)} ago`;
  return books.caretaker_balanced
    ? `Rows and minutes, by the caretaker, ${age}: nothing differs.`
    : `Rows and minutes, by the caretaker, ${age}: something differs; evenkeel audit says what.`;
}

export function showLetters(told) {
  const any = value => ({text: value ?? '–', kind: 'any'});
  rows('letter-rows', told.letters.map(l => [
    moment(l.at), l.tenant, l.stage, l.code, any(l.name), l.events, l.state,
  ]), 'none');
  rows('drift-rows', told.drift.map(d => [
    moment(d.since), d.tenant, d.kind, any(d.name), number(share(d.share_before)), number(share(d.share_now)),
  ]), 'none');
}
