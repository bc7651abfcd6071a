import { Inject, Injectable } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { AttachmentsService } from '../attachments/attachments.service.js';
import { PollsService } from '../polls/polls.service.js';
import { PostsService } from '../posts/posts.service.js';
import { CategoriesService } from '../threads/categories.service.js';
import { THREADS_A_PAGE, ThreadsService } from '../threads/threads.service.js';

/** Puts together what a page shows. */
@Injectable()
export class ForumService {
  constructor(
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(CategoriesService) private readonly categories: CategoriesService,
    @Inject(ThreadsService) private readonly threads: ThreadsService,
    @Inject(PostsService) private readonly posts: PostsService,
    @Inject(PollsService) private readonly polls: PollsService,
    @Inject(AttachmentsService) private readonly attachments: AttachmentsService,
  ) {}

  async threadList(filter: { categoryId?: number; before?: number }) {
    const threads = await this.threads.page(filter);
    const authors = await this.accounts.namesOf(threads.map(({ authorId }) => authorId));
    const replies = await this.posts.countByThread(threads.map(({ id }) => id));
    return {
      categories: await this.categories.all(),
      categoryId: filter.categoryId,
      threads: threads.map((thread) =>
        Object.assign(withAuthor(thread, authors), { replies: replies.get(thread.id) ?? 0 }),
      ),
      /** Pass it as `before` for the next page. */
      older: threads.length === THREADS_A_PAGE ? threads.at(-1)?.id : undefined,
    };
  }

  async thread(id: number) {
    const thread = await this.threads.get(id);
    const posts = await this.posts.inThread(id);
    const names = await this.accounts.namesOf([thread, ...posts].map(({ authorId }) => authorId));
    return {
      thread: withAuthor(thread, names),
      posts: posts.map((post) => withAuthor(post, names)),
      polls: await this.polls.inThread(id),
      attachments: await this.attachments.inThread(id),
      categories: await this.categories.all(),
    };
  }
}

function withAuthor<T extends { authorId: number }>(of: T, names: ReadonlyMap<number, string>) {
  return { ...of, author: names.get(of.authorId) ?? '?' };
}

export type ThreadList = Awaited<ReturnType<ForumService['threadList']>>;
export type ThreadView = Awaited<ReturnType<ForumService['thread']>>;
