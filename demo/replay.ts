import { simulate } from './community/simulate.mjs';
import { ForumClient } from './replay/forum-client.js';
import { Progress } from './replay/progress.js';
import { HELP, type ReplayOptions, replayOptionsOf, WrongOption } from './replay/replay-options.js';
import { report, total } from './replay/report.js';
import { runReplay } from './replay/run-replay.js';
import { stepsOf } from './replay/steps.js';
import { NotAForum } from './replay/trail-count.js';
import { codeOf } from './start/cannot-start.js';

try {
  const options = replayOptionsOf(process.argv.slice(2), process.env);
  if (options) process.exitCode = (await replay(options)) ? 0 : 1;
  else console.log(HELP);
} catch (error) {
  console.error(sentenceFor(error) ?? error);
  process.exitCode = 1;
}

/** Whether the trail grew by exactly what was done. */
async function replay(options: ReplayOptions): Promise<boolean> {
  const forum = new ForumClient(options.url, options.concurrency);
  try {
    await mustListen(forum, options.url);
    const steps = stepsOf(simulate(options).events.slice(0, options.limit));
    const progress = new Progress(steps.length, process.stdout);
    const { tally, found } = await runReplay(forum, steps, { ...options, onStep: () => progress.step() });
    progress.end();
    console.log(report(tally, found, progress.seconds));
    return total(found) === tally.entriesExpected;
  } finally {
    forum.close();
  }
}

async function mustListen(forum: ForumClient, url: URL): Promise<void> {
  try {
    await forum.get('/');
  } catch (error) {
    const say = 'start it with `npm run demo`, and say with --url where it listens, if not on port 3000.';
    throw new NotAForum(`No forum answers at ${url.origin}: ${say}`, { cause: error });
  }
}

function sentenceFor(error: unknown): string | undefined {
  if (error instanceof WrongOption || error instanceof NotAForum) return error.message;
  const code = codeOf(error);
  return code === undefined ? undefined : `The forum ended while the replay was going on (${code}).`;
}
