// Rates, lags and buffers of the stages.
import {amount, byId, count, figure, number, rate, rows, seconds, svg, text} from '/dom.js';

const LAG_WARN_SECONDS = 5;

export function showPipeline(pipeline) {
  const now = pipeline.rates;
  const live = pipeline.lanes.find(lane => lane.lane === 'live');
  figure('tile-accepted', rate(now.accepted), 'events/s');
  figure('tile-stored', rate(now.stored), 'events/s');
  text('tile-lag', seconds(live?.lag_seconds)).className = live?.lag_seconds > LAG_WARN_SECONDS ? 'bad' : '';
  text('accepted', rate(now.accepted));
  text('refused', rate(now.refused)).className = now.refused > 0 ? 'warn' : '';
  text('processed', rate(now.processed));
  text('forwarded', rate(now.forwarded));
  text('repeats', rate(now.repeats));
  text('processor-dead', rate(now.processor_dead)).className = now.processor_dead > 0 ? 'bad' : '';
  byId('processor-lag').parentElement.hidden = pipeline.processor_lag_seconds == null;
  text('processor-lag', seconds(pipeline.processor_lag_seconds));
  text('processor-state', pipeline.processor_running ? '' : 'starting or stopped').className = 'bad';
  text('stored', rate(now.stored));
  text('sink-repeats', rate(now.sink_repeats));
  text('sink-dead', rate(now.sink_dead)).className = now.sink_dead > 0 ? 'bad' : '';
  rows('lanes', pipeline.lanes.map(lane => [
    lane.lane, number(seconds(lane.lag_seconds)), number(lane.backlog_records == null ? '–' : count(lane.backlog_records)),
    number(lane.paused_partitions == null ? '–' : count(lane.paused_partitions)),
  ]));
  for (const stage of ['gateway', 'sink']) showBuffers(stage, pipeline.buffers.filter(b => b.stage === stage));
  spark('spark-gateway', pipeline.history.map(r => r.accepted));
  spark('spark-processor', pipeline.history.map(r => r.processed));
  spark('spark-sink', pipeline.history.map(r => r.stored));
}

function showBuffers(stage, buffers) {
  const place = byId('buffers-' + stage);
  if (place.children.length !== buffers.length) {
    place.replaceChildren(...buffers.map(() => {
      const line = document.createElement('div');
      line.className = 'buffer';
      line.append(document.createElement('span'), document.createElement('meter'), document.createElement('span'));
      return line;
    }));
  }
  buffers.forEach((buffer, i) => {
    const [name, meter, held] = place.children[i].children;
    text(name, buffer.name);
    meter.setAttribute('aria-label', `${buffer.name} held by the ${stage}`);
    meter.max = buffer.capacity;
    meter.high = buffer.capacity * 0.8;
    meter.optimum = 0;
    meter.value = buffer.used;
    text(held, amount(buffer.used, buffer.capacity, buffer.unit));
  });
}

/** Two minutes as a line; the figures beside it say the same in words. */
function spark(id, values) {
  const place = byId(id);
  const top = Math.max(1, ...values);
  place.setAttribute('viewBox', '0 0 119 24');
  place.setAttribute('preserveAspectRatio', 'none');
  if (!place.firstChild) place.append(svg('polyline'));
  const points = values.map((value, i) => `${119 - values.length + 1 + i},${(23 - value / top * 22).toFixed(1)}`);
  place.firstChild.setAttribute('points', points.join(' '));
}
