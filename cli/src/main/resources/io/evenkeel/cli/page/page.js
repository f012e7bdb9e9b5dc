// Asks the server again and again while somebody looks, and shows what it says.
import {byId, clock, count, figure, text} from '/dom.js';
import {Plane} from '/plane.js';
import {showPipeline} from '/stages.js';
import {showBooks, showLetters} from '/books.js';

const SECOND = 1_000;
const ANSWER_WITHIN = 10 * SECOND;
const plane = new Plane();
const failing = new Map();

function showFleet(fleet) {
  plane.show(fleet);
  figure('tile-vehicles', count(fleet.vehicles.length), `${count(fleet.vehicles.filter(v => v.charging).length)} charging`);
}

async function ask(path) {
  const response = await fetch(path, {signal: AbortSignal.timeout(ANSWER_WITHIN)});
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.status === 204 ? null : response.json();
}

async function follow(path, section, everyMillis, show) {
  for (;;) {
    if (document.hidden) await new Promise(seen => document.addEventListener('visibilitychange', seen, {once: true}));
    let told = null;
    try {
      told = await ask(path);
      failing.delete(path);
    } catch {
      failing.set(path, failing.get(path) ?? Date.now());
    }
    // Outside: a mistake of ours must reach the console, not look like a silent server.
    if (told) show(told);
    byId(section).classList.toggle('stale', failing.has(path));
    say();
    await new Promise(wake => setTimeout(wake, everyMillis));
  }
}

function say() {
  const status = byId('status');
  status.classList.toggle('bad', failing.size > 0);
  if (!failing.size) text(status, 'Live, every second');
  else {
    const since = clock(Math.min(...failing.values()));
    text(status, failing.has('/api/pipeline') ? `No answer since ${since}; is evenkeel up still running?` : `The database or Kafka does not answer since ${since}`);
  }
}

follow('/api/pipeline', 'stages', SECOND, showPipeline);
follow('/api/fleet', 'fleet', SECOND, showFleet);
follow('/api/books', 'books', 2 * SECOND, showBooks);
follow('/api/letters', 'letters', 2 * SECOND, showLetters);
ask('/api/trails').then(told => told && plane.remember(told.trails), () => {});
