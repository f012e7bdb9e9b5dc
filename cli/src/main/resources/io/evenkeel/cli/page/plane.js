// The fleet on a plane: an equirectangular projection around the fleet's middle, so that a
// kilometre is as long to the east as to the north.
import {byId, clock, count, number, rows, svg, text} from '/dom.js';

const KM_PER_DEGREE = 111.32;
const TRAIL_MILLIS = 15 * 60_000;
const TRAIL_POINTS_MAX = 120;
const TRAIL_STEP_KM = 0.03;
const SPEED_MAX_KM_S = 0.1; // faster is a jump, not a drive
const SILENT_MILLIS = 60_000;
const ROWS_MAX = 100;
const GLIDING_MAX = 300;
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45];
const KILOMETRES = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

export const bin = soc => (soc == null ? 'socx' : 'soc' + Math.min(4, Math.max(0, Math.floor(soc / 20))));

/** Kilometres between two places, near enough for places near each other. */
export function kilometres(a, b) {
  const east = (a.longitude - b.longitude) * Math.cos(a.latitude * Math.PI / 180);
  return Math.hypot(east, a.latitude - b.latitude) * KM_PER_DEGREE;
}

/** The box that holds the places; a few that lie far off do not stretch it. */
export function box(places) {
  const range = values => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = share => sorted[Math.round(share * (sorted.length - 1))];
    const reach = Math.max(4 * (at(0.9) - at(0.1)), 0.02);
    const near = sorted.filter(value => Math.abs(value - at(0.5)) <= reach);
    return [near[0], near[near.length - 1]];
  };
  const [south, north] = range(places.map(p => p.latitude));
  const [west, east] = range(places.map(p => p.longitude));
  return {latitude: (south + north) / 2, longitude: (west + east) / 2, height: north - south, width: east - west};
}

export class Plane {
  #svg = byId('plane-svg');
  #ground = svg('g', {'aria-hidden': 'true'});
  #trails = svg('g');
  #dots = svg('g');
  #vehicles = new Map();
  #earlier = new Map();
  #view = null;
  #moved = false;
  #size = {width: 0, height: 0};

