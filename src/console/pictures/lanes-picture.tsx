import { h, scaleUtc, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import type { TimeText } from '../time-text.js';
import { round } from './activity-picture.js';

/** One row of the picture: somebody, or some place, over time. */
export interface Lane {
  readonly name: string;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly entries: number;
  /** Points in time, milliseconds since 1970, by colour: 0 to 7, or `rest`. */
  readonly marks: readonly { readonly color: number | 'rest'; readonly times: readonly number[] }[];
}

const WIDTH = 720;
const LEFT = 150;
const RIGHT = 12;
const LANE = 26;
const LONGEST_NAME = 22;
/** So little time that more than one mark of the axis may fall on a day. */
const SHORT_MS = 5 * 86_400_000;

/** Lanes in time, with a dot for each entry; dots that would fall on each other are drawn once. */
export function LanesPicture(props: {
  lanes: readonly Lane[];
  label: string;
  alt: (lanes: string) => string;
  /** What it was made from. */
  caption?: string | undefined;
  time: TimeText;
}): VNode | null {
  const { lanes, time } = props;
  const times = lanes.flatMap(({ from, to }) => [from, to]).filter((at) => at !== null);
  if (times.length === 0) return null;
  const bounds = times.map((at) => at.getTime()).toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [bounds[0], bounds.at(-1)];
  const x = scaleUtc([new Date(first), new Date(Math.max(last, first + 3_600_000))], [LEFT, WIDTH - RIGHT]);
  // Days would be named several times.
  const tickText = (at: Date) => (last - first < SHORT_MS ? time.shortMoment(at) : time.shortDay(at));
  const height = lanes.length * LANE + 22;
  const said = lanes.map((lane) => sentenceOf(lane, time)).join(' ');
  return (
    <figure>
      <div class="scroll" tabIndex={0} role="region" aria-label={props.label}>
        <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={props.alt(said)}>
          {x.ticks(5).map((tick) => (
            <g>
              <path class="axis" d={`M${round(x(tick))} 0V${height - 18}`} />
              <text x={round(x(tick))} y={height - 4} text-anchor="middle">
                {tickText(tick)}
              </text>
            </g>
          ))}
          {lanes.map((lane, i) => (
            <g>
              <text class="name" x="0" y={i * LANE + 17}>
                {shortened(lane.name)}
              </text>
              {lane.from !== null && lane.to !== null && (
                <path class="lane" d={`M${round(x(lane.from))} ${i * LANE + 13}H${round(x(lane.to))}`} />
              )}
              {lane.marks.map(({ color, times: at }) => (
                <path
                  class={`dot ${color === 'rest' ? 'rest' : `k${color}`}`}
                  d={dots(
                    at.map((one) => x(new Date(one))),
                    i * LANE + 13,
                  )}
                />
              ))}
            </g>
          ))}
        </svg>
      </div>
      {props.caption !== undefined && <figcaption>{props.caption}</figcaption>}
    </figure>
  );
}

/** A dot is a stroke without length, with a round cap. */
function dots(xs: readonly number[], y: number): string {
  return [...new Set(xs.map((x) => Math.round(x * 2) / 2))].map((x) => `M${x} ${y}h0`).join('');
}

function sentenceOf({ name, entries, from, to }: Lane, time: TimeText): string {
  if (from === null || to === null) return SAY.compare.emptyLane(name);
  return SAY.compare.lane(name, SAY.entries(entries), time.moment(from), time.moment(to));
}

function shortened(name: string): string {
  const letters = Array.from(name);
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
}
