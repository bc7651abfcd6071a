import { type Random, random } from '../community/simulate.mjs';
import type { Answer, ForumClient, Sender } from './forum-client.js';
import type { Step } from './steps.js';
import type { Tally } from './tally.js';

/** Members reply where something is going on. */
const LIVELY_THREADS = 200;
const PASSWORD = 'simulated members share one';

const WORDS = [
  ['My neighbour', 'The train', 'Our dog', 'The printer', 'Nobody here', 'This recipe'],
  ['never liked', 'cannot stand', 'waits for', 'was made for', 'reminds me of'],
  ['Mondays', 'the rain', 'warm bread', 'the number seven', 'modern art', 'good questions'],
];

interface Member {
  token?: string;
  lastPost?: number;
}

/** The simulated members, and what they do with the forum. */
export class Members {
  private readonly members = new Map<string, Member>();
  private readonly threads: number[] = [];
  private readonly random: Random;

  constructor(
    private readonly forum: ForumClient,
    private readonly tally: Tally,
    private readonly community: { seed: number; categoryIds: readonly number[]; run: string },
  ) {
    this.random = random(community.seed);
  }

  async take({ userId, ip, what }: Step): Promise<void> {
    const member = this.members.get(userId) ?? {};
    this.members.set(userId, member);
    const from: Sender = { ip, token: member.token };
    const account = { name: `member${userId}-${this.community.run}`, password: PASSWORD };

    switch (what) {
      case 'register':
        await this.act('account.register', '/accounts', account, from);
        return;
      case 'log in': {
        const answer = await this.forum.post('/sessions', account, from);
        this.tally.count(answer);
        member.token = (answer.body as { token?: string } | undefined)?.token;
        return;
      }
      case 'thread.start':
        return this.startThread(from);
      case 'post.reply':
        return this.reply(member, from);
      case 'post.edit': {
        // Who has nothing to edit yet, replies.
        if (member.lastPost === undefined) return this.reply(member, from);
        await this.act('post.edit', `/posts/${member.lastPost}`, { text: this.sentence() }, from);
        return;
      }
      case 'poll.create': {
        const thread = this.livelyThread();
        if (thread === undefined) return this.startThread(from);
        const poll = { question: `${this.sentence()} Or not?`, choices: ['Yes', 'No', 'It depends'] };
        await this.act('poll.create', `/threads/${thread}/polls`, poll, from);
      }
    }
  }

  private async startThread(from: Sender): Promise<void> {
    const categoryId = this.random.pick(this.community.categoryIds);
    const thread = { categoryId, title: this.sentence().slice(0, -1), text: this.sentence() };
    const id = await this.act('thread.start', '/threads', thread, from);
    if (id !== undefined) this.threads.push(id);
  }

  private async reply(member: Member, from: Sender): Promise<void> {
    const thread = this.livelyThread();
    if (thread === undefined) return this.startThread(from);
    const id = await this.act('post.reply', `/threads/${thread}/posts`, { text: this.sentence() }, from);
    if (id !== undefined) member.lastPost = id;
  }

  /** Sends an audited action, and gives the id of what came of it. */
  private async act(action: string, path: string, body: object, from: Sender): Promise<number | undefined> {
    const answer: Answer = await this.forum.post(path, body, from);
    this.tally.count(answer, action);
    return answer.status < 300 ? (answer.body as { id: number }).id : undefined;
  }

  private livelyThread(): number | undefined {
    return this.threads.length > 0 ? this.random.pick(this.threads.slice(-LIVELY_THREADS)) : undefined;
  }

  private sentence(): string {
    return `${WORDS.map((words) => this.random.pick(words)).join(' ')}.`;
  }
}