  constructor() {
    this.#svg.append(this.#ground, this.#trails, this.#dots);
    new ResizeObserver(() => this.#resized()).observe(byId('plane'));
    byId('zoom-in').addEventListener('click', () => this.#zoom(1.6));
    byId('zoom-out').addEventListener('click', () => this.#zoom(1 / 1.6));
    byId('fit').addEventListener('click', () => this.#fit());
    byId('plane').addEventListener('keydown', event => this.#key(event));
    this.#dragging(byId('plane'));
  }

  /** Takes in where vehicles were before this page was opened. */
  remember(trails) {
    for (const {id, points} of trails) {
      const earlier = points.map(([at, latitude, longitude]) => ({at, latitude, longitude}));
      const vehicle = this.#vehicles.get(id);
      if (!vehicle) this.#earlier.set(id, earlier);
      else vehicle.trail = [...earlier.filter(p => p.at < vehicle.trail[0].at), ...vehicle.trail];
    }
  }

  /** Shows what /api/fleet said. */
  show(fleet) {
    const here = new Set(fleet.vehicles.map(v => v.id));
    for (const [id, gone] of this.#vehicles) {
      if (!here.has(id)) {
        gone.mark.remove();
        gone.line.remove();
        this.#vehicles.delete(id);
      }
    }
    for (const told of fleet.vehicles) this.#take(told, fleet.at_millis);
    if (!this.#moved && this.#isMisplaced()) this.#fit();
    this.#draw(fleet.vehicles.length <= GLIDING_MAX);
    this.#say(fleet);
  }

  #take(told, now) {
    let vehicle = this.#vehicles.get(told.id);
    if (!vehicle) {
      vehicle = {mark: svg('g'), line: svg('polyline'), title: svg('title'), trail: this.#earlier.get(told.id) ?? []};
      this.#earlier.delete(told.id);
      vehicle.mark.append(vehicle.title, svg('circle', {class: 'halo', r: 8.5}), svg('circle', {class: 'dot', r: 5}));
      this.#dots.append(vehicle.mark);
      this.#trails.append(vehicle.line);
      this.#vehicles.set(told.id, vehicle);
    }
    vehicle.told = told;
    extend(vehicle, told, now);
    const silent = now - told.at > SILENT_MILLIS;
    vehicle.mark.setAttribute('class', `vehicle ${bin(told.soc)}${told.charging ? ' charging' : ''}${silent ? ' silent' : ''}`);
    vehicle.line.setAttribute('class', `trail ${bin(told.soc)}`);
    const charge = told.soc == null ? 'charge unknown' : Math.round(told.soc) + ' %';
    text(vehicle.title, `${told.name}, ${charge}, ${state(told)}`);
  }

  #isMisplaced() {
    if (!this.#view) return true;
    let outside = 0;
    for (const {told} of this.#vehicles.values()) {
      const {x, y} = this.#project(told);
      if (x < 0 || y < 0 || x > this.#size.width || y > this.#size.height) outside++;
    }
    return outside > this.#vehicles.size / 10;
  }

  #fit() {
    this.#moved = false;
    if (!this.#vehicles.size || !this.#size.width) return;
    const around = box([...this.#vehicles.values()].map(v => v.told));
    const squeeze = Math.cos(around.latitude * Math.PI / 180);
    const pixels = Math.min(
      this.#size.width / Math.max(around.width * squeeze, 0.01),
      this.#size.height / Math.max(around.height, 0.01));
    this.#view = {latitude: around.latitude, longitude: around.longitude, squeeze, pixels: pixels * 0.85};
    this.#draw(false);
  }

  #zoom(factor) {
    if (!this.#view) return;
    this.#moved = true;
    this.#view.pixels = Math.min(5e6, Math.max(5, this.#view.pixels * factor));
    this.#draw(false);
  }

  #pan(x, y) {
    if (!this.#view) return;
    this.#moved = true;
    this.#view.longitude -= x / (this.#view.pixels * this.#view.squeeze);
    this.#view.latitude = Math.min(85, Math.max(-85, this.#view.latitude + y / this.#view.pixels));
    this.#draw(false);
  }

  #key(event) {
    const act = {
      ArrowLeft: () => this.#pan(40, 0), ArrowRight: () => this.#pan(-40, 0), ArrowUp: () => this.#pan(0, 40),
      ArrowDown: () => this.#pan(0, -40), '+': () => this.#zoom(1.6), '-': () => this.#zoom(1 / 1.6), 0: () => this.#fit(),
    }[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act();
    }
  }

  #dragging(plane) {
    plane.addEventListener('pointerdown', event => event.isPrimary && plane.setPointerCapture(event.pointerId));
    plane.addEventListener('pointermove', event => {
      if (plane.hasPointerCapture(event.pointerId)) this.#pan(event.movementX, event.movementY);
    });
  }

  #resized() {
    const {width, height} = byId('plane').getBoundingClientRect();
    this.#size = {width, height};
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    if (this.#moved) this.#draw(false); else this.#fit();
  }

  #project({latitude, longitude}) {
    const view = this.#view;
    return {
      x: this.#size.width / 2 + (longitude - view.longitude) * view.squeeze * view.pixels,
      y: this.#size.height / 2 - (latitude - view.latitude) * view.pixels,
    };
  }

  #draw(gliding) {
    if (!this.#view) return;
    this.#svg.classList.toggle('still', !gliding);
    for (const {told, mark, line, trail} of this.#vehicles.values()) {
      const {x, y} = this.#project(told);
      mark.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
      line.setAttribute('points', trail.map(p => {
        const at = this.#project(p);
        return `${at.x.toFixed(1)},${at.y.toFixed(1)}`;
      }).join(' '));
    }
    if (!gliding || !this.#ground.firstChild) this.#drawGround();
  }

  #drawGround() {
    const view = this.#view;
    const {width, height} = this.#size;
    const parts = [];
    const label = (x, y, words, anchor = 'start') => {
      const element = svg('text', {x, y, 'text-anchor': anchor});
      element.textContent = words;
      parts.push(element);
    };
    const step = STEPS.find(degrees => degrees * view.pixels >= 90) ?? 45;
    const digits = Math.max(0, Math.ceil(-Math.log10(step)));
    const degrees = (value, positive, negative) => `${Math.abs(value).toFixed(digits)}° ${value < 0 ? negative : positive}`;
    const span = {latitude: height / 2 / view.pixels, longitude: width / 2 / view.pixels / view.squeeze};
    for (let i = Math.ceil((view.latitude - span.latitude) / step); i * step <= view.latitude + span.latitude; i++) {
      const {y} = this.#project({latitude: i * step, longitude: view.longitude});
      parts.push(svg('line', {class: 'graticule', x1: 0, x2: width, y1: y, y2: y}));
      label(6, y - 4, degrees(i * step, 'N', 'S'));
    }
    for (let i = Math.ceil((view.longitude - span.longitude) / step); i * step <= view.longitude + span.longitude; i++) {
      const {x} = this.#project({latitude: view.latitude, longitude: i * step});
      parts.push(svg('line', {class: 'graticule', x1: x, x2: x, y1: 0, y2: height}));
      label(x + 4, 14, degrees(i * step, 'E', 'W'));
    }
    const pixelsPerKm = view.pixels / KM_PER_DEGREE;
    const bar = KILOMETRES.findLast(km => km * pixelsPerKm <= Math.min(160, width / 3)) ?? KILOMETRES[0];
    const [left, right, bottom] = [width - 14 - bar * pixelsPerKm, width - 14, height - 14];
    parts.push(svg('path', {class: 'scale', d: `M${left} ${bottom - 6}v6H${right}v-6`}));
    label((left + right) / 2, bottom - 6, bar < 1 ? `${bar * 1000} m` : `${bar} km`, 'middle');
    label(width - 14, 30, 'N ↑', 'end');
    this.#ground.replaceChildren(...parts);
  }

  #say(fleet) {
    const vehicles = fleet.vehicles;
    const charging = vehicles.filter(v => v.charging).length;
    const driving = vehicles.filter(v => v.speed > 0).length;
    const known = vehicles.filter(v => v.soc != null);
    const mean = known.reduce((sum, v) => sum + v.soc, 0) / known.length;
    text('fleet-caption', vehicles.length
      ? `${count(vehicles.length)}${fleet.truncated ? ' newest' : ''} vehicles of tenant ${fleet.tenant}: ${count(driving)} driving, ${count(charging)} charging`
        + (known.length ? `, mean charge ${Math.round(mean)} %.` : '.')
      : 'No vehicle has told its position in the last 10 minutes.');
    byId('plane').dataset.drawn = String(this.#vehicles.size);
    if (!byId('vehicles').closest('details').open) return;
    rows('vehicles', vehicles.slice(0, ROWS_MAX).map(v => [
      v.name, number(v.soc == null ? '–' : v.soc.toFixed(1) + ' %'), state(v), number(v.speed == null ? '–' : `${v.speed.toFixed(0)} km/h`),
      number(v.latitude.toFixed(5)), number(v.longitude.toFixed(5)), number(`${Math.max(0, Math.round((fleet.at_millis - v.at) / 1000))} s`),
    ]), 'none');
    text('vehicles-more', vehicles.length > ROWS_MAX ? `and ${count(vehicles.length - ROWS_MAX)} more, as of ${clock(fleet.at_millis)}` : '');
  }
}

function state(vehicle) {
  if (vehicle.charging) return 'charging';
  return vehicle.speed > 0 ? 'driving' : 'standing';
}

function extend(vehicle, told, now) {
  const {trail} = vehicle;
  const last = trail.at(-1);
  if (last && told.at > last.at && kilometres(last, told) > SPEED_MAX_KM_S * (told.at - last.at) / 1000) trail.length = 0;
  if (!trail.length || kilometres(trail.at(-1), told) >= TRAIL_STEP_KM) trail.push(told);
  while (trail.length > TRAIL_POINTS_MAX || now - trail[0].at > TRAIL_MILLIS && trail.length > 1) trail.shift();
}
