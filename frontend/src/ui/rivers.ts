/** Three rivers that meet, each of three fine lines: nine run on as one. Decoration only. */
type Point = readonly [number, number];

interface River {
  /** Which of the nine lanes its middle line takes after the meeting, counted from the middle. */
  lane: number;
  course: Point[];
  /** How many points of the common course it skips, because it joins further down. */
  joinsAt: number;
}

const COMMON: Point[] = [
  [536, 704],
  [566, 786],
  [650, 838],
  [780, 852],
  [930, 872],
  [1060, 960],
];

const RIVERS: River[] = [
  {
    lane: 0,
    joinsAt: 0,
    course: [
      [452, -60],
      [492, 50],
      [548, 150],
      [520, 262],
      [474, 352],
      [500, 456],
      [546, 548],
      [536, 630],
    ],
  },
  {
    lane: 3,
    joinsAt: 0,
    course: [
      [1520, 110],
      [1400, 230],
      [1180, 210],
      [960, 300],
      [760, 420],
      [640, 520],
      [574, 590],
      [546, 650],
    ],
  },
  {
    lane: -3,
    joinsAt: 2,
    course: [
      [-420, 640],
      [-300, 730],
      [-160, 690],
      [-40, 716],
      [70, 776],
      [170, 742],
      [270, 734],
      [370, 768],
      [470, 776],
      [560, 794],
    ],
  },
];

const STEPS = 14; // points between two given ones
const GAP = 7; // between neighbouring lines
const SPREAD = 34; // points over which a river takes its lane

/** Catmull-Rom: the value between b and c, smooth with its neighbours. */
function blend(a: number, b: number, c: number, d: number, t: number): number {
  const square = (2 * a - 5 * b + 4 * c - d) * t ** 2;
  const cube = (3 * b - a - 3 * c + d) * t ** 3;
  return 0.5 * (2 * b + (c - a) * t + square + cube);
}

/** A smooth line through every given point. */
function smooth(points: readonly Point[]): Point[] {
  const at = (index: number): Point =>
    points[Math.max(0, Math.min(points.length - 1, index))] ?? [0, 0];
  const line: Point[] = [];
  for (let index = 0; index < points.length - 1; index += 1) {
    const [a, b, c, d] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
    for (let step = 0; step < STEPS; step += 1) {
      const t = step / STEPS;
      line.push([blend(a[0], b[0], c[0], d[0], t), blend(a[1], b[1], c[1], d[1], t)]);
    }
  }
  line.push(at(points.length - 1));
  return line;
}

/** How far a river has moved into its lane, 0 to 1, gently at both ends. */
function arrived(index: number, meeting: number): number {
  const share = Math.max(0, Math.min(1, (index - meeting + SPREAD - 8) / SPREAD));
  return share * share * (3 - 2 * share);
}

function shifted(line: Point[], offset: (index: number) => number): string {
  return line
    .map((point, index) => {
      const before = line[Math.max(0, index - 2)] ?? point;
      const after = line[Math.min(line.length - 1, index + 2)] ?? point;
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]];
      const length = Math.hypot(dx, dy) || 1;
      const by = offset(index);
      const x = (point[0] - (dy / length) * by).toFixed(1);
      const y = (point[1] + (dx / length) * by).toFixed(1);
      return `${index === 0 ? "M" : "L"}${x} ${y}`;
    })
    .join("");
}

export interface RiverLine {
  path: string;
  middle: boolean;
  /** Crosses under the text on phones. */
  lower: boolean;
}

export function riverLines(): RiverLine[] {
  return RIVERS.flatMap(({ lane, course, joinsAt }) => {
    const line = smooth([...course, ...COMMON.slice(joinsAt)]);
    const meeting = (course.length - 1) * STEPS;
    return [-1, 0, 1].map((side) => ({
      path: shifted(line, (index) => -(side + lane * arrived(index, meeting)) * GAP),
      middle: side === 0,
      lower: lane < 0,
    }));
  });
}
