import { area, curveStep, h, scaleLinear, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import type { TimeText } from '../time-text.js';
import type { ActivityGrid } from './activity-grid.js';

const WIDTH = 720;
const LEFT = 48;
const DAY_HEIGHT = 40;
const CELL = 7;
const TOP = DAY_HEIGHT + 8;
const HEIGHT = TOP + 24 * CELL + 20;

/** Days by hour, shaded by entries, with the entries of each day above. */
export function ActivityPicture({ grid, time }: { grid: ActivityGrid; time: TimeText }): VNode {
  const x = scaleLinear([0, grid.days.length], [LEFT, WIDTH]);
  const perDay = grid.counts.map((hours) => hours.reduce((a, b) => a + b, 0));
  const y = scaleLinear([0, Math.max(1, ...perDay)], [DAY_HEIGHT, 4]);
  const steps = area<number>()
    .x((_, i) => round(x(i + 0.5)))
    .y0(DAY_HEIGHT)
    .y1((count) => round(y(count)))
    .curve(curveStep)(perDay);
  const { quiet } = grid;
  const text = SAY.user.activityAlt(
    SAY.entries(grid.entries),
    SAY.user.days(perDay.filter((count) => count > 0).length),
    `${grid.busiestHour}:00`,
    hoursText(quiet),
  );
  const every = Math.max(1, Math.ceil(grid.days.length / 6));
  return (
    <figure>
      <div class="scroll" tabIndex={0} role="region" aria-label={SAY.user.activity}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={text}>
          <path class="h2" d={steps ?? ''} />
          <rect class="h0" x={LEFT} y={TOP} width={WIDTH - LEFT} height={24 * CELL} />
          {cellsByShade(grid, x).map((path, i) => path !== '' && <path class={`h${i + 1}`} d={path} />)}
          {[0, 6, 12, 18].map((hour) => (
            <text x={LEFT - 6} y={TOP + hour * CELL + 9} text-anchor="end">{`${hour}:00`}</text>
          ))}
          {grid.days.map(
            (day, i) =>
              i % every === 0 && (
                <text x={round(x(i))} y={HEIGHT - 4}>
                  {dayText(day)}
                </text>
              ),
          )}
        </svg>
      </div>
      <figcaption>
        {text} {time.zone}.
      </figcaption>
    </figure>
  );
}

/** Of a day that is quiet for the most part, the other part is said. */
function hoursText(quiet: ActivityGrid['quiet']): string {
  if (quiet === null) return SAY.user.noQuiet;
  const { from, to } = quiet;
  return (to - from + 24) % 24 > 12 ? SAY.user.activeBetween(to, from) : SAY.user.quiet(from, to);
}

/** One path for each of four shades: a rectangle for each cell would make the page three times as heavy. */
function cellsByShade({ days, counts }: ActivityGrid, x: (day: number) => number): string[] {
  const most = Math.max(1, ...counts.flat());
  const shades = ['', '', '', ''];
  const width = round((WIDTH - LEFT) / days.length - (days.length > 120 ? 0 : 0.6));
  counts.forEach((hours, day) => {
    hours.forEach((count, hour) => {
      if (count === 0) return;
      const shade = Math.min(3, Math.floor((Math.log(count) / Math.log(most + 1)) * 4));
      shades[shade] += `M${round(x(day))} ${TOP + hour * CELL}h${width}v${CELL - 1}h-${width}z`;
    });
  });
  return shades;
}

/** A day that stands for itself, whatever the zone. */
function dayText(day: string): string {
  return new Date(day).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
